"""When an order was cancelled; empty where it was not."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_day
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.CANCELLED_AT, kinds=frozenset({TableKind.ORDER_LINES}), fits=is_day)
