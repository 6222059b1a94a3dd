"""How much time and effort the customer takes, as a score."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_number
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.SERVICE_SCORE, fits=is_number)
