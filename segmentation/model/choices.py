"""What a file leaves open: readings that are all possible, of which its owner chooses one.

Whoever finds such a question while reading a file or giving its columns their roles describes it as an
`OpenChoice`; what the owner answers comes back as `OwnerChoices`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ChoiceKind(StrEnum):
    """What can be chosen, and the keys of its options."""

    SHEET = "sheet"
    """Which sheet of a workbook is meant: the sheets' names, or TOGETHER."""
    DATE_ORDER = "date_order"
    """`day_first` or `month_first`."""
    NUMBERS = "numbers"
    """The decimal sign: `point` or `comma`."""
    CURRENCY = "currency"
    """ISO 4217 codes, or `none` for figures without one."""
    TOTALS = "totals"
    """An order's total that stands on each of its lines counts once `per_order` or once `per_line`."""
    SPELLINGS = "spellings"
    """Customers who differ in spelling alone: `merge` or `keep`."""


TOGETHER = "*"
"""Instead of a sheet's name: all sheets with the same columns. No spreadsheet lets a sheet be called so."""

OwnerChoices = Mapping[ChoiceKind, str]
"""The owner's word: the key of the option wanted. A key that the file does not leave open is no choice."""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What lies on a sheet."""

    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class DatesRead:
    """How the dates of the column come out: one of them, the first and the last of all."""

    text: str
    day: date
    first: date
    last: date
    unreadable: int = 0
    """Filled cells that are no date in this order."""


@dataclass(frozen=True, slots=True)
class NumbersRead:
    """How the numbers of the file come out: one of them."""

    text: str
    number: Decimal
    unreadable: int = 0
    """Filled cells that are no number in this style."""


@dataclass(frozen=True, slots=True)
class TotalsCounted:
    """What counting the totals in this way comes to, for one order and for the file."""

    order: str
    lines: int
    """Of that order."""
    amount: Decimal
    """What that order counts for."""
    revenue: Decimal


@dataclass(frozen=True, slots=True)
class SpellingsFound:
    """Customers who look the same: each with the spellings found, and how many customers there are then."""

    groups: tuple[tuple[str, ...], ...]
    """Some of them, as examples."""
    count: int
    """Of all groups."""
    customers: int
    """Customers of the file with this option."""


@dataclass(frozen=True, slots=True)
class Obvious:
    """The option's key says all."""


Effect = SheetRead | DatesRead | NumbersRead | TotalsCounted | SpellingsFound | Obvious


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    effect: Effect = Obvious()
    """What reading the file in this way does."""


def options_of(effects: Mapping[str, Effect], chosen: str) -> tuple[Option, ...]:
    """An option for each key, the chosen one first."""
    return tuple(Option(key, effects[key]) for key in sorted(effects, key=lambda key: key != chosen))


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """One question about one file; the file is already read with the option `chosen`."""

    kind: ChoiceKind
    options: tuple[Option, ...]
    """At least two, the likeliest first."""
    chosen: str
    is_sure: bool = False
    """Whether the file or the owner tells: then it is only offered for change, else asked beforehand."""
    column: str | None = None
    """The column it is about, if one."""
