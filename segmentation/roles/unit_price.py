"""What one piece costs."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 0.0 if content.number < HALF or content.date > HALF else 1 - content.negative


ROLE = Role(ColumnRole.UNIT_PRICE, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits)
