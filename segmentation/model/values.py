"""The kinds of value a belief or a persona field can hold. None of them is a sentence."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """Words of our own vocabulary: `terms.<topic>.<term>` in the catalogues."""

    topic: str
    terms: tuple[str, ...]
    others: tuple[str, ...] = ()
    """What an owner said beside them in words of their own."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Words of the owner or of their file, shown as they are and never translated."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number; `unit` is a key of `units.*` (days, years, orders, items, percent)."""

    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency of the shop; `currency` is an ISO 4217 code or None if unknown."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both inclusive; either end may be open (None)."""

    low: float | None
    high: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, 0 to 1, with its 95 % interval where it was measured.

    `name` is a term of `topic`, a code (ISO 3166-1) when `topic` is "country", or a word of the file when
    it is None.
    """

    name: str
    share: float
    low: float | None = None
    high: float | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts of a whole, largest first."""

    shares: tuple[Share, ...]


Value = Terms | Texts | Number | Money | Range | Shares
