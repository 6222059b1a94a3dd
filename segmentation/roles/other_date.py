"""When an order was paid, shipped, delivered, due or changed: not when it was placed."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_day
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.OTHER_DATE, fits=is_day, shared=True)
