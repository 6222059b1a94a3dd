"""What was paid back, in the row of the sale itself."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.REFUND, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_money)
