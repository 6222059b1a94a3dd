"""What a row leaves the shop: profit in money."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.MARGIN, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_money)
