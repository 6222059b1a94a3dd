"""In a list of customers, what each of them spent in all."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.number > MOST and content.date < HALF else 0.0


ROLE = Role(ColumnRole.TOTAL_SPENT, kinds=frozenset({TableKind.CUSTOMERS}), fits=_fits)
