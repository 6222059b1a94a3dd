"""Looks of what is sold, and of how many pieces."""

from segmentation.roles.content import HALF, MOST, NEARLY_ALL, SOME, Content

_LONGEST_SKU = 60
_MOST_PIECES, _FEW_PIECES, _DIGITS = 100_000, 20, 3


def is_product(content: Content) -> float:
    """Names rather than numbers; article numbers if there is nothing better."""
    if content.date > HALF or content.email > SOME or content.fractional > SOME:
        return 0.0
    return 1.0 if content.letters > MOST else 0.4


def is_sku(content: Content) -> float:
    """Codes: no dates, no amounts, no sentences."""
    if content.date > HALF or content.fractional > SOME or content.email > SOME:
        return 0.0
    return 1.0 if content.length < _LONGEST_SKU else 0.0


def is_category(content: Content) -> float:
    if content.date > HALF or content.fractional > SOME:
        return 0.0
    return 1.0 if content.values and content.letters > HALF else 0.4


def is_quantity(content: Content) -> float:
    if content.number < HALF or content.date > HALF or content.middle > _MOST_PIECES:
        return 0.0
    return 1.0 if content.whole > MOST else 0.6


def is_plainly_quantity(content: Content) -> float:
    """In a table without headings, small whole numbers."""
    small = (
        content.whole > NEARLY_ALL
        and 1 <= content.middle <= _FEW_PIECES
        and content.date < HALF
        and content.length < _DIGITS
    )
    return 0.42 if not content.headed and small else 0.0
