"""What was taken off the price."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.number > HALF or content.filled < HARDLY_ANY else 0.0


ROLE = Role(
    ColumnRole.DISCOUNT,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "discount", "discounts", "discount amount", "lineitem discount", "total discount", "rebate",
            "discount total", "discount value", "item promotion discount", "promotion discount",
            "coupon amount", "order discount",
        ),
        "zh": (
            "折扣", "优惠", "优惠金额", "折扣金额", "商家实际承担优惠金额", "优惠券金额", "折扣額",
            "優惠金額", "發票 折扣", "折讓",
        ),
        "ja": ("割引", "値引", "割引額", "値引額", "クーポン", "作家クーポン"),
        "ko": ("할인", "할인금액", "할인액", "쿠폰할인"),
        "th": ("ส่วนลด", "ส่วนลดจากผู้ขาย"),
        "lo": ("ສ່ວນຫຼຸດ", "ສ່ວນຫລຸດ"),
        "km": ("បញ្ចុះតម្លៃ", "ការបញ្ចុះតម្លៃ"),
        "ta": ("தள்ளுபடி",),
        "de": ("rabatt", "nachlass", "rabattbetrag", "gutschein"),
        "fr": ("remise", "reduction", "rabais"),
        "es": ("descuento", "factura descuento", "rebaja"),
        "ar": ("خصم", "الخصم", "الفاتورة خصم", "تخفيض"),
        "ru": ("скидка", "сумма скидки"),
    },
    unless={
        "en": ("code", "after discount", "shipping", "inperson", "ship promotion", "type", "name", "id"),
        "zh": ("优惠券码", "平台", "达人"),
        "th": ("รหัส",),
    },
    fits=_fits,
)  # fmt: skip
