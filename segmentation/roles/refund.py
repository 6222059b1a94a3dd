"""What was paid back, in the row of the sale itself."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import Content
from segmentation.roles.looks import is_money
from segmentation.roles.role import Role
from segmentation.roles.standings import are_answers


def _fits(content: Content) -> float:
    """Amounts; whether something was paid back is told by a yes or no, which may be a one or zero."""
    return 0.0 if are_answers(content.values) else is_money(content)


ROLE = Role(ColumnRole.REFUND, kinds=frozenset({TableKind.ORDER_LINES}), fits=_fits)
