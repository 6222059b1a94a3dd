"""Where customers stand in their life with the shop."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.adjusting import Bound, adjustment, lapse_days_offered
from segmentation.methods.figures import segmentation
from segmentation.methods.lapse import LapsePoints, lapse_points
from segmentation.methods.requirements import Needs, unmet
from segmentation.methods.thresholds import thresholds
from segmentation.model.adjustments import Setting
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff

KEYS = ("first_time", "regular", "special_occasion", "slowing_down", "lapsed")


@dataclass(frozen=True, slots=True)
class _Table:
    customers_needed: int
    special_occasion_patience: int


_TABLE = thresholds("lifecycle", _Table)


class Lifecycle:
    """First-time, regular, special-occasion, slowing down, lapsed; the first that fits, in this order:

    - special-occasion: buys only around the same dates each year, and has not missed them yet;
    - lapsed: no order for longer than the lapse point, or none at all;
    - first-time: came on one day only;
    - slowing down: away for longer than the at-risk point and than their own usual (median) gap;
    - regular: everyone else.
    """

    key = "lifecycle"
    needs_orders = True
    rests_on = frozenset({"orders", "days_since_last_order", "median_gap_days"})

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:
        needs = (Needs.ORDERS, Needs.DATES)
        refused = unmet(self.key, customers, *needs, customers_needed=_TABLE.customers_needed)
        if refused:
            return refused
        points = lapse_points(customers.gaps, beliefs)
        bound = Bound(
            lambda days: _membership(customers, points.gone_after(days)),
            customers.days_since_last_order,
            within=True,
        )
        gone = adjustment(
            Setting.LAPSED_DAYS, points.lapsed_days, beliefs, lapse_days_offered(), len(KEYS), bound
        )
        membership = _membership(customers, points)
        return segmentation(self.key, KEYS, customers, membership, points.settings, (gone,))


def _membership(customers: CustomerTable, points: LapsePoints) -> NDArray[np.int32]:
    days = customers.days_since_last_order
    usual_gap = customers.numeric.get("median_gap_days", np.full(customers.count, np.nan))
    stages = (
        (customers.same_season & (days <= _TABLE.special_occasion_patience), "special_occasion"),
        (~(days <= points.lapsed_days), "lapsed"),
        (customers.order_days <= 1, "first_time"),
        ((days > points.at_risk_days) & ~(days <= usual_gap), "slowing_down"),
    )
    return np.select(
        [fits for fits, _ in stages],
        [KEYS.index(stage) for _, stage in stages],
        default=KEYS.index("regular"),
    ).astype(np.int32)
