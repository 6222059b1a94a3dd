"""How the customer came: the channel of the sale or what led there."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role

_MOST_VALUES = 60


def _fits(content: Content) -> float:
    few = bool(content.values) and len(content.values) <= _MOST_VALUES
    return 1.0 if few and content.letters > HALF and content.date < HALF else 0.0


ROLE = Role(
    ColumnRole.SOURCE,
    words={
        "en": (
            "source", "channel", "sales channel", "order channel", "order source", "traffic source",
            "referrer", "utm source", "acquisition channel", "lead source", "marketing channel",
            "how did you hear about us", "referral source", "purchase point", "customer source",
            "utm medium", "how they found us", "how did you find us", "found us through", "heard of us",
        ),
        "zh": (
            "来源", "渠道", "订单来源", "订单渠道", "销售渠道", "客户来源", "获客渠道", "流量来源", "來源",
            "通路", "銷售通路", "管道", "客戶來源",
        ),
        "ja": ("流入元", "チャネル", "購入元", "販売チャネル", "経路", "きっかけ"),
        "ko": ("유입경로", "채널", "판매채널", "주문경로", "구매경로", "출처"),
        "th": ("ช่องทาง", "แหล่งที่มา", "ช่องทางการขาย"),
        "lo": ("ຊ່ອງທາງ", "ແຫຼ່ງທີ່ມາ"),
        "km": ("ប្រភព", "បណ្តាញលក់", "ឆានែល"),
        "ta": ("மூலம்", "வழி", "விற்பனை வழி"),
        "de": ("quelle", "herkunft", "kanal", "vertriebskanal", "vertriebsweg", "verkaufskanal"),
        "fr": ("source", "canal", "canal de vente", "provenance", "origine"),
        "es": ("origen", "canal", "canal de venta", "fuente"),
        "ar": ("المصدر", "القناة", "قناة البيع"),
        "ru": ("источник", "канал", "канал продаж", "источник заказа"),
    },
    weaker={
        "en": ("fulfillment channel", "=pos", "=location", "=store"),
        "zh": ("是否手机订单", "店铺名称", "交易来源地"),
    },
    unless={
        "en": ("payment", "transaction source", "allocated", "campaign", "resource"),
        "zh": ("付款", "支付", "物流"),
    },
    fits=_fits,
)  # fmt: skip
