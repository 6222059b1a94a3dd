"""Whether the customer may be written to."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role

_MOST_VALUES = 6


def _fits(content: Content) -> float:
    """Yes and no in some writing, or when it was given."""
    return 1.0 if len(content.values) <= _MOST_VALUES or content.date > HALF else 0.0


ROLE = Role(ColumnRole.CONSENT, fits=_fits, shared=True)
