"""How the customer came: the channel of the sale or what led there."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role

_MOST_VALUES = 60


def _fits(content: Content) -> float:
    few = bool(content.values) and len(content.values) <= _MOST_VALUES
    return 1.0 if few and content.letters > HALF and content.date < HALF else 0.0


ROLE = Role(ColumnRole.SOURCE, fits=_fits)
