"""How a shop's sales and its customers' rhythms are spread: what a chart shows better than a figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SalesPoint:
    """The best `customers` (0 to 1) of all bring `sales` (a share of them) together."""

    customers: float
    sales: float


@dataclass(frozen=True, slots=True)
class GapBand:
    """Customers who usually come again after `first` to `last` days, both included."""

    first: int
    last: int | None
    """None in the band that is open."""
    customers: int


@dataclass(frozen=True, slots=True)
class Spread:
    sales: tuple[SalesPoint, ...]
    """From nobody to everybody in equal steps; empty where there are no sales."""
    gaps: tuple[GapBand, ...]
    """From the shortest on; empty where nobody came twice."""
