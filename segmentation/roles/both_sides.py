"""Files that name both sides of a payment: the customer stands where the shop does not.

Payment services list who sent and who received. Of a sale that is the customer and the shop, of money paid
back the shop and the customer, so no one column names the customers.
"""

from collections import Counter
from dataclasses import replace

from segmentation.model.roles import ColumnRole, OtherSide, Understanding
from segmentation.roles.content import HALF, MOST, content


def with_both_sides(draft: Understanding) -> Understanding:
    """The draft with the column beside that of the e-mail addresses, if one of the two names the shop."""
    email = draft.column(ColumnRole.EMAIL)
    if email is None or not draft.kind.lists_purchases:
        return draft
    sides = (_side(draft, email, other) for other in draft.columns(ColumnRole.OTHER))
    return replace(draft, other_side=next(filter(None, sides), None))


def _side(draft: Understanding, email: str, other: str) -> OtherSide | None:
    """What stands in most rows of one of the columns, and never in both, is the shop's own address."""
    if content(draft.dataset.cells(other), draft.numbers).email < MOST:
        return None
    pairs = [
        (ours.strip().lower(), theirs.strip().lower())
        for ours, theirs in zip(draft.dataset.cells(email), draft.dataset.cells(other), strict=True)
    ]
    [(own, rows)] = Counter(address for pair in pairs for address in pair if address).most_common(1)
    is_shop = rows > HALF * len(pairs) and (own, own) not in pairs
    return OtherSide(other, own) if is_shop else None
