"""The best fifth, the next two fifths, and the rest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Needs, unmet
from segmentation.methods.thresholds import thresholds
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff


@dataclass(frozen=True, slots=True)
class _Tier:
    key: str
    percent: int


@dataclass(frozen=True, slots=True)
class _Table:
    customers_needed: int
    tier: tuple[_Tier, ...]


_TABLE = thresholds("value_tiers", _Table)


class ValueTiers:
    """Customers ranked by net revenue, the highest first, equal ones by id, and cut by count.

    A bound that falls inside a customer is rounded to the nearest whole one, half a customer upwards.
    """

    key = "value_tiers"
    needs_orders = True
    rests_on = frozenset({"orders", "average_order"})

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:  # noqa: ARG002  # the promise of a method
        refused = unmet(self.key, customers, Needs.AMOUNTS, customers_needed=_TABLE.customers_needed)
        if refused:
            return refused
        # The table stands in the order of ids, and a stable sort keeps it among equals.
        best_first = np.argsort(-customers.revenue_units, kind="stable")
        membership = np.empty(customers.count, dtype=np.int32)
        membership[best_first] = np.searchsorted(
            _bounds(customers.count), np.arange(customers.count), side="right"
        )
        return segmentation(self.key, [tier.key for tier in _TABLE.tier], customers, membership)


def _bounds(customers: int) -> NDArray[np.int64]:
    """The rank at which each tier but the first begins."""
    percents = np.cumsum([tier.percent for tier in _TABLE.tier[:-1]])
    return (customers * percents + 50) // 100
