"""What a customer is called."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, MOST, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Words without digits."""
    if content.letters < HALF or content.email > SOME or content.date > HALF or content.digits > MOST:
        return 0.0
    return 1 - content.digits


ROLE = Role(ColumnRole.NAME, fits=_fits)
