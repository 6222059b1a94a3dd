"""Looks of what tells customers apart."""

from segmentation.roles.content import HALF, HARDLY_ANY, MOST, NEARLY_ALL, SOME, Content

_LONGEST_ID, _SHORTEST_CODE = 60, 3
_WORDS_OF_A_CODE = 1.3
_COMES_AGAIN = (0.01, 0.95)
"""Distinct values per row, where buyers buy more than once."""
_NAME_OF_CODES = 0.4
_SHORTEST_PHONE = 5


def is_customer_id(content: Content) -> float:
    """Codes, whole numbers or account names; many rows may have none."""
    if (
        content.filled < HARDLY_ANY
        or content.fractional > SOME
        or content.date > HALF
        or content.length > _LONGEST_ID
        or content.rounded > SOME
    ):
        return 0.0
    full_names = content.digits < SOME and content.words > _WORDS_OF_A_CODE
    return 0.8 if full_names else 1.0


def is_plainly_customer_id(content: Content) -> float:
    """In a table without headings, whole numbers or codes that come again."""
    codes = content.whole > NEARLY_ALL and content.length >= _SHORTEST_CODE and content.date < HALF
    again = _COMES_AGAIN[0] < content.distinct < _COMES_AGAIN[1]
    return 0.45 if not content.headed and codes and again else 0.0


def is_name(content: Content) -> float:
    """Words without digits; codes of banks or branches are a poor name."""
    if content.letters < HALF or content.email > SOME or content.date > HALF or content.digits > MOST:
        return 0.0
    return (1 - content.digits) * (_NAME_OF_CODES if content.codes > NEARLY_ALL else 1)


def is_plainly_name(content: Content) -> float:
    """Reports are grouped by customer where they tell nobody else of them."""
    return 0.42 * is_name(content) if content.of_groups else 0.0


def is_email(content: Content) -> float:
    return content.email if content.email > HALF else 0.0


def is_plainly_email(content: Content) -> float:
    """Nothing else looks like it, but a shop's own addresses come again and again."""
    return 0.6 * content.email if content.email > MOST and content.distinct > HARDLY_ANY else 0.0


def is_phone(content: Content) -> float:
    if (
        content.date > HALF
        or max(content.letters, content.rounded) > HALF
        or content.length < _SHORTEST_PHONE
    ):
        return 0.0
    return max(content.phone, 0.4)
