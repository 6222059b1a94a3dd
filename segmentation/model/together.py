"""Goods that are bought together."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two goods that are in one order more often than by chance, surely."""

    first: str
    """As the file writes it; the one bought less often, so that more of its buyers take the other, too."""
    second: str
    orders: int
    """With both of them."""
    customers: int
    """Who had such an order."""
    taken_along: float
    """Share of the orders of the first that hold the second, too."""
    lift: float
    """How many times as often as if the one had nothing to do with the other."""
    low: float
    high: float
    """Ends of its interval, 95 % sure for all pairs at once."""


@dataclass(frozen=True, slots=True)
class Together:
    """The surest first."""

    goods: int
    """How many were looked at: those that most customers bought."""
    orders: int
    """In which they were looked for."""
    pairs: tuple[Pair, ...]
    groups: Mapping[str, tuple[Pair, ...]]
    """By segment of the main method; what holds for all customers may be unsure for a few of them."""
