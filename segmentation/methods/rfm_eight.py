"""Eight groups: recent or not, frequent or not, high spending or not."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from segmentation.errors import DefectError
from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Needs, unmet
from segmentation.methods.thresholds import thresholds
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff


class PartAt(StrEnum):
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Corner:
    """Recency, frequency and spending: 1 high (recent, frequent, high), 0 low."""

    key: str
    corner: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class EightTable:
    """Refuses, as a defect, a table that does not cover the eight corners exactly once."""

    customers_needed: int
    part_at: PartAt
    segment: tuple[Corner, ...]

    def __post_init__(self) -> None:
        if sorted(segment.corner for segment in self.segment) != sorted(product((0, 1), repeat=3)):
            raise DefectError("the eight RFM groups are not the eight corners")


PUBLISHED = thresholds("rfm_eight", EightTable)


class RfmEight:
    """The eight groups of Chinese retail: each measure parted at its mean over the buyers.

    Whoever is exactly at a bound is high. The bounds are in the settings: days, orders, and money per
    customer in units of the currency.
    """

    key = "rfm_eight"
    needs_orders = True
    rests_on = frozenset({"orders", "days_since_last_order", "average_order"})

    def __init__(self, table: EightTable = PUBLISHED) -> None:
        self._table = table

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:  # noqa: ARG002  # the promise of a method
        needs = (Needs.ORDERS, Needs.DATES, Needs.AMOUNTS)
        refused = unmet(self.key, customers, *needs, customers_needed=self._table.customers_needed)
        if refused:
            return refused
        buyers = customers.orders > 0
        days, orders = customers.days_since_last_order, customers.orders.astype(np.float64)
        bounds = [_bound(self._table.part_at, each[buyers]) for each in (days, orders, customers.revenue)]
        # A comparison with NaN is false: who never ordered is not recent.
        high = np.array([days <= bounds[0], orders >= bounds[1], customers.revenue >= bounds[2]])
        membership = self._segment_of_corner()[tuple(high.astype(np.int64))]
        settings = dict(zip(("recent_days", "frequent_orders", "high_spending"), bounds, strict=True))
        keys = [segment.key for segment in self._table.segment]
        return segmentation(self.key, keys, customers, membership, settings)

    def _segment_of_corner(self) -> NDArray[np.int32]:
        """Indices of segments by recency, frequency and spending."""
        corners = np.zeros((2, 2, 2), dtype=np.int32)
        for index, segment in enumerate(self._table.segment):
            corners[segment.corner] = index
        return corners


def _bound(part_at: PartAt, values: NDArray[np.float64]) -> float:
    known = np.sort(values[~np.isnan(values)])
    match part_at:
        case PartAt.MEAN:
            # Sorted, the sum is the same in whatever order the customers come.
            return float(known.mean())
        case PartAt.MEDIAN:
            return float(np.median(known))
        case _:
            assert_never(part_at)
