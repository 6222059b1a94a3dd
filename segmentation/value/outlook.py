"""What each customer will probably bring: orders to come, and the money in them."""

from dataclasses import dataclass

import numpy as np

from segmentation.model.customers import CustomerTable
from segmentation.model.segments import SwitchedOff
from segmentation.value.histories import Floats, buyers, histories
from segmentation.value.purchasing import Purchasing, fit_better
from segmentation.value.spending import Spending, fit_spending


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """One row per customer of the table; NaN for someone without a dated order."""

    weeks: float
    """How far ahead `orders` and `value` look."""
    alive: Floats
    """The probability of still being a customer."""
    orders: Floats
    """Expected number of days with an order."""
    value: Floats
    """Expected net revenue, in units of the currency, not discounted."""
    purchasing: Purchasing
    spending: Spending


def outlook(customers: CustomerTable, weeks: float) -> Outlook | SwitchedOff:
    """The next `weeks` weeks, by BG/NBD or MBG/NBD (the likelier) and Gamma-Gamma.

    Refuses (as data, `what` is "value") without orders, dates or amounts, where only the last order of each
    customer is dated, with too few customers who came again, and where the models do not fit.
    """
    if missing := _missing(customers):
        return SwitchedOff("value", missing)
    rows, known = buyers(customers), histories(customers)
    purchasing = fit_better(known)
    if isinstance(purchasing, SwitchedOff):
        return purchasing
    days, average = amounts(customers)
    spending = fit_spending(days[rows], average[rows])
    if isinstance(spending, SwitchedOff):
        return spending
    expected = purchasing.expected_orders(known, weeks)
    return Outlook(
        weeks=weeks,
        alive=_spread(rows, purchasing.alive(known)),
        orders=_spread(rows, expected),
        value=_spread(rows, expected * spending.expected_average(days[rows], average[rows])),
        purchasing=purchasing,
        spending=spending,
    )


def _missing(customers: CustomerTable) -> str | None:
    if not customers.has_orders or not customers.orders.any():
        return "no_orders"
    if not buyers(customers).any():
        return "last_orders_only" if (customers.last_order_day >= 0).any() else "no_dates"
    return None if customers.revenue_units.any() else "no_amounts"


def amounts(customers: CustomerTable) -> tuple[Floats, Floats]:
    """Days with an order and the mean net revenue of such a day, in units of the currency.

    Both models count days, for what a customer orders twice on one day is one purchase to them. Who got
    everything refunded tells nothing about amounts: no days, and nothing spent.
    """
    tells = (customers.order_days > 0) & (customers.revenue_units > 0)
    days = np.where(tells, customers.order_days, 0).astype(np.float64)
    return days, np.divide(customers.revenue, days, out=np.zeros_like(days), where=tells)


def _spread(rows: np.ndarray, values: Floats) -> Floats:
    """The values of some rows among NaN for the others."""
    every = np.full(len(rows), np.nan)
    every[rows] = values
    return every
