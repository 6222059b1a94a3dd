"""Since when somebody is a customer."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_day
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.SIGNED_UP, kinds=frozenset({TableKind.CUSTOMERS}), fits=is_day)
