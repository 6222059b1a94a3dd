"""An e-mail address of the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, MOST, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return content.email if content.email > HALF else 0.0


def _alone(content: Content) -> float:
    """Nothing else looks like it, but a shop's own addresses come again and again."""
    return 0.6 * content.email if content.email > MOST and content.distinct > HARDLY_ANY else 0.0


ROLE = Role(
    ColumnRole.EMAIL,
    words={
        "en": (
            "email", "e mail", "email address", "e mail address", "customer email", "buyer email",
            "contact email", "from email address", "customer contacts", "donor email", "mail",
        ),
        "zh": (
            "邮箱", "电子邮箱", "电子邮件", "邮件地址", "客户邮箱", "電子郵件", "電郵", "信箱", "電子信箱",
            "買家電郵",
        ),
        "ja": ("メールアドレス", "メール", "eメール"),
        "ko": ("이메일", "메일", "전자우편", "이메일주소"),
        "th": ("อีเมล", "อีเมล์", "ผู้ติดต่อ อีเมล"),
        "lo": ("ອີເມລ", "ອີເມວ", "ອີເມລ໌"),
        "km": ("អ៊ីមែល", "អ៊ីម៉ែល", "អាសយដ្ឋានអ៊ីម៉ែល"),
        "ta": ("மின்னஞ்சல்", "மின்னஞ்சல் முகவரி"),
        "de": ("e mail adresse", "emailadresse", "mailadresse"),
        "fr": ("courriel", "adresse email", "adresse e mail", "mel", "adresse mail"),
        "es": ("correo electronico", "correo", "direccion de correo"),
        "ar": ("البريد الإلكتروني", "البريد الالكتروني", "بريد", "الايميل"),
        "ru": ("электронная почта", "почта", "эл почта", "адрес электронной почты"),
    },
    unless={
        "en": ("to email", "accepts", "marketing", "consent", "staff", "opt in", "seller"),
    },
    fits=_fits,
    alone=_alone,
)  # fmt: skip
