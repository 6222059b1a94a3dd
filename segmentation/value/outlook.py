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
    """Expected number of orders."""
    value: Floats
    """Expected net revenue, in units of the currency, not discounted."""
    purchasing: Purchasing
    spending: Spending


def outlook(customers: CustomerTable, weeks: float) -> Outlook | SwitchedOff:
    """The next `weeks` weeks, by BG/NBD or MBG/NBD (the likelier) and Gamma-Gamma.

    Refuses (as data, `what` is "value") without orders, dates or amounts, with too few customers who
    came again, and where the models do not fit.
    """
    rows = buyers(customers)
    if not customers.has_orders or not customers.orders.any():
        return SwitchedOff("value", "no_orders")
    if not rows.any():
        return SwitchedOff("value", "no_dates")
    if not customers.revenue_units.any():
        return SwitchedOff("value", "no_amounts")
    known = histories(customers)
    purchasing = fit_better(known)
    if isinstance(purchasing, SwitchedOff):
        return purchasing
    orders, average = amounts(customers)
    spending = fit_spending(orders[rows], average[rows])
    if isinstance(spending, SwitchedOff):
        return spending
    expected = purchasing.expected_orders(known, weeks)
    return Outlook(
        weeks=weeks,
        alive=_spread(rows, purchasing.alive(known)),
        orders=_spread(rows, expected),
        value=_spread(rows, expected * spending.expected_average(orders[rows], average[rows])),
        purchasing=purchasing,
        spending=spending,
    )


def amounts(customers: CustomerTable) -> tuple[Floats, Floats]:
    """Orders and their average; who got everything refunded tells nothing about amounts."""
    average = np.nan_to_num(customers.average_order)
    return np.where(average > 0, customers.orders, 0).astype(np.float64), np.maximum(average, 0)


def _spread(rows: np.ndarray, values: Floats) -> Floats:
    """The values of some rows among NaN for the others."""
    every = np.full(len(rows), np.nan)
    every[rows] = values
    return every
