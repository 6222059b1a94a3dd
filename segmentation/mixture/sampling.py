"""Customers in an order that hangs on what is known of them, not on where they stand in the file."""

import numpy as np
from numpy.typing import NDArray

_ODD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio, as in D. Knuth's multiplicative hashing."""
_MIX = np.uint64(0xBF58476D1CE4E5B9)
"""A multiplier of S. Vigna's splitmix64."""
_SHIFT = np.uint64(29)


def content_order(table: NDArray[np.floating]) -> NDArray[np.intp]:
    """The rows of `table` as if drawn by chance; the same customers come first in whatever file they stand.

    Rows that are equal are told apart by how many like them there are, so that a part of the order is a
    fair sample also where many customers look the same.
    """
    marks = fingerprints(table)
    by_mark = np.argsort(marks, kind="stable")
    ordered = marks[by_mark]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    begins = np.maximum.accumulate(np.where(first, np.arange(len(ordered)), 0))
    copy = (np.arange(len(ordered)) - begins).astype(np.uint64)
    return by_mark[np.argsort(_mixed(ordered + copy * _ODD), kind="stable")]


def fingerprints(table: NDArray[np.generic]) -> NDArray[np.uint64]:
    """One number per row, equal for equal rows and, but for one chance in billions, for no others."""
    marks = np.zeros(len(table), np.uint64)
    # Adding zero makes one of the two zeros, and all NaN are alike.
    for column in (table.astype(np.float64) + 0.0).T:
        bits = np.where(np.isnan(column), np.nan, column).view(np.uint64)
        marks = _mixed(marks * _ODD + _mixed(bits))
    return marks


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (bits ^ (bits >> _SHIFT)) * _MIX
    return mixed ^ (mixed >> _SHIFT)
