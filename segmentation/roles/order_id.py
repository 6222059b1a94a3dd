"""What holds the lines of one purchase together."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    if (
        content.fractional > HARDLY_ANY
        or content.date > HALF
        or content.digits < HALF
        or content.rounded > SOME
        or content.filled < SOME
    ):
        return 0.0
    return (1 + content.filled) / 2 if content.distinct > HARDLY_ANY else 0.3


ROLE = Role(ColumnRole.ORDER_ID, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits)
