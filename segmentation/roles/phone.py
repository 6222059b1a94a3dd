"""A telephone number of the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role

_SHORTEST = 5


def _fits(content: Content) -> float:
    if content.date > HALF or max(content.letters, content.rounded) > HALF or content.length < _SHORTEST:
        return 0.0
    return max(content.phone, 0.4)


ROLE = Role(ColumnRole.PHONE, fits=_fits)
