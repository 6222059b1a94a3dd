"""Free text about an order or a person."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_anything
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.NOTE, fits=is_anything, shared=True)
