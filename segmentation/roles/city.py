"""The town the customer lives in."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.letters > HALF and content.email < SOME and content.date < HALF else 0.0


ROLE = Role(ColumnRole.CITY, fits=_fits)
