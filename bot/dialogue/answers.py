"""Accepted answers: typed values. Validation of what people type lives here too."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of the question, by key."""

    question: str
    option: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Several options, in the order of the question, and what else the owner typed."""

    question: str
    options: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberRange:
    """From `low` to `high`, inclusive; an open end is None."""

    low: float | None
    high: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A plain number in `unit` (percent, years ...)."""

    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Money; `currency` is an ISO 4217 code when the owner named one."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Free text as the owner wrote it."""

    text: str


@dataclass(frozen=True, slots=True)
class WordList:
    """Several short texts, as the owner wrote them."""

    texts: tuple[str, ...]


Answer = Choice | Choices | NumberRange | Quantity | Sum | Words | WordList
