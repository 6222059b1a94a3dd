"""What a row is: a sale, a refund, money going out."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role

_MOST_VALUES = 40


def _fits(content: Content) -> float:
    """A few words that come again and again."""
    few = bool(content.values) and len(content.values) <= _MOST_VALUES
    return 1.0 if few and content.letters > HALF and content.date < HALF else 0.0


ROLE = Role(ColumnRole.ENTRY_TYPE, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits, shared=True)
