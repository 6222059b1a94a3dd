"""What one column says once more: a count of nothing and the "no" beside it, a country and its currency.

The mixture takes columns as independent within a group, so that a fact told twice makes a group of its own.
Where a piece of a customer (a level of a category, or whether a number lies above its least value) leaves
next to nothing open about a later category, that category counts as unknown: given the piece, it is spread
alike in all groups and tells nothing about them (C. Boutilier et al. 1996, context-specific independence;
M. Fop, K. Smart and T. Murphy 2017, on such columns in latent classes).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.mixture.rows import Floats

_LEFT_OPEN = 0.05
"""At most this part of the errors of a guess remain to who knows the piece."""


@dataclass(frozen=True, slots=True, eq=False)
class Repeats:
    """Learnt from a sample. Pieces: of numbers with a spike being in it, then being above it; then levels."""

    told: NDArray[np.bool_]
    """(pieces, categories): where a customer with the piece has told the category."""
    levels: tuple[int, ...]

    def left_out(self, spikes: Floats, dummies: Floats) -> Floats:
        """`dummies` (n, levels) without what other pieces told; `spikes` (n, 2 x spiked numbers)."""
        if not self.told.any():
            return dummies
        told = np.hstack([spikes, dummies]) @ self.told.astype(dummies.dtype) > 0
        return dummies * ~np.repeat(told, self.levels, axis=1)


def learn_repeats(spikes: Floats, dummies: Floats, levels: Sequence[int]) -> Repeats:
    """What is told by which pieces; numbers come before categories, and these in the order of the table."""
    column_of_level = np.repeat(np.arange(len(levels)), levels)
    column = np.r_[np.full(spikes.shape[1], -1), column_of_level]
    pieces = np.hstack([spikes, dummies])
    told = [
        (column < category) & _tells(pieces, dummies[:, column_of_level == category])
        for category in range(len(levels))
    ]
    return Repeats(np.array(told, np.bool_).reshape(len(levels), len(column)).T, tuple(levels))


def _tells(pieces: Floats, category: Floats) -> NDArray[np.bool_]:
    """Which pieces leave next to nothing open about a category (L. Goodman and W. Kruskal 1954, lambda)."""
    if not category.size:
        return np.zeros(pieces.shape[1], np.bool_)
    together = pieces.T @ category
    likeliest, customers = together.argmax(axis=1), together.sum(axis=1)
    without = (1 - category.sum(axis=0) / max(category.sum(), 1))[likeliest] * customers
    # One error more than were seen, so that a handful of customers tells nothing.
    return np.asarray(customers - together.max(axis=1) + 1 <= _LEFT_OPEN * without)
