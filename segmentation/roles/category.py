"""The kind of goods."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    if content.date > HALF or content.fractional > SOME:
        return 0.0
    return 1.0 if content.values and content.letters > HALF else 0.4


ROLE = Role(ColumnRole.CATEGORY, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits)
