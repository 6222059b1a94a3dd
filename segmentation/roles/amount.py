"""What was paid for a line or an order."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, NEARLY_ALL, SOME, Content
from segmentation.roles.role import Role

_OF_NOTHING = 0.1
"""Nobody pays with nothing but zeros: what was paid stands elsewhere."""


def _fits(content: Content) -> float:
    if content.number < HALF or content.date > HALF:
        return 0.0
    return 1.0 if content.low or content.high else _OF_NOTHING


def _alone(content: Content) -> float:
    money = content.number > NEARLY_ALL and content.fractional > SOME and content.date < HALF
    return 0.42 if not content.headed and money else 0.0


ROLE = Role(ColumnRole.AMOUNT, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits, alone=_alone)
