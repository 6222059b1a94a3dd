"""Street and house of the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Not mail addresses, dates or amounts."""
    return 0.0 if content.email > SOME or content.date > HALF or content.fractional > SOME else 1.0


ROLE = Role(ColumnRole.ADDRESS, fits=_fits, shared=True)
