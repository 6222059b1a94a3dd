"""One row per customer: the table every method reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

MONEY_UNITS = 10_000
"""Money in tables is int64 in ten-thousandths of the currency unit, so that sums are exact."""

CONTACTS = ("email", "phone", "name")
"""What a customer can be reached or addressed by."""


def money(units: int) -> Decimal:
    """Ten-thousandths of the currency unit as a Decimal amount."""
    return Decimal(int(units)) / MONEY_UNITS


@dataclass(frozen=True, slots=True)
class OrderGaps:
    """Days between orders, over customers with two or more: each counts once, with their own median gap."""

    count: int
    """Gaps altogether, which is repeat orders."""
    percentile_40: float
    percentile_80: float
    median: float
    customers: int = 0
    """How many the percentiles are of; 0 in steps kept from before it was counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Baskets:
    """How many orders of which customer held which of the goods that most customers buy.

    The last three are columns of equal length, in ascending order of customers.
    """

    goods: tuple[str, ...]
    """As the files write them, at most 64."""
    customers: NDArray[np.int64]
    """Rows of the customer table."""
    held: NDArray[np.uint64]
    """A bit for each of the goods, the lowest for the first."""
    orders: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class CustomerTable:
    """`n` customers, columns of equal length, in ascending order of `ids`.

    Orders are distinct order ids (or distinct customer-days where the file has no order id) that brought
    money or handed over goods for nothing; cancellations and negative quantities lower `revenue_units`
    and are no orders.
    A table made from a list of customers without purchases has `has_orders` False and zeros.
    """

    ids: NDArray[np.object_]
    orders: NDArray[np.int64]
    revenue_units: NDArray[np.int64]
    """Net of cancellations, ten-thousandths of the currency unit."""
    largest_order_units: NDArray[np.int64]
    first_order_day: NDArray[np.int64]
    """Days since 1970-01-01; -1 where the customer never ordered, or a list tells the last day alone."""
    last_order_day: NDArray[np.int64]
    """The same; -1 where the customer never ordered, or nobody knows when."""
    order_days: NDArray[np.int64]
    """Distinct days with an order; as many as orders where a list tells their number alone."""
    same_season: NDArray[np.bool_]
    """Ordered only around the same dates each year, and came again to each about a year later or more."""
    numeric: Mapping[str, NDArray[np.float64]]
    """age (years), income, followers, service_score, items_per_order, lines_per_order, discount_share,
    refund_share, costed_sales (net, of the goods whose cost is known) and margin (these sales less that
    cost; both in units of the currency), order_hour (0 to 23, their mean), usual_hour (the same around the
    clock: 23 and 1 make 0; unknown where they lie all around), weekend_share, tenure_days, median_gap_days,
    gap_variation, overdue_ratio, sales_this_year and sales_year_before (net, the twelve months up to the
    last order of all and those before them, where the orders reach back so far); NaN where unknown,
    absent where nobody's is known."""
    categorical: Mapping[str, NDArray[np.object_]]
    """sex ("female", "male"), consent ("yes", "no"), city, region, country, source, marital_status, job,
    interests, category, product, brand, as the files write them, weekday ("mon".."sun"),
    day_part ("morning", "day", "evening", "night"), month ("1".."12"): each customer's most frequent;
    None where unknown, absent where nobody's is known."""
    contacts: Mapping[str, NDArray[np.object_]]
    """By those of CONTACTS the files tell: what they hold, None where it is unknown."""
    gaps: OrderGaps
    as_of: date
    currency: str | None
    has_orders: bool
    baskets: Baskets | None = None
    """None where no order is known to hold two of the goods."""

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def reachable(self) -> Mapping[str, NDArray[np.bool_]]:
        """Of each of CONTACTS, whether the files hold a usable one for the customer."""
        nobody = np.zeros(self.count, dtype=np.bool_)
        known = {
            kind: np.fromiter((each is not None for each in column), np.bool_, self.count)
            for kind, column in self.contacts.items()
        }
        return {kind: known.get(kind, nobody) for kind in CONTACTS}

    @property
    def revenue(self) -> NDArray[np.float64]:
        """In units of the currency."""
        return self.revenue_units / MONEY_UNITS

    @property
    def days_since_last_order(self) -> NDArray[np.float64]:
        """Days from the last order to `as_of`; NaN where the customer never ordered."""
        days = (self.as_of - date(1970, 1, 1)).days - self.last_order_day
        return np.where(self.last_order_day < 0, np.nan, days).astype(np.float64)

    @property
    def mean_gap_days(self) -> NDArray[np.float64]:
        """Mean days from one order day to the next; NaN where there is but one, or the first is unknown."""
        returns = np.where(self.first_order_day < 0, 0, self.order_days - 1)
        span = (self.last_order_day - self.first_order_day).astype(np.float64)
        return np.asarray(np.divide(span, returns, out=np.full(self.count, np.nan), where=returns > 0))

    @property
    def average_order(self) -> NDArray[np.float64]:
        """Net revenue per order, in units of the currency; NaN where there is no order."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.orders > 0, self.revenue / self.orders, np.nan)
