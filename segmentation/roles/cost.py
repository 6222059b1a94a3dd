"""What the goods of a row cost the shop."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.COST, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_money)
