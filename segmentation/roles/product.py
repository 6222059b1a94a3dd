"""What was bought."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Names rather than numbers; article numbers if there is nothing better."""
    if content.date > HALF or content.email > SOME or content.fractional > SOME:
        return 0.0
    return 1.0 if content.letters > MOST else 0.4


ROLE = Role(ColumnRole.PRODUCT, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits)
