"""Everything one analysis found. It can be stored, and told again in another language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from segmentation.model.channels import Plan
from segmentation.model.comparisons import Comparison
from segmentation.model.movement import Movement
from segmentation.model.personas import Persona
from segmentation.model.roles import Understanding
from segmentation.model.segments import Recommendation, Segmentation, SwitchedOff
from segmentation.model.spread import Spread
from segmentation.model.targets import Ranking
from segmentation.model.together import Together
from segmentation.model.value import ShopValue


@dataclass(frozen=True, slots=True)
class Totals:
    """Over all customers with an identity; money is exact."""

    customers: int
    orders: int
    revenue: Decimal
    """gross + cancellations."""
    gross: Decimal
    cancellations: Decimal
    """Zero or negative."""
    first_date: date | None
    last_date: date | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Analysis:
    files: tuple[Understanding, ...]
    totals: Totals | None
    """None when there was no file."""
    segmentations: tuple[Segmentation, ...]
    main_method: str | None
    """The method whose segments became the personas."""
    personas: tuple[Persona, ...]
    plan: Plan
    switched_off: tuple[SwitchedOff, ...]
    as_of: date
    value: ShopValue | None = None
    """None where `switched_off` says why, and in results from before there was any."""
    ranking: Ranking | None = None
    """Which groups of the main method to aim at; None where nothing tells."""
    recommendation: Recommendation | None = None
    """None where there are no segmentations, and in results from before there was any."""
    comparisons: tuple[Comparison, ...] = ()
    """The owner's answers beside what the files show of all customers."""
    spread: Spread | None = None
    """None without a file, and in results from before there was any."""
    movements: tuple[Movement, ...] = ()
    """By method; empty where no earlier analysis of the same customers is known."""
    together: Together | None = None
    """None where `switched_off` says why, and in results from before there was any."""
