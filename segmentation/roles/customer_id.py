"""The shop's own number or account name of a customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, NEARLY_ALL, SOME, Content
from segmentation.roles.role import Role

_LONGEST, _SHORTEST_CODE = 60, 3
_WORDS_OF_A_CODE = 1.3
_COMES_AGAIN = (0.01, 0.95)
"""Distinct values per row, where buyers buy more than once."""


def _fits(content: Content) -> float:
    """Codes, whole numbers or account names; many rows may have none."""
    if (
        content.filled < HARDLY_ANY
        or content.fractional > SOME
        or content.date > HALF
        or content.length > _LONGEST
        or content.rounded > SOME
    ):
        return 0.0
    full_names = content.digits < SOME and content.words > _WORDS_OF_A_CODE
    return 0.8 if full_names else 1.0


def _alone(content: Content) -> float:
    """In a table without headings, whole numbers or codes that come again."""
    codes = content.whole > NEARLY_ALL and content.length >= _SHORTEST_CODE and content.date < HALF
    again = _COMES_AGAIN[0] < content.distinct < _COMES_AGAIN[1]
    return 0.45 if not content.headed and codes and again else 0.0


ROLE = Role(ColumnRole.CUSTOMER_ID, fits=_fits, alone=_alone)
