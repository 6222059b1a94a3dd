"""Whether the customer is married."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_one_of_few
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.MARITAL_STATUS, fits=is_one_of_few)
