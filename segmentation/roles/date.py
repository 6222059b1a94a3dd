"""When an order was placed; in a list of customers, when the last one was (not when they signed up)."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, MOST, Content
from segmentation.roles.role import Role

_SERIALS = (20_000, 80_000)
"""What spreadsheets write for 1954 to 2119."""
_EPOCH = 1e8


def _fits(content: Content) -> float:
    """Dates, or numbers that a spreadsheet or a clock counts in."""
    if content.date > HALF:
        return content.date
    serial = content.whole + content.fractional > MOST and (
        _SERIALS[0] < content.middle < _SERIALS[1] or content.middle > _EPOCH
    )
    return 0.6 if serial else 0.0


def _alone(content: Content) -> float:
    return 0.42 * content.date if content.date > MOST and content.distinct > HARDLY_ANY else 0.0


ROLE = Role(
    ColumnRole.DATE,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "date", "order date", "order time", "invoice date", "purchase date", "sale date",
            "transaction date", "datetime", "date time", "timestamp", "created at", "created",
            "created time", "created utc", "created date", "ordered at", "order created", "date created",
            "date of purchase", "date of sale", "sold at", "placed at", "donation date", "transaction time",
            "purchase time", "sales date", "receipt date", "order placed", "day", "order timestamp",
        ),
        "zh": (
            "下单时间", "下单日期", "订单创建时间", "订单时间", "订单日期", "订单提交时间", "购买日期",
            "购买时间", "交易时间", "交易日期", "交易创建时间", "创建时间", "日期", "时间", "销售日期",
            "销售时间", "消费日期", "消费时间", "成交时间", "下單時間", "下單日期", "訂單日期", "訂單時間",
            "購買日期", "交易時間", "發票 日期", "發票日期", "消費日期", "建立時間", "時間",
        ),
        "ja": (
            "注文日時", "注文日", "購入日", "購入日時", "受注日", "日付", "日時", "売上日", "取引日",
            "取引日時",
        ),
        "ko": (
            "주문일", "주문일시", "주문일자", "주문 날짜", "구매일", "결제일", "결제일시", "날짜", "일자",
            "거래일", "거래일시",
        ),
        "th": ("วันที่สั่งซื้อ", "เวลาการสั่งซื้อ", "วันที่", "วันที่ซื้อ", "วันเวลา", "วันที่ขาย", "เวลาที่สั่งซื้อ"),
        "lo": ("ວັນທີ", "ວັນທີສັ່ງຊື້", "ວັນທີຊື້"),
        "km": ("កាលបរិច្ឆេទ", "ថ្ងៃបញ្ជាទិញ", "ថ្ងៃទី", "កាលបរិច្ឆេទបញ្ជាទិញ"),
        "ta": ("தேதி", "ஆர்டர் தேதி", "வாங்கிய தேதி", "நாள்"),
        "de": (
            "datum", "bestelldatum", "bestellzeit", "rechnungsdatum", "kaufdatum", "auftragsdatum",
            "belegdatum", "verkaufsdatum", "zeitpunkt", "bestellt am", "erstellt am", "datum uhrzeit",
        ),
        "fr": (
            "date de commande", "date commande", "date d achat", "date de facture", "date de vente",
            "date facture", "cree le",
        ),
        "es": (
            "fecha", "fecha de pedido", "fecha pedido", "fecha de compra", "factura fecha",
            "fecha de venta", "fecha factura",
        ),
        "ar": ("التاريخ", "تاريخ الطلب", "تاريخ الشراء", "الفاتورة تاريخ", "تاريخ الفاتورة", "تاريخ"),
        "ru": ("дата", "дата заказа", "дата покупки", "дата продажи", "дата и время", "дата создания"),
    },
    weaker={
        "en": (
            "paid at", "date paid", "payment date", "paid time", "payout date", "=time", "time of order",
            "completed at",
        ),
        "zh": ("付款时间", "支付时间", "订单付款时间", "付款确认时间", "付款時間", "支付時間", "付款日期"),
        "ja": ("支払い日", "入金日"),
        "de": ("zahlungsdatum", "bezahlt am"),
        "fr": ("date de paiement",),
        "es": ("fecha de pago",),
        "ar": ("تاريخ الدفع",),
        "ru": ("дата оплаты",),
    },
    unless={
        "en": (
            "ship", "shipped", "delivery", "delivered", "fulfilled", "cancelled", "canceled", "birth",
            "birthday", "update", "updated", "modified", "due", "expiry", "expires", "time zone",
            "timezone", "optin", "opt in", "confirm", "send", "weekday", "signup", "registered",
            "registration", "dob", "refunded", "type", "last updated", "first",
        ),
        "zh": (
            "发货", "完成", "修改", "生日", "出生", "注册", "取消", "應付款", "发货时间", "退款", "到期",
            "收货", "時段", "关闭",
        ),
        "ja": ("発送", "更新", "生年", "誕生", "配送", "登録", "支払い予定"),
        "ko": ("생일", "생년", "가입", "배송", "취소", "요일"),
        "th": ("เกิด", "จัดส่ง", "ครบกำหนด", "สมัคร"),
        "lo": ("ເກີດ", "ຈ່າຍໃຫ້"),
        "km": ("កំណើត", "បង់ទៅ"),
        "ta": ("பிறந்த",),
        "de": (
            "geburt", "geburtsdatum", "liefer", "lieferdatum", "versand", "versanddatum", "falligkeit",
            "anmelde",
        ),
        "fr": ("naissance", "livraison", "expedition", "echeance", "inscription"),
        "es": ("nacimiento", "envio", "entrega", "vencimiento", "registro", "factura fecha de pago"),
        "ar": ("الميلاد", "الاستحقاق", "الشحن", "التسجيل"),
        "ru": ("рождения", "доставки", "отгрузки", "регистрации"),
    },
    fits=_fits,
    alone=_alone,
)  # fmt: skip

LAST_ORDER = Role(
    ColumnRole.DATE,
    kinds=frozenset({TableKind.CUSTOMERS}),
    words={
        "en": (
            "last order", "last order date", "last purchase", "last purchase date", "last visit",
            "last transaction", "last transaction date", "latest order", "most recent purchase",
            "last seen", "last paid", "last buy",
        ),
        "zh": (
            "最近购买", "最近消费", "最近下单", "最近一次消费", "最后购买", "最后下单", "最后消费",
            "上次购买", "最近交易", "最近購買", "最近消費", "最後購買", "最後消費", "最近訂單",
            "最后一次购买时间", "最近到店",
        ),
        "ja": ("最終購入日", "最終注文日", "最終来店日", "最終利用日", "前回購入日"),
        "ko": ("최근 구매일", "마지막 주문일", "최근 주문일", "최종구매일", "최근방문일"),
        "th": ("วันที่ซื้อล่าสุด", "คำสั่งซื้อล่าสุด", "ซื้อล่าสุด"),
        "lo": ("ວັນທີຊື້ຫຼ້າສຸດ", "ຊື້ຫຼ້າສຸດ"),
        "km": ("ថ្ងៃទិញចុងក្រោយ", "ទិញចុងក្រោយ"),
        "ta": ("கடைசி கொள்முதல்", "கடைசி ஆர்டர்"),
        "de": (
            "letzte bestellung", "letzter kauf", "letzter einkauf", "letzter besuch", "letztes kaufdatum",
        ),
        "fr": ("derniere commande", "dernier achat", "date du dernier achat", "derniere visite"),
        "es": ("ultima compra", "ultimo pedido", "fecha de ultima compra", "ultima visita"),
        "ar": ("آخر طلب", "آخر شراء", "تاريخ آخر طلب"),
        "ru": ("последний заказ", "последняя покупка", "дата последнего заказа", "дата последней покупки"),
    },
    fits=_fits,
)  # fmt: skip
