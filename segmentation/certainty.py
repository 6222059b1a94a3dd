"""How sure figures are: intervals of a share, one or many at once, and how far groups lie apart."""

from functools import cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

UNSURE = 0.05
"""Chance that an interval misses, or that any of those told at once does."""


@cache
def normal_width(together: int = 1) -> float:
    """Standard errors to either side of each of so many 95 % intervals (C. Bonferroni 1936)."""
    return float(ndtri(1 - UNSURE / together / 2))


def student_width(size: int, together: int = 1) -> float:
    """The same for the mean of `size` numbers, two or more, whose spread is estimated (Student 1908)."""
    return float(stdtrit(size - 1, 1 - UNSURE / together / 2))


def wilson(count: int, total: int, together: int = 1) -> tuple[float, float]:
    """95 % interval of a share of `count` in `total` (E. B. Wilson 1927); (0, 1) when total is 0.

    With several, 95 % sure for all of so many shares at once.
    """
    if total == 0:
        return 0.0, 1.0
    observed, z = count / total, normal_width(together)
    scale = 1 + z**2 / total
    middle = (observed + z**2 / (2 * total)) / scale
    half = z * sqrt(observed * (1 - observed) / total + z**2 / (4 * total**2)) / scale
    return min(max(0.0, middle - half), observed), max(min(1.0, middle + half), observed)


def cliffs_delta(ranks: NDArray[np.float64], group: NDArray[np.integer], groups: int) -> NDArray[np.float64]:
    """How surely a customer of each group has more than one of all others, -1 to 1 (N. Cliff 1993).

    From the ranks of all (n,), ties at their mean, and the group of each; 0 for nobody and for everybody.
    """
    sizes = np.bincount(group, minlength=groups)
    above = np.bincount(group, ranks, groups) - sizes * (sizes + 1) / 2
    pairs = sizes * (len(ranks) - sizes)
    return np.where(pairs > 0, 2 * above / np.maximum(pairs, 1) - 1, 0.0)
