"""What was taken off the price."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.number > HALF or content.filled < HARDLY_ANY else 0.0


ROLE = Role(ColumnRole.DISCOUNT, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits)
