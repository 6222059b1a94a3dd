"""The postcode of the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, Content
from segmentation.roles.role import Role

_LONGEST = 14


def _fits(content: Content) -> float:
    """Short codes with digits."""
    if content.filled < HARDLY_ANY:
        return 0.5
    return 1.0 if content.digits > HALF and content.length < _LONGEST and content.date < HALF else 0.0


ROLE = Role(ColumnRole.POSTCODE, fits=_fits, shared=True)
