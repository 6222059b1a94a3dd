"""An e-mail address of the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, MOST, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return content.email if content.email > HALF else 0.0


def _alone(content: Content) -> float:
    """Nothing else looks like it, but a shop's own addresses come again and again."""
    return 0.6 * content.email if content.email > MOST and content.distinct > HARDLY_ANY else 0.0


ROLE = Role(ColumnRole.EMAIL, fits=_fits, alone=_alone)
