"""A telephone number of the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role

_SHORTEST = 5


def _fits(content: Content) -> float:
    if content.date > HALF or content.letters > HALF or content.length < _SHORTEST:
        return 0.0
    return max(content.phone, 0.4)


ROLE = Role(
    ColumnRole.PHONE,
    words={
        "en": (
            "phone", "phone number", "telephone", "mobile", "mobile number", "cell", "cell phone", "tel",
            "mobile phone", "customer phone", "billing phone", "contact phone number", "contact number",
            "whatsapp", "post to phone",
        ),
        "zh": (
            "手机", "手机号", "手机号码", "电话", "联系电话", "联系手机", "电话号码", "收件人手机号",
            "移动电话", "手機", "手機號碼", "電話", "聯絡電話", "電話號碼", "行動電話",
        ),
        "ja": ("電話", "電話番号", "携帯", "携帯電話", "tel", "電話番号 請求先"),
        "ko": ("전화", "전화번호", "휴대폰", "휴대전화", "핸드폰", "연락처", "휴대폰번호"),
        "th": ("โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "มือถือ", "โทร", "ผู้ติดต่อ โทร"),
        "lo": ("ໂທລະສັບ", "ເບີໂທ", "ເບີໂທລະສັບ", "ມືຖື"),
        "km": ("ទូរស័ព្ទ", "ទូរសព្ទ", "លេខទូរស័ព្ទ", "លេខទូរសព្ទ"),
        "ta": ("தொலைபேசி", "கைபேசி", "தொலைபேசி எண்", "மொபைல்"),
        "de": ("telefon", "telefonnummer", "handy", "mobil", "mobilnummer", "rufnummer", "tel nr"),
        "fr": ("telephone", "portable", "numero de telephone", "mobile", "tel"),
        "es": ("telefono", "movil", "celular", "numero de telefono", "telefono movil"),
        "ar": ("الهاتف", "رقم الهاتف", "الجوال", "رقم الجوال", "الموبايل", "هاتف"),
        "ru": ("телефон", "номер телефона", "мобильный", "мобильный телефон", "моб телефон"),
    },
    weaker={
        "en": ("shipping phone", "recipient phone", "customer contacts"),
    },
    unless={
        "en": ("type", "device", "accepts", "marketing", "store"),
        "zh": ("是否", "店铺"),
        "ja": ("配送先", "店舗"),
    },
    fits=_fits,
)  # fmt: skip
