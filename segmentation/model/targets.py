"""Which groups to aim at: marks for what speaks for each, and their weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Criterion(StrEnum):
    """What speaks for a group: `targets.<criterion>`."""

    PROFIT = "profit"
    """What a customer of it brings in a year, against the best group."""
    GROWTH = "growth"
    """Its sales of the last twelve months against the twelve before."""
    FIT = "fit"
    """Whether it likes what the owner does best, by a rule on the answers."""
    REACH = "reach"
    """How many of its customers can be written to or called."""


class ProfitKind(StrEnum):
    """What a customer brings: margin where costs are known, of a year where the orders reach back so far."""

    MARGIN = "margin"
    SALES = "sales"
    MARGIN_SO_FAR = "margin_so_far"
    SALES_SO_FAR = "sales_so_far"


@dataclass(frozen=True, slots=True)
class Mark:
    score: float
    """0 to 1."""
    figure: float | None
    """What it rests on: money a customer, growth (0.1 is 10 %), Cliff's delta, share of customers.

    None for growth from nothing.
    """


class SpendBasis(StrEnum):
    """How the promotion budget was divided among the groups, or what is missing: `targets.return.*`."""

    BY_CUSTOMERS = "by_customers"
    BY_EFFORT = "by_effort"
    """By customers and the service they take."""
    NO_MARGIN = "no_margin"
    NO_BUDGET = "no_budget"


@dataclass(frozen=True, slots=True)
class Return:
    """Of one group and one year, in units of the currency."""

    margin: float
    spend: float
    """Its part of the budget; more than 0."""

    @property
    def on_investment(self) -> float:
        """(margin - spend) / spend."""
        return (self.margin - self.spend) / self.spend


@dataclass(frozen=True, slots=True)
class Target:
    segment: str
    score: float
    """0 to 1: the weighted mean of its marks."""
    marks: Mapping[Criterion, Mark]
    returned: Return | None = None
    """None where the ranking's `spend` says what is missing."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The groups of one method, the one to aim at first."""

    method: str
    weights: Mapping[Criterion, float]
    """Of the criteria that are known; together 1."""
    targets: tuple[Target, ...]
    profit: ProfitKind
    spend: SpendBasis | None = None
    """None in results from before there was any."""
