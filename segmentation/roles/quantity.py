"""How many pieces a line is about."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, NEARLY_ALL, Content
from segmentation.roles.role import Role

_MOST_PIECES, _FEW_PIECES, _DIGITS = 100_000, 20, 3


def _fits(content: Content) -> float:
    if content.number < HALF or content.date > HALF or content.middle > _MOST_PIECES:
        return 0.0
    return 1.0 if content.whole > MOST else 0.6


def _alone(content: Content) -> float:
    small = (
        content.whole > NEARLY_ALL
        and 1 <= content.middle <= _FEW_PIECES
        and content.date < HALF
        and content.length < _DIGITS
    )
    return 0.42 if not content.headed and small else 0.0


ROLE = Role(
    ColumnRole.QUANTITY,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "quantity", "qty", "units", "pieces", "pcs", "lineitem quantity", "item quantity", "units sold",
            "items sold", "quantity ordered", "quantity purchased", "number of items", "order quantity",
        ),
        "zh": (
            "数量", "商品数量", "购买数量", "订购数量", "件数", "宝贝总数量", "销售数量", "销量", "數量",
            "購買數量", "件數", "商品數量",
        ),
        "ja": ("数量", "個数", "点数", "注文数", "購入数"),
        "ko": ("수량", "주문수량", "구매수량", "개수", "판매수량"),
        "th": ("จำนวน", "จำนวนสินค้า", "จำนวนชิ้น", "ปริมาณ"),
        "lo": ("ຈຳນວນ", "ຈໍານວນ", "ປະລິມານ"),
        "km": ("បរិមាណ", "ចំនួន", "ចំនួនទំនិញ"),
        "ta": ("அளவு", "எண்ணிக்கை"),
        "de": ("menge", "anzahl", "stuck", "stuckzahl", "bestellmenge"),
        "fr": ("quantite", "qte", "nombre d articles"),
        "es": ("cantidad", "unidades", "cant", "cantidad vendida"),
        "ar": ("الكمية", "العدد", "كمية"),
        "ru": ("количество", "кол во", "штук", "шт"),
    },
    weaker={
        "en": ("number of", "count", "cds"),
    },
    unless={
        "en": (
            "refunded", "returned", "stock", "customer", "order count", "number of orders", "visits",
            "children", "price", "purchases", "id", "recipients", "attendee",
        ),
        "zh": ("库存", "客户", "退", "用户", "订单数"),
        "th": ("เงิน", "ลูกค้า"),
        "lo": ("ເງິນ", "ລູກຄ້າ"),
        "km": ("អតិថិជន", "ទឹកប្រាក់"),
        "es": ("factura",),
        "ar": ("المبلغ",),
    },
    fits=_fits,
    alone=_alone,
)  # fmt: skip
