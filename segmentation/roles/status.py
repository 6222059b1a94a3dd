"""How an order stands: paid, cancelled, refunded, a test."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Words that come again and again, or are few; a flag written as a number is rarer."""
    if content.filled < HARDLY_ANY:
        return 0.5
    if content.date > HALF or content.fractional > SOME or not content.values:
        return 0.0
    return 1.0 if content.letters > HALF else 0.5


ROLE = Role(ColumnRole.STATUS, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits, shared=True)
