"""Tax on a line or an order."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.TAX, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_money, shared=True)
