"""The family name, where the name stands in two columns."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_words
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.LAST_NAME, fits=is_words)
