"""In a list of customers, how often each of them bought."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.whole > MOST and content.low >= 0 and content.date < HALF else 0.0


ROLE = Role(ColumnRole.ORDER_COUNT, kinds=frozenset({TableKind.CUSTOMERS}), fits=_fits)
