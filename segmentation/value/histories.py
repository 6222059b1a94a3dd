"""What the purchase models know of each customer: how often, how long, and how long watched."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.model.customers import CustomerTable

DAYS_IN_WEEK = 7

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """Columns of equal length, one row per buyer; times in weeks since the first order.

    `repeats` counts order days after the first, `last` is the time of the latest (0 without any),
    `watched` the time until the day of the analysis.
    """

    repeats: Floats
    last: Floats
    watched: Floats

    @property
    def count(self) -> int:
        return len(self.repeats)

    def only(self, rows: NDArray[np.bool_]) -> "Histories":
        return Histories(self.repeats[rows], self.last[rows], self.watched[rows])

    @property
    def returned(self) -> int:
        """Buyers who came again."""
        return int((self.repeats > 0).sum())


NEWCOMER = Histories(np.zeros(1), np.zeros(1), np.zeros(1))
"""Somebody at the moment of the first order."""


def buyers(customers: CustomerTable) -> NDArray[np.bool_]:
    """Of whom the day of the first order is known."""
    return customers.first_order_day >= 0


def histories(customers: CustomerTable) -> Histories:
    """The histories of the table's buyers, in its order."""
    rows = buyers(customers)
    first, last = customers.first_order_day[rows], customers.last_order_day[rows]
    days_watched = customers.days_since_last_order[rows] + (last - first)
    return Histories(
        repeats=np.maximum(customers.order_days[rows] - 1, 0).astype(np.float64),
        last=(last - first) / DAYS_IN_WEEK,
        watched=np.maximum(days_watched, last - first) / DAYS_IN_WEEK,
    )
