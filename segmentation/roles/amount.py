"""What was paid for a line or an order."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, NEARLY_ALL, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 0.0 if content.number < HALF or content.date > HALF else 1.0


def _alone(content: Content) -> float:
    money = content.number > NEARLY_ALL and content.fractional > SOME and content.date < HALF
    return 0.42 if not content.headed and money else 0.0


ROLE = Role(ColumnRole.AMOUNT, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits, alone=_alone)
