"""How many people follow the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_number
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.FOLLOWERS, fits=is_number)
