"""Looks of where somebody lives."""

from segmentation.roles.content import HALF, HARDLY_ANY, MOST, SOME, Content

_LONGEST_POSTCODE, _LONGEST_COUNTRY, _LONGER_THAN_CODES = 14, 40, 3
_COUNTRIES = frozenset(
    {
        "united kingdom", "uk", "gb", "us", "usa", "united states", "germany", "de", "france", "fr",
        "china", "cn", "spain", "es", "italy", "it", "netherlands", "nl", "japan", "jp", "australia", "au",
        "canada", "ca", "india", "in", "ireland", "switzerland", "ch", "austria", "at", "belgium", "be",
        "poland", "pl", "singapore", "sg", "thailand", "th", "malaysia", "hong kong", "hk", "taiwan", "tw",
        "中国", "美国", "日本", "英国", "台灣", "香港", "德国", "法国", "deutschland", "schweiz",
        "osterreich", "españa", "méxico", "mexico", "россия", "brazil", "vietnam", "indonesia", "korea",
    }
)  # fmt: skip


def is_address(content: Content) -> float:
    """Not mail addresses, dates or amounts."""
    return 0.0 if content.email > SOME or content.date > HALF or content.fractional > SOME else 1.0


def is_postcode(content: Content) -> float:
    """Short codes with digits."""
    if content.filled < HARDLY_ANY:
        return 0.5
    short = content.length < _LONGEST_POSTCODE
    return 1.0 if content.digits > HALF and short and content.date < HALF else 0.0


def is_city(content: Content) -> float:
    return 1.0 if content.letters > HALF and content.email < SOME and content.date < HALF else 0.0


def is_country(content: Content) -> float:
    short = content.length < _LONGEST_COUNTRY
    return 1.0 if content.letters > MOST and short and content.date < HALF else 0.0


def is_plainly_country(content: Content) -> float:
    """Few values, most of them countries by their full name."""
    known = len(content.values & _COUNTRIES) / max(1, len(content.values))
    return 0.45 if known > HALF and content.length > _LONGER_THAN_CODES and content.letters > MOST else 0.0
