"""When the customer was born: a date or a year."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, MOST, Content
from segmentation.roles.role import Role

_YEARS = (range(1900, 2026), range(2443, 2571))
"""Of our time, and the same of the Buddhist calendar."""


def _fits(content: Content) -> float:
    """Dates, years of our time or the Buddhist one, or a column that is mostly empty."""
    year = content.whole > MOST and any(int(content.middle) in years for years in _YEARS)
    return 1.0 if content.date > HALF or year or content.filled < HARDLY_ANY else 0.0


ROLE = Role(
    ColumnRole.BIRTH,
    words={
        "en": (
            "birth date", "date of birth", "birthday", "birthdate", "birth year", "year of birth",
            "year birth", "dob", "born",
        ),
        "zh": ("生日", "出生日期", "出生年月", "出生年份", "出生年", "出生日", "出生年月日"),
        "ja": ("生年月日", "誕生日", "生年"),
        "ko": ("생년월일", "생일", "출생연도"),
        "th": ("วันเกิด", "ปีเกิด", "วันเดือนปีเกิด"),
        "lo": ("ວັນເກີດ", "ປີເກີດ", "ວັນເດືອນປີເກີດ"),
        "km": ("ថ្ងៃខែឆ្នាំកំណើត", "ថ្ងៃកំណើត", "ឆ្នាំកំណើត"),
        "ta": ("பிறந்த தேதி", "பிறந்த நாள்", "பிறந்த ஆண்டு"),
        "de": ("geburtsdatum", "geburtstag", "geburtsjahr", "geboren"),
        "fr": ("date de naissance", "anniversaire", "annee de naissance"),
        "es": ("fecha de nacimiento", "cumpleanos", "ano de nacimiento", "nacimiento"),
        "ar": ("تاريخ الميلاد", "سنة الميلاد", "عيد الميلاد"),
        "ru": ("дата рождения", "день рождения", "год рождения"),
    },
    unless={
        "en": ("child", "baby", "place", "country"),
    },
    fits=_fits,
)  # fmt: skip
