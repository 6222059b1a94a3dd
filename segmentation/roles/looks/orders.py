"""Looks of what a sale is known by: its number, its day, how it stands, where it was made."""

from segmentation.roles.content import HALF, HARDLY_ANY, MOST, SOME, Content
from segmentation.roles.looks.general import is_day
from segmentation.roles.standings import is_standing

_STRANGE = 0.9
"""What words are worth that no shop is known to use for orders: Brazil calls its provinces `Estado`, too."""
_MOST_TYPES, _MOST_SOURCES = 40, 60


def is_order_id(content: Content) -> float:
    if (
        content.fractional > HARDLY_ANY
        or content.date > HALF
        or content.digits < HALF
        or content.rounded > SOME
        or content.filled < SOME
    ):
        return 0.0
    return (1 + content.filled) / 2 if content.distinct > HARDLY_ANY else 0.3


def is_line_id(content: Content) -> float:
    """Codes or counts; no amounts and no dates."""
    return 0.0 if content.fractional > HARDLY_ANY or content.date > HALF or content.digits < HALF else 1.0


def is_date(content: Content) -> float:
    """Days; a column that is nearly empty dates nothing."""
    return is_day(content) if content.filled > HARDLY_ANY else 0.0


def is_plainly_date(content: Content) -> float:
    return 0.42 * content.date if content.date > MOST and content.distinct > HARDLY_ANY else 0.0


def is_status(content: Content) -> float:
    """Words that come again and again, or are few; a flag written as a number is rarer."""
    if content.filled < HARDLY_ANY:
        return 0.5
    if content.date > HALF or content.fractional > SOME or not content.values:
        return 0.0
    if content.letters <= HALF:
        return 0.5
    return 1.0 if is_standing(content.values) else _STRANGE


def is_entry_type(content: Content) -> float:
    """A few words that come again and again."""
    return _is_one_of(_MOST_TYPES, content)


def is_source(content: Content) -> float:
    """Words that come again, of shops, campaigns or sites that led there."""
    return _is_one_of(_MOST_SOURCES, content)


def is_store(content: Content) -> float:
    """Names or codes that come again."""
    if content.filled < HARDLY_ANY:
        return 0.5
    return 0.0 if content.date > HALF or content.fractional > SOME or content.email > SOME else 1.0


def _is_one_of(most: int, content: Content) -> float:
    few = bool(content.values) and len(content.values) <= most
    return 1.0 if few and content.letters > HALF and content.date < HALF else 0.0
