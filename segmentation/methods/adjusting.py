"""Bounds that owners set themselves: their word, and what other bounds would do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.thresholds import thresholds
from segmentation.model.adjustments import Adjustment, Option, Setting
from segmentation.model.beliefs import Beliefs

Membership = NDArray[np.int32]


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
    divided: Callable[[float], Membership],
) -> Adjustment:
    """The nearest of `numbers` that would change something; `divided` says who would be where."""
    now = np.bincount(divided(used), minlength=segments)
    options = [Option(number, _counts(divided(number), segments)) for number in _nearest(numbers, used)]
    changing = tuple(option for option in options if option.customers != tuple(now.tolist()))
    return Adjustment(setting, used, own_number(beliefs, setting) is not None, changing)


def lapse_days_offered() -> Sequence[float]:
    return _TABLE.lapsed_days


def order_sizes_offered(average_orders: NDArray[np.float64]) -> Sequence[float]:
    """Round amounts spread over the buyers' average orders, in units of the currency."""
    found = np.nanpercentile(average_orders, _TABLE.heavy_percentiles)
    return sorted({_memorable(float(amount)) for amount in found if amount > 0})


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
