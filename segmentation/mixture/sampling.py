"""Customers in an order that hangs on what is known of them, not on where they stand in the file."""

import numpy as np
from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio, as in D. Knuth's multiplicative hashing."""
_MIX = np.uint64(0xBF58476D1CE4E5B9)
"""A multiplier of S. Vigna's splitmix64."""
_SHIFT = np.uint64(29)
_BLOCK = 4_096
"""Rows marked together: few enough to stay near the processor."""


def content_order(table: NDArray[np.floating], most: int | None = None) -> NDArray[np.intp]:
    """The rows of `table` as if drawn by chance; the same customers come first in whatever file they stand.

    With `most`, only so many of them. Rows that are equal are told apart by how many like them there are, so
    that a part of the order is a fair sample also where many customers look the same.
    """
    marks = fingerprints(table)
    by_mark = np.argsort(marks, kind="stable")
    ordered = marks[by_mark]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    begins = np.maximum.accumulate(np.where(first, np.arange(len(ordered)), 0))
    copy = (np.arange(len(ordered)) - begins).astype(np.uint64)
    keys = _mixed(ordered + copy * _ODD)
    if most is None or most >= len(keys):
        return by_mark[np.argsort(keys)]
    least = np.argpartition(keys, most)[:most]
    return by_mark[least[np.argsort(keys[least])]]


def fingerprints(table: NDArray[np.generic]) -> NDArray[np.uint64]:
    """One number per row, equal for equal rows and, but for one chance in billions, for no others."""
    blocks = [table[first : first + _BLOCK] for first in range(0, len(table), _BLOCK)]
    return np.concatenate([np.zeros(0, np.uint64), *map(_marks, blocks)])


def _marks(block: NDArray[np.generic]) -> NDArray[np.uint64]:
    marks = np.zeros(len(block), np.uint64)
    # Adding zero makes one of the two zeros, and all NaN are alike.
    for column in np.add(block.T, 0.0, dtype=np.float64, order="C"):
        bits = np.where(np.isnan(column), np.nan, column).view(np.uint64)
        marks = _mixed(marks * _ODD + _mixed(bits))
    return marks


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (bits ^ (bits >> _SHIFT)) * _MIX
    return mixed ^ (mixed >> _SHIFT)
