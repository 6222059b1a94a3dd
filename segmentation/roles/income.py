"""What the customer earns."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.number > HALF and content.date < HALF else 0.0


ROLE = Role(ColumnRole.INCOME, fits=_fits)
