"""The shop's own number of an article or of a variant."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, SOME, Content
from segmentation.roles.role import Role

_LONGEST = 60


def _fits(content: Content) -> float:
    """Codes: no dates, no amounts, no sentences."""
    if content.date > HALF or content.fractional > SOME or content.email > SOME:
        return 0.0
    return 1.0 if content.length < _LONGEST else 0.0


ROLE = Role(
    ColumnRole.SKU,
    kinds=frozenset({TableKind.ORDER_LINES, TableKind.PRODUCTS}),
    fits=_fits,
    shared=True,
)
