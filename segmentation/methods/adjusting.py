"""Bounds that owners set themselves: their word, and what other bounds would do."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.thresholds import thresholds
from segmentation.model.adjustments import Adjustment, Option, Setting
from segmentation.model.beliefs import Beliefs

Membership = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """What divides customers, wherever it is set."""

    divided: Callable[[float], Membership]
    """Who would be where with a number."""
    held_against: NDArray[np.float64]
    """What of each customer it is held against; NaN where it says nothing of them."""
    within: bool
    """Whether a customer at the very bound is still on the side of those below it."""


@dataclass(frozen=True, slots=True)
class _Table:
    offered: int
    lapsed_days: tuple[int, ...]
    heavy_percentiles: tuple[int, ...]


_TABLE = thresholds("adjusting", _Table)


def own_number(beliefs: Beliefs, setting: Setting) -> float | None:
    """What the owner wants, if they said."""
    return beliefs.wishes.get(setting)


def adjustment(
    setting: Setting,
    used: float,
    beliefs: Beliefs,
    numbers: Sequence[float],
    segments: int,
    bound: Bound,
) -> Adjustment:
    """The nearest of `numbers` that would change something, and what any other would do."""
    now = np.bincount(bound.divided(used), minlength=segments)
    options = [Option(number, _counts(bound.divided(number), segments)) for number in _nearest(numbers, used)]
    changing = tuple(option for option in options if option.customers != tuple(now.tolist()))
    typed = tuple(_typed(bound, segments))
    return Adjustment(setting, used, own_number(beliefs, setting) is not None, changing, typed)


def lapse_days_offered() -> Sequence[float]:
    return _TABLE.lapsed_days


def order_sizes_offered(average_orders: NDArray[np.float64]) -> Sequence[float]:
    """Round amounts spread over the buyers' average orders, in units of the currency."""
    found = np.nanpercentile(average_orders, _TABLE.heavy_percentiles)
    return sorted({_memorable(float(amount)) for amount in found if amount > 0})


def _typed(bound: Bound, segments: int) -> Iterator[Option]:
    """Each number with two figures at which somebody changes sides, the first and the last in any case.

    A customer has two places, one below every bound and one above: so nobody is divided anew for each of
    the numbers.
    """
    held = bound.held_against
    known = held[held > 0]
    if not len(known):
        return
    numbers = _memorable_numbers(float(known.min()), float(known.max()))
    reached = np.searchsorted(numbers, held, side="left" if bound.within else "right")
    moving = ~np.isnan(held)
    changes = np.zeros((len(numbers) + 1, segments), dtype=np.int64)
    np.add.at(changes, (reached[moving], bound.divided(np.inf)[moving]), 1)
    np.add.at(changes, (reached[moving], bound.divided(0)[moving]), -1)
    counts = np.bincount(bound.divided(0), minlength=segments) + np.cumsum(changes[:-1], axis=0)
    for place, number in enumerate(numbers):
        if place in {0, len(numbers) - 1} or (counts[place] != counts[place - 1]).any():
            yield Option(float(number), tuple(counts[place].tolist()))


def _memorable_numbers(low: float, high: float) -> NDArray[np.float64]:
    """All with two figures, from the last up to `low` to the first beyond `high`: 9.8, 9.9, 10, 11 ..."""
    powers = range(floor(log10(low)) - 1, floor(log10(high)) + 1)
    every = {round(first * 10.0**power, 6) for power in powers for first in range(10, 100)}
    numbers = np.array([*sorted(every), 10.0 ** (powers[-1] + 2)])
    first = max(int(np.searchsorted(numbers, low, side="right")) - 1, 0)
    return numbers[first : np.searchsorted(numbers, high, side="right") + 1]


def _counts(membership: Membership, segments: int) -> tuple[int, ...]:
    return tuple(np.bincount(membership, minlength=segments).tolist())


def _nearest(numbers: Sequence[float], used: float) -> list[float]:
    """Half of those offered from below, half from above, as far as there are enough."""
    below = [number for number in numbers if number < used]
    above = [number for number in numbers if number > used]
    half = _TABLE.offered // 2
    up = min(len(above), max(half, _TABLE.offered - len(below)))
    return [*below[len(below) - min(len(below), _TABLE.offered - up) :], *above[:up]]


def _memorable(amount: float) -> float:
    """With two figures that count, the second 0 or 5."""
    unit = 10.0 ** floor(log10(amount))
    return round(round(amount / unit * 2) / 2 * unit, 6)
