"""Customers with known groups, made here."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Known:
    table: NDArray[np.float64]
    """Money, days, a share that is mostly 0, and a code in the last column; a few cells are unknown."""
    truth: NDArray[np.intp]

    CODED = (3,)

    def take(self, rows: NDArray[np.intp]) -> "Known":
        return Known(self.table[rows], self.truth[rows])


def customers(groups: int, count: int = 900, seed: int = 7) -> Known:
    """Groups two and a half to three spreads apart, heavy-tailed, with money that grows by factors."""
    random = np.random.default_rng(seed)
    truth = random.integers(groups, size=count)
    places = np.array([[0, 0, 0], [3, 0, 1.5], [0, 3, -1.5]])[truth]
    latent = places + random.standard_t(8, size=(count, 3))
    likes = np.array([[0.7, 0.2, 0.1], [0.1, 0.7, 0.2], [0.2, 0.1, 0.7]])[truth]
    code = (random.random((count, 1)) > likes.cumsum(axis=1)).sum(axis=1)
    money, days = np.exp(3 + latent[:, 0]).round(2), (60 + 15 * latent[:, 1]).round()
    share = np.maximum(0.1 * (latent[:, 2] - 0.5), 0).round(3)
    table = np.column_stack([money, days, share, code]).astype(np.float64)
    table[random.random(table.shape) < 0.05] = np.nan
    return Known(table, truth)
