"""What customers will probably bring in the months to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """An expected number with its 95 % interval."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MoneyEstimate:
    """An expected amount with its 95 % interval, in units of the currency, rounded to cents."""

    expected: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class GroupValue:
    """What one group of customers will bring."""

    customers: int
    """Those with a dated order: nothing is foretold of the others."""
    alive: float
    """Expected number of them who are still customers."""
    returning: float
    """Expected number of them who will order at least once."""
    orders: Estimate
    """Days with an order: what one customer orders on one day counts once."""
    value: MoneyEstimate
    """Net revenue, not discounted."""

    @property
    def probability_alive(self) -> float:
        """The mean over the customers; 0 in an empty group."""
        return self.alive / self.customers if self.customers else 0.0


@dataclass(frozen=True, slots=True)
class ShopValue:
    """The next `months` months, for everybody and by segments of the main method.

    The intervals of segments do not add up to that of everybody: not all are lucky at once.
    """

    months: int
    model: str
    """How orders to come were estimated: "bg_nbd" or "mbg_nbd"; amounts are Gamma-Gamma."""
    total: GroupValue
    method: str | None
    """The method of `segments`; None where there were no segments."""
    segments: Mapping[str, GroupValue]
    """By segment key, in the method's order, empty segments included."""
