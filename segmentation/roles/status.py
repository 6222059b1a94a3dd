"""How an order stands: paid, cancelled, refunded, a test."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, SOME, Content
from segmentation.roles.role import Role
from segmentation.roles.standings import is_standing

_STRANGE = 0.9
"""What words are worth that no shop is known to use for orders: Brazil calls its provinces `Estado`, too."""


def _fits(content: Content) -> float:
    """Words that come again and again, or are few; a flag written as a number is rarer."""
    if content.filled < HARDLY_ANY:
        return 0.5
    if content.date > HALF or content.fractional > SOME or not content.values:
        return 0.0
    if content.letters <= HALF:
        return 0.5
    return 1.0 if is_standing(content.values) else _STRANGE


ROLE = Role(ColumnRole.STATUS, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits, shared=True)
