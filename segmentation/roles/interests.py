"""What the customer is interested in."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_anything
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.INTERESTS, fits=is_anything, shared=True)
