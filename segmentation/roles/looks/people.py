"""Looks of what is told of a person."""

import re

from segmentation.roles.content import HALF, HARDLY_ANY, MOST, Content

_AGE_BAND = re.compile(
    r"\D{0,8}\d{1,2}\s*[-–~至到]\s*\d{1,2}\D{0,4}|\D{0,8}\d{1,2}\s*(\+|岁以上|以上|and over)\D{0,4}"
)
_YOUNGEST_MEAN, _OLDEST_MEAN, _OLDEST = 5, 95, 240
"""Years; mistyped ages are forgiven up to twice a life."""
_BIRTH_YEARS = (range(1900, 2026), range(2443, 2571))
"""Of our time, and the same of the Buddhist calendar."""
_SEXES = frozenset(
    {
        "female", "male", "woman", "man", "women", "men", "f", "m", "w", "d", "girl", "boy", "mr", "mrs",
        "ms", "miss", "女", "男", "女性", "男性", "女士", "先生", "小姐", "여", "남", "여성", "남성",
        "여자", "남자", "หญิง", "ชาย", "ຍິງ", "ຊາຍ", "ស្រី", "ប្រុស", "பெண்", "ஆண்", "weiblich", "männlich",
        "maennlich", "divers", "frau", "herr", "femme", "homme", "femenino", "masculino", "mujer", "hombre",
        "h", "أنثى", "ذكر", "ж", "м", "женский", "мужской", "жен", "муж",
    }
)  # fmt: skip
_MOST_SEXES, _MOST_CONSENTS = 12, 6


def is_age(content: Content) -> float:
    """Years of a life, or bands such as 25-34."""
    if content.number > MOST:
        return (
            1.0
            if content.low >= 0
            and _YOUNGEST_MEAN <= content.middle <= _OLDEST_MEAN
            and content.high <= _OLDEST
            else 0.0
        )
    bands = sum(bool(_AGE_BAND.fullmatch(value)) for value in content.values)
    return 1.0 if bands > len(content.values) / 2 else 0.0


def is_birth(content: Content) -> float:
    """Dates, years of our time or the Buddhist one, or a column that is mostly empty."""
    year = content.whole > MOST and any(int(content.middle) in years for years in _BIRTH_YEARS)
    return 1.0 if content.date > HALF or year or content.filled < HARDLY_ANY else 0.0


def is_sex(content: Content) -> float:
    if not content.values or len(content.values) > _MOST_SEXES or content.date > HALF:
        return 0.0
    return 1.0 if content.values & _SEXES else 0.5


def is_plainly_sex(content: Content) -> float:
    """Nothing but words for the sexes, more than one, and not Latin letters alone."""
    telling = len(content.values & _SEXES)
    letters = all(len(value) == 1 and value.isascii() for value in content.values)
    return 0.45 if 1 < telling == len(content.values) and not letters else 0.0


def is_consent(content: Content) -> float:
    """Yes and no in some writing, or when it was given."""
    return 1.0 if len(content.values) <= _MOST_CONSENTS or content.date > HALF else 0.0


def is_order_count(content: Content) -> float:
    """Whole numbers, none of them negative."""
    return 1.0 if content.whole > MOST and content.low >= 0 and content.date < HALF else 0.0
