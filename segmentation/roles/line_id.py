"""The number of a line within the file or within its order."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Codes or counts; no amounts and no dates."""
    return 0.0 if content.fractional > HARDLY_ANY or content.date > HALF or content.digits < HALF else 1.0


ROLE = Role(ColumnRole.LINE_ID, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits)
