"""Five shopper categories: how often people come, and how much they spend when they do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.adjusting import (
    Bound,
    adjustment,
    lapse_days_offered,
    order_sizes_offered,
    own_number,
)
from segmentation.methods.figures import segmentation
from segmentation.methods.lapse import LapsePoints, lapse_points
from segmentation.methods.requirements import Needs, unmet
from segmentation.methods.thresholds import thresholds
from segmentation.model.adjustments import Adjustment, Setting
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff

KEYS = ("regular_heavy", "regular_light", "infrequent_heavy", "infrequent_light", "former")


@dataclass(frozen=True, slots=True)
class _Table:
    customers_needed: int
    regular_order_days: int


_TABLE = thresholds("shopper_categories", _Table)


class ShopperCategories:
    """Regular or infrequent, heavy or light, and those who have gone.

    Former: no order for longer than the lapse point. Regular: came on three days or more, and from the
    first to the last no further apart, on average, than is usual for the shop's repeat customers (the
    median of their gaps); where nobody knows when they first came, three days are enough. Heavy: the
    average order is at or above the median of all buyers' averages.
    Lapse point and median give way to the owner's own bounds.

    The plain median is meant. Against the median weighted by revenue (the order size above which half
    of the money is earned) it has two things for it: one wholesale buyer cannot make everyone else
    "light", and every category keeps people worth a campaign. Of 4,372 customers of a gift wholesaler
    in a year (UCI Online Retail), the plain median makes 502 regular heavy (55 % of sales), 353 regular
    light, 1,140 infrequent heavy, 1,062 infrequent light and 1,315 former; the weighted one 133, 722,
    328, 1,874 and 1,315.
    """

    key = "shopper_categories"
    needs_orders = True
    rests_on = frozenset({"orders", "days_since_last_order", "average_order", "median_gap_days"})

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:
        needs = (Needs.ORDERS, Needs.DATES, Needs.AMOUNTS)
        refused = unmet(self.key, customers, *needs, customers_needed=_TABLE.customers_needed)
        if refused:
            return refused
        points = lapse_points(customers.gaps, beliefs)
        wanted = own_number(beliefs, Setting.HEAVY_FROM)
        heavy_from = float(np.nanmedian(customers.average_order)) if wanted is None else wanted
        settings = {
            **points.settings,
            "heavy_from": heavy_from,
            "heavy_set_by_owner": float(wanted is not None),
            "usual_days": points.usual_days,
        }
        membership = _membership(customers, points, heavy_from)
        adjustments = _adjustments(customers, beliefs, points, heavy_from)
        return segmentation(self.key, KEYS, customers, membership, settings, adjustments)


def _adjustments(
    customers: CustomerTable, beliefs: Beliefs, points: LapsePoints, heavy_from: float
) -> tuple[Adjustment, Adjustment]:
    """What other bounds of being gone, and of a big basket, would do."""
    average = customers.average_order
    gone = Bound(
        lambda days: _membership(customers, points.gone_after(days), heavy_from),
        customers.days_since_last_order,
        within=True,
    )
    heavy = Bound(lambda amount: _membership(customers, points, amount), average, within=False)
    days, sizes = lapse_days_offered(), order_sizes_offered(average)
    return (
        adjustment(Setting.LAPSED_DAYS, points.lapsed_days, beliefs, days, len(KEYS), gone),
        adjustment(Setting.HEAVY_FROM, heavy_from, beliefs, sizes, len(KEYS), heavy),
    )


def _membership(customers: CustomerTable, points: LapsePoints, heavy_from: float) -> NDArray[np.int32]:
    # A comparison with NaN is false: who never ordered has not come within the lapse point.
    former = ~(customers.days_since_last_order <= points.lapsed_days)
    light = ~(customers.average_order >= heavy_from)
    infrequent = ~_regular(customers, points)
    return np.where(former, KEYS.index("former"), 2 * infrequent + light).astype(np.int32)


def _regular(customers: CustomerTable, points: LapsePoints) -> NDArray[np.bool_]:
    often = customers.order_days >= _TABLE.regular_order_days
    # A comparison with NaN is false: a gap that nobody knows is not too long.
    return often & ~(customers.mean_gap_days > points.usual_days)
