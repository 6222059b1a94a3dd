"""In a list of customers, when each of them last bought (not when they signed up)."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_day
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.DATE, kinds=frozenset({TableKind.CUSTOMERS}), fits=is_day, words="last_order")
