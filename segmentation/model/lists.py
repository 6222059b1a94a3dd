"""Lists of customers to write to, call or show advertisements to."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ListedCustomer:
    """One customer of a list; None where the files do not tell."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    """As the files write it."""
    country: str | None
    """ISO 3166-1 code."""
    orders: int
    revenue: Decimal
    """Net, in units of the list's currency."""
    last_order: date | None
    agreed: bool | None
    """To advertising; None where the files do not tell."""
    held_out: bool
    """Left alone on purpose, so that what a campaign brought can be told from what would have come anyway."""


@dataclass(frozen=True, slots=True)
class CustomerList:
    """The customers of one segment, those that brought most first."""

    method: str
    segment: str
    currency: str | None
    home: str | None
    """Where a phone number without a country is at home: the ISO 3166-1 code most customers have."""
    customers: tuple[ListedCustomer, ...]
