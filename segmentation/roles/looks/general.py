"""Looks that several roles ask of their cells; 0 rules a role out, 1 is all it could wish for."""

from segmentation.roles.content import HALF, HARDLY_ANY, MOST, SOME, Content

_SERIALS = (20_000, 80_000)
"""What spreadsheets write for 1954 to 2119."""
_EPOCH = 1e8
_A_FEW = 60


def is_money(content: Content) -> float:
    """Numbers that are no dates; an empty column contradicts nothing."""
    if content.filled < HARDLY_ANY:
        return 0.5
    return 0.0 if content.number < HALF or content.date > HALF else 1.0


def is_number(content: Content) -> float:
    return 1.0 if content.number > HALF and content.date < HALF else 0.0


def is_day(content: Content) -> float:
    """Dates, numbers that a spreadsheet or a clock counts in, or nothing yet."""
    if content.filled < HARDLY_ANY:
        return 0.5
    if content.date > HALF:
        return content.date
    serial = content.number > MOST and (_SERIALS[0] < content.middle < _SERIALS[1] or content.middle > _EPOCH)
    return 0.6 if serial else 0.0


def is_words(content: Content) -> float:
    """Letters, and neither dates nor addresses of mail."""
    if content.filled < HARDLY_ANY:
        return 0.5
    return 1.0 if content.letters > HALF and content.email < SOME and content.date < HALF else 0.0


def is_one_of_few(content: Content) -> float:
    """Few different values, other than dates and amounts."""
    if content.filled < HARDLY_ANY:
        return 0.5
    if content.date > HALF or content.fractional > SOME:
        return 0.0
    return 1.0 if content.values and len(content.values) <= _A_FEW else 0.4


def is_anything(_: Content) -> float:
    return 1.0
