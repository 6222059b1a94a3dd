"""What makes each group of customers different."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

from segmentation.model.segments import Trait

_SURE = 0.05
"""Chance that any of all the differences told is none."""


_NOTICEABLE = 0.2
"""Cliff's delta from which a difference is told (J. Romano and others 2006: 0.147 is small)."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A number of every customer, or 1 for those with the word `value` and 0 for others; NaN if unknown."""

    key: str
    value: str | None
    numbers: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A measure made ready to be compared between groups, however often."""

    measure: Measure
    known: NDArray[np.bool_]
    numbers: NDArray[np.float64]
    """Of those known."""
    ranks: NDArray[np.float64]


def ranked(measure: Measure) -> Ranked:
    known = ~np.isnan(measure.numbers)
    numbers = measure.numbers[known]
    return Ranked(measure, known, numbers, rankdata(numbers))


def traits(
    measures: Sequence[Ranked],
    membership: NDArray[np.int32],
    groups: int,
    noticeable: float = _NOTICEABLE,
) -> Mapping[int, tuple[Trait, ...]]:
    """By group, the measures in which it differs from the others, the largest effect first.

    A difference counts when its effect (N. Cliff 1993) is at least `noticeable` and its rank test is
    significant after S. Holm's correction for all groups and measures.
    """
    found = [each for measure in measures for each in _compared(measure, membership, groups)]
    level = _SURE / max(len(found), 1)
    told: dict[int, list[Trait]] = {group: [] for group in range(groups)}
    for each in _significant(found):
        if abs(each.effect) >= noticeable:
            told[each.group].append(each.trait(float(ndtri(1 - level / 2))))
    return {group: tuple(sorted(each, key=_telling)) for group, each in told.items()}


def _telling(trait: Trait) -> tuple[float, str, str]:
    return -abs(trait.effect), trait.key, trait.value or ""


@dataclass(frozen=True, slots=True)
class _Difference:
    measure: Measure
    group: int
    mean: float
    error: float
    """Standard error of the mean."""
    everyone: float
    effect: float
    chance: float
    """Of a difference like this where there is none, two-sided."""

    def trait(self, width: float) -> Trait:
        ends = (self.mean - width * self.error, self.mean + width * self.error)
        index, low, high = (100 * each / self.everyone for each in (self.mean, *ends))
        return Trait(self.measure.key, self.measure.value, index, max(low, 0.0), high, self.effect)


def _significant(found: Sequence[_Difference]) -> Sequence[_Difference]:
    """Those that S. Holm's step-down procedure (1979) keeps."""
    ranked = sorted(found, key=lambda each: each.chance)
    for place, each in enumerate(ranked):
        if each.chance > _SURE / (len(ranked) - place):
            return ranked[:place]
    return ranked


def _compared(ranked: Ranked, membership: NDArray[np.int32], groups: int) -> Sequence[_Difference]:
    numbers, group = ranked.numbers, membership[ranked.known]
    everyone = float(numbers.mean()) if len(numbers) else 0.0
    if everyone <= 0 or numbers.min() == numbers.max():
        return ()
    sizes = np.bincount(group, minlength=groups)
    means = np.bincount(group, numbers, groups) / np.maximum(sizes, 1)
    squares = np.bincount(group, (numbers - means[group]) ** 2, groups) / np.maximum(sizes - 1, 1)
    effects, chances = _rank_test(ranked.ranks, group, sizes)
    return [
        _Difference(
            ranked.measure, here, means[here], np.sqrt(squares[here] / sizes[here]), everyone, effect, chance
        )
        for here, (effect, chance) in enumerate(zip(effects, chances, strict=True))
        if 1 < sizes[here] < len(numbers)
    ]


def _rank_test(
    ranks: NDArray[np.float64], group: NDArray[np.int32], sizes: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cliff's delta of each group against the rest, and the chance of the rank test (Mann and Whitney)."""
    n, rest = len(ranks), np.maximum(len(ranks) - sizes, 1)
    above = np.bincount(group, ranks, len(sizes)) - sizes * (sizes + 1) / 2
    effects = 2 * above / np.maximum(sizes * rest, 1) - 1
    deviation = np.sqrt(np.maximum(sizes * rest, 1) * ranks.var(ddof=1) / n)
    standard = (above - sizes * rest / 2) / deviation
    return effects, 2 * ndtr(-np.abs(standard))
