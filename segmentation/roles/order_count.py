"""In a list of customers, how often each of them bought."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.whole > MOST and content.low >= 0 and content.date < HALF else 0.0


ROLE = Role(
    ColumnRole.ORDER_COUNT,
    kinds=frozenset({TableKind.CUSTOMERS}),
    words={
        "en": (
            "total orders", "order count", "orders", "orders count", "number of orders", "payment count",
            "purchases", "number of purchases", "purchase count", "visits", "transactions",
            "transaction count", "frequency", "n orders", "total visits", "total purchases", "num orders",
        ),
        "zh": (
            "订单数", "购买次数", "消费次数", "订单数量", "累计订单数", "交易次数", "下单次数", "訂單數",
            "購買次數", "消費次數", "交易次數",
        ),
        "ja": ("購入回数", "注文回数", "注文数", "来店回数", "利用回数"),
        "ko": ("주문횟수", "구매횟수", "=주문수", "주문건수", "방문횟수"),
        "th": ("จำนวนคำสั่งซื้อ", "จำนวนครั้งที่ซื้อ"),
        "lo": ("ຈຳນວນຄັ້ງທີ່ຊື້", "ຈຳນວນການສັ່ງຊື້"),
        "km": ("ចំនួនបញ្ជាទិញ", "ចំនួនដងទិញ"),
        "ta": ("ஆர்டர்களின் எண்ணிக்கை", "வாங்கிய முறை"),
        "de": ("anzahl bestellungen", "bestellungen", "anzahl kaufe", "anzahl auftrage", "kaufe"),
        "fr": ("nombre de commandes", "commandes", "nombre d achats", "nb commandes"),
        "es": ("numero de pedidos", "pedidos", "numero de compras", "compras"),
        "ar": ("عدد الطلبات", "عدد المشتريات"),
        "ru": ("количество заказов", "число заказов", "количество покупок", "число покупок"),
    },
    unless={
        "en": (
            "web visits", "last", "date", "since", "value", "web", "store", "catalog", "deals", "average",
        ),
    },
    fits=_fits,
)  # fmt: skip
