"""Who made the goods."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import is_words
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.BRAND, kinds=frozenset({TableKind.ORDER_LINES, TableKind.PRODUCTS}), fits=is_words)
