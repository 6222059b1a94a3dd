"""Customers as the mixture sees them, and all that is quadratic in their numbers, fast.

With z = (1, numbers) of a customer, the distance from a group is z' A z, and every sum that a climb needs
is part of a sum of z z'. So the products z_i z_j are made once; then a step is two multiplications of
matrices for each set of customers of whom the same is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from segmentation.mixture.sampling import fingerprints

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rows:
    """`n` customers with `p` numbers and some categories; without slots, since it keeps its products."""

    numbers: Floats
    """(n, p), about standardised, 0 where unknown."""
    known: NDArray[np.bool_]
    """(patterns, p): each combination of known numbers that occurs."""
    pattern: NDArray[np.intp]
    """(n,): the row of `known` that holds for the customer."""
    dummies: Floats
    """(n, all levels): 1 where the customer has the level; no 1 in a category that is unknown."""
    levels: tuple[int, ...]
    """How many levels each category has."""

    @classmethod
    def of(cls, numbers: Floats, dummies: Floats, levels: tuple[int, ...]) -> Self:
        """Of `numbers` with NaN where unknown."""
        known = ~np.isnan(numbers)
        if known.all():
            return cls(numbers, known[:1], np.zeros(len(numbers), np.intp), dummies, levels)
        _, first, pattern = np.unique(fingerprints(known), return_index=True, return_inverse=True)
        return cls(np.where(known, numbers, 0), known[first], pattern, dummies, levels)

    def __len__(self) -> int:
        return len(self.pattern)

    def take(self, chosen: NDArray[np.intp]) -> Self:
        return replace(
            self, numbers=self.numbers[chosen], pattern=self.pattern[chosen], dummies=self.dummies[chosen]
        )

    @property
    def numbers_known(self) -> NDArray[np.intp]:
        """(patterns,): how many."""
        return np.asarray(self.known.sum(axis=1))

    def categories(self) -> Iterator[Floats]:
        """The dummies of one category after the other."""
        first = 0
        for level in self.levels:
            yield self.dummies[:, first : first + level]
            first += level

    @property
    def told_levels(self) -> tuple[int, ...]:
        """The levels of the categories of which anything is known."""
        return tuple(
            level for level, dummies in zip(self.levels, self.categories(), strict=True) if dummies.any()
        )

    def quadratic(self, forms: Floats) -> Floats:
        """(n, k): z' A z of every customer, for symmetric `forms` A (patterns, k, 1 + p, 1 + p)."""
        first, second = self._products.pairs
        coefficients = forms[..., first, second] * np.where(first == second, 1, 2)
        found = np.empty((forms.shape[1], len(self)))
        for block in self._products.blocks:
            found[:, block.members] = coefficients[block.pattern] @ block.products
        return found.take(self._products.places, axis=1).T

    def moments(self, weights: Floats) -> Floats:
        """(patterns, k, 1 + p, 1 + p): sums of z z' over the customers, weighted by `weights` (n, k)."""
        first, second = self._products.pairs
        ordered = weights.T.take(self._products.order, axis=1).T
        sums = np.zeros((len(self.known), weights.shape[1], len(first)))
        for block in self._products.blocks:
            sums[block.pattern] = (block.products @ ordered[block.members]).T
        size = 1 + self.numbers.shape[1]
        found = np.empty((*sums.shape[:2], size, size))
        found[..., first, second] = found[..., second, first] = sums
        return found

    @cached_property
    def _products(self) -> "_Products":
        return _products(self)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Customers of whom the same numbers are known."""

    pattern: int
    members: slice
    """Where they stand in the order by pattern."""
    products: Floats
    """(pairs, members)"""


@dataclass(frozen=True, slots=True, eq=False)
class _Products:
    """z_i z_j of all customers, block after block."""

    pairs: tuple[NDArray[np.intp], NDArray[np.intp]]
    """All i and j with i <= j."""
    order: NDArray[np.intp]
    """(n,): the customers in the order by pattern."""
    places: NDArray[np.intp]
    """(n,): where in that order each customer stands."""
    blocks: tuple[_Block, ...]


def _products(rows: Rows) -> _Products:
    order = np.argsort(rows.pattern, kind="stable")
    z = np.vstack([np.ones((1, len(rows))), rows.numbers[order].T])
    first, second = np.triu_indices(len(z))
    ends = np.cumsum(np.bincount(rows.pattern, minlength=len(rows.known)))
    blocks = tuple(
        _Block(pattern, slice(begin, end), z[first, begin:end] * z[second, begin:end])
        for pattern, (begin, end) in enumerate(pairwise([0, *ends]))
        if begin < end
    )
    return _Products((first, second), order, np.argsort(order), blocks)
