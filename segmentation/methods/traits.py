"""What makes each group of customers different."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import rankdata

from segmentation.certainty import UNSURE, cliffs_delta, student_width, wilson
from segmentation.model.segments import Trait

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
    told: dict[int, list[Trait]] = {group: [] for group in range(groups)}
    for each in _significant(found):
        if abs(each.effect) >= noticeable:
            told[each.group].append(each.trait(len(found)))
    return {group: tuple(sorted(each, key=_telling)) for group, each in told.items()}


def _telling(trait: Trait) -> tuple[float, str, str]:
    return -abs(trait.effect), trait.key, trait.value or ""


@dataclass(frozen=True, slots=True)
class _Difference:
    measure: Measure
    group: int
    size: int
    mean: float
    deviation: float
    """Of the customers in the group."""
    everyone: float
    effect: float
    chance: float
    """Of a difference like this where there is none, two-sided."""

    def trait(self, together: int) -> Trait:
        """As one of so many that are told at once."""
        ends = self._ends_of_mean(together) if self.measure.value is None else self._ends_of_share(together)
        index, low, high = (100 * each / self.everyone for each in (self.mean, *ends))
        return Trait(self.measure.key, self.measure.value, index, max(low, 0.0), high, self.effect)

    def _ends_of_mean(self, together: int) -> tuple[float, float]:
        margin = student_width(self.size, together) * self.deviation / sqrt(self.size)
        return self.mean - margin, self.mean + margin

    def _ends_of_share(self, together: int) -> tuple[float, float]:
        """Not by its spread: where all or none have the word there is none, and yet nobody is sure."""
        return wilson(round(self.mean * self.size), self.size, together)


def _significant(found: Sequence[_Difference]) -> Sequence[_Difference]:
    """Those that S. Holm's step-down procedure (1979) keeps."""
    ranked = sorted(found, key=lambda each: each.chance)
    for place, each in enumerate(ranked):
        if each.chance > UNSURE / (len(ranked) - place):
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
    effects = cliffs_delta(ranked.ranks, group, groups)
    chances = _chances(effects, ranked.ranks, sizes)
    return [
        _Difference(
            measure=ranked.measure,
            group=here,
            size=int(sizes[here]),
            mean=float(means[here]),
            deviation=float(np.sqrt(squares[here])),
            everyone=everyone,
            effect=float(effects[here]),
            chance=float(chances[here]),
        )
        for here in range(groups)
        if 1 < sizes[here] < len(numbers)
    ]


def _chances(
    effects: NDArray[np.float64], ranks: NDArray[np.float64], sizes: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Of effects so large by chance alone: the rank test of H. Mann and D. Whitney (1947), with ties."""
    pairs = np.maximum(sizes * (len(ranks) - sizes), 1)
    return np.asarray(2 * ndtr(-np.abs(effects) / 2 * np.sqrt(pairs * len(ranks) / ranks.var(ddof=1))))
