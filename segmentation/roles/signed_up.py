"""Since when somebody is a customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_day
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.SIGNED_UP, fits=is_day)
