"""What of a segmentation its owner can set, and what setting it would do."""

from dataclasses import dataclass
from enum import StrEnum


class Setting(StrEnum):
    """A bound or a number that divides customers; `Beliefs.wishes` holds the owner's own."""

    LAPSED_DAYS = "lapsed_days"
    """Days without an order from which a customer counts as gone."""
    HEAVY_FROM = "heavy_from"
    """Average order, in units of the currency, from which baskets count as big."""
    GROUPS_WANTED = "groups_wanted"
    """Into how many natural groups customers are divided."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which natural groups of an earlier analysis stand, whatever else is found anew."""

    analysis: str
    """Whose groups they are; its table of customers tells who is in them."""
    pinned: tuple[str, ...] = ()
    """Keys of the groups."""
    merged: tuple[str, ...] = ()
    """Groups that become one from now on, and stay it."""
    others_stay: bool = False
    """Whether the other groups stand as well, since nothing new is asked for."""


@dataclass(frozen=True, slots=True)
class Option:
    """One number it could be set to."""

    number: float
    customers: tuple[int, ...] = ()
    """By segment, in the order of the method; empty where only trying tells."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    setting: Setting
    used: float
    """The number behind the segments as they are; 1 natural group means that there are none."""
    is_own: bool
    """Whether the owner set it; else it comes from the customers themselves."""
    options: tuple[Option, ...]
    """Ascending, without the one that is used."""
    typed: tuple[Option, ...] = ()
    """What the owner can name beside them, from the first to the last: between two of these numbers nothing
    changes. Empty where only trying tells."""

    def option(self, number: float) -> Option | None:
        """What a number would do that its owner typed; None beyond the bounds of what can be told."""
        if not self.typed or not self.typed[0].number <= number <= self.typed[-1].number:
            return None
        below = [each for each in self.typed if each.number <= number]
        return Option(number, below[-1].customers)
