"""What one piece costs the shop."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.UNIT_COST, kinds=frozenset({TableKind.ORDER_LINES, TableKind.PRODUCTS}), fits=is_money)
