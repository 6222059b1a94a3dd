"""What marketplaces and payment services keep."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.FEE, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_money, shared=True)
