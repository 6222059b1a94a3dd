"""How many pieces a line is about."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, NEARLY_ALL, Content
from segmentation.roles.role import Role

_MOST_PIECES, _FEW_PIECES, _DIGITS = 100_000, 20, 3


def _fits(content: Content) -> float:
    if content.number < HALF or content.date > HALF or content.middle > _MOST_PIECES:
        return 0.0
    return 1.0 if content.whole > MOST else 0.6


def _alone(content: Content) -> float:
    small = (
        content.whole > NEARLY_ALL
        and 1 <= content.middle <= _FEW_PIECES
        and content.date < HALF
        and content.length < _DIGITS
    )
    return 0.42 if not content.headed and small else 0.0


ROLE = Role(ColumnRole.QUANTITY, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits, alone=_alone)
