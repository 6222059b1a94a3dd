"""How a customer paid."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_one_of_few
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.PAYMENT_METHOD, fits=is_one_of_few, shared=True)
