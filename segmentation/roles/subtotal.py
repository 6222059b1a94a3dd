"""What the goods of an order come to, before shipping, tax or discount."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.SUBTOTAL, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_money, shared=True)
