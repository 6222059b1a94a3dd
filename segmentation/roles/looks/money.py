"""Looks of sums of money that ask for more than `is_money`, and of their currency."""

from segmentation.roles.content import HALF, HARDLY_ANY, MOST, NEARLY_ALL, SOME, Content
from segmentation.roles.looks.general import is_money
from segmentation.roles.standings import are_answers

_OF_NOTHING = 0.1
"""Nobody pays with nothing but zeros: what was paid stands elsewhere."""
_LONGEST_CURRENCY = 12


def is_unit_price(content: Content) -> float:
    return 0.0 if content.number < HALF or content.date > HALF else 1 - content.negative


def is_amount(content: Content) -> float:
    if content.number < HALF or content.date > HALF:
        return 0.0
    return 1.0 if content.low or content.high else _OF_NOTHING


def is_plainly_amount(content: Content) -> float:
    """In a table without headings, numbers of which many have decimals."""
    money = content.number > NEARLY_ALL and content.fractional > SOME and content.date < HALF
    return 0.42 if not content.headed and money else 0.0


def is_discount(content: Content) -> float:
    return 1.0 if content.number > HALF or content.filled < HARDLY_ANY else 0.0


def is_refund(content: Content) -> float:
    """Amounts; whether something was paid back is told by a yes or no, which may be a one or zero."""
    return 0.0 if are_answers(content.values) else is_money(content)


def is_currency(content: Content) -> float:
    """Short words: codes or names of currencies."""
    return 1.0 if content.letters > MOST and content.length < _LONGEST_CURRENCY else 0.0


def is_total_spent(content: Content) -> float:
    return 1.0 if content.number > MOST and content.date < HALF else 0.0
