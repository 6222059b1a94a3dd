"""The whole of a shop's value: who it was estimated for, by which model, for everybody and by segment."""

from decimal import Decimal

import numpy as np

from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.value import Estimate, GroupValue, MoneyEstimate, ShopValue
from segmentation.value.histories import buyers
from segmentation.value.outlook import outlook
from segmentation.value.prospects import Prospects, prospects

MONTHS = 12
WEEKS = 52.1775
"""A year of 365.2425 days."""


def shop_value(customers: CustomerTable, main: Segmentation | None, seed: int) -> ShopValue | SwitchedOff:
    """The next twelve months, by the segments of `main` where there is one.

    Refuses as `outlook` does, and where the figures leave every bound.
    """
    found = outlook(customers, WEEKS)
    if isinstance(found, SwitchedOff):
        return found
    keys = [segment.key for segment in main.segments] if main else []
    membership = main.membership if main else np.zeros(customers.count, dtype=np.int32)
    foretold = prospects(customers, found, membership, max(len(keys), 1), seed)
    if not all(_is_finite(each) for each in (foretold.everybody, *foretold.groups)):
        return SwitchedOff("value", "value_did_not_fit")
    rows = buyers(customers)
    sizes = np.bincount(membership[rows], minlength=len(keys))
    return ShopValue(
        months=MONTHS,
        model=found.purchasing.dropout.value,
        total=_group(int(rows.sum()), foretold.everybody),
        method=main.method if main else None,
        segments={
            key: _group(int(size), group)
            for key, size, group in zip(keys, sizes, foretold.groups, strict=False)
        },
    )


def _is_finite(group: Prospects) -> bool:
    estimates = (group.orders, group.value)
    return bool(np.isfinite([[each.expected, each.low, each.high] for each in estimates]).all())


def _group(customers: int, group: Prospects) -> GroupValue:
    return GroupValue(customers, group.alive, group.returning, group.orders, _in_cents(group.value))


def _in_cents(estimate: Estimate) -> MoneyEstimate:
    figures = (estimate.expected, estimate.low, estimate.high)
    return MoneyEstimate(*(Decimal(f"{figure:.2f}") for figure in figures))
