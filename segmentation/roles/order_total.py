"""What was paid for the whole order, on one of its lines or repeated on each."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.ORDER_TOTAL, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_money)
