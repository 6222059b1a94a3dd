"""In a list of customers, what each of them spent in all."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.number > MOST and content.date < HALF else 0.0


ROLE = Role(
    ColumnRole.TOTAL_SPENT,
    kinds=frozenset({TableKind.CUSTOMERS}),
    words={
        "en": (
            "total spent", "total spend", "amount spent", "spent", "lifetime value", "total revenue",
            "revenue", "ltv", "clv", "lifetime spend", "total purchase amount", "total amount",
            "total sales", "customer lifetime value", "turnover", "total value", "monetary", "=sales",
            "money spent", "total paid",
        ),
        "zh": (
            "累计消费", "消费总额", "消费金额", "累计消费金额", "总消费", "累计金额", "交易总额", "總消費",
            "消費總額", "累計消費", "消費金額", "总金额",
        ),
        "ja": ("累計購入金額", "購入金額", "合計金額", "累計金額", "購入総額", "総購入金額"),
        "ko": ("총구매금액", "누적구매금액", "구매금액", "총 구매액", "누적금액"),
        "th": ("ยอดซื้อรวม", "ยอดใช้จ่าย", "ลูกค้า ยอดชำระแล้ว", "ยอดซื้อสะสม"),
        "lo": ("ຍອດຊື້ລວມ", "ຍອດຊື້ທັງໝົດ"),
        "km": ("ទិញសរុប", "ចំណាយសរុប"),
        "ta": ("மொத்த செலவு", "மொத்த கொள்முதல்"),
        "de": ("umsatz", "gesamtumsatz", "kundenumsatz", "ausgaben"),
        "fr": ("total depense", "chiffre d affaires", "ca", "depenses", "montant total"),
        "es": ("total gastado", "gasto total", "total compras", "ventas"),
        "ar": ("إجمالي المشتريات", "إجمالي الإنفاق", "المبلغ المنفق"),
        "ru": ("сумма покупок", "потрачено", "общая сумма", "выручка", "сумма заказов"),
    },
    unless={
        "en": ("refunded", "record", "average", "score", "tax", "annual", "income", "last", "z revenue"),
    },
    fits=_fits,
)  # fmt: skip
