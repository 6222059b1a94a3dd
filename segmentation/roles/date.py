"""When an order was placed."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HARDLY_ANY, MOST, Content
from segmentation.roles.looks import is_day
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Days; a column that is nearly empty dates nothing."""
    return is_day(content) if content.filled > HARDLY_ANY else 0.0


def _alone(content: Content) -> float:
    return 0.42 * content.date if content.date > MOST and content.distinct > HARDLY_ANY else 0.0


ROLE = Role(ColumnRole.DATE, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits, alone=_alone)
