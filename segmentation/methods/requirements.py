"""What a method must find in a customer table before it can work, and how it says that it cannot."""

from enum import StrEnum

from segmentation.model.customers import CustomerTable
from segmentation.model.segments import SwitchedOff


class Why(StrEnum):
    """Why a method was switched off: `switched_off.<why>`."""

    NO_ORDERS = "no_orders"
    NO_DATES = "no_dates"
    NO_AMOUNTS = "no_amounts"
    NO_COMPANIES = "no_companies"
    NO_AGE_OR_SEX = "no_age_or_sex"
    TOO_FEW_CUSTOMERS = "too_few_customers"
    NOTHING_KNOWN = "nothing_known"
    ONE_KIND = "one_kind"
    GROUPS_TOO_SMALL = "groups_too_small"
    GROUPS_TOO_ALIKE = "groups_too_alike"
    GROUPS_UNSTABLE = "groups_unstable"


class Needs(StrEnum):
    """Something about purchases that a method cannot do without."""

    ORDERS = "orders"
    DATES = "dates"
    AMOUNTS = "amounts"


def unmet(method: str, customers: CustomerTable, *needs: Needs, customers_needed: int) -> SwitchedOff | None:
    """The first of `needs` that the table does not meet, or too few customers, or None."""
    if not customers.has_orders:
        return SwitchedOff(method, Why.NO_ORDERS)
    if Needs.ORDERS in needs and not customers.orders.any():
        return SwitchedOff(method, Why.NO_ORDERS)
    if Needs.DATES in needs and not (customers.last_order_day >= 0).any():
        return SwitchedOff(method, Why.NO_DATES)
    if Needs.AMOUNTS in needs and not customers.revenue_units.any():
        return SwitchedOff(method, Why.NO_AMOUNTS)
    return too_few(method, customers.count, customers_needed)


def too_few(method: str, customers: int, needed: int) -> SwitchedOff | None:
    """Says that `customers` are fewer than `needed`, with both numbers; None when they are enough."""
    if customers >= needed:
        return None
    return SwitchedOff(method, Why.TOO_FEW_CUSTOMERS, {"customers": customers, "needed": needed})
