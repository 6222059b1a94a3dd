"""Where the climbing begins: partitions by k-means, and splits of the groups of a smaller solution."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from segmentation.mixture.rows import Floats, Rows

_SURE = 0.8
"""How much of a customer belongs to the group of the start; the rest is spread over all."""
_SPLITS = 4
"""The largest groups are split in two, each in turn."""


def partitions(scores: Floats, groups: int) -> Iterator[Floats]:
    """Responsibilities to climb from: everybody divided anew, by all scores and by the widest."""
    for dimensions in sorted({scores.shape[1], min(scores.shape[1], max(2, groups - 1))}):
        yield soft(_k_means(scores[:, :dimensions], groups), groups)


def splits(scores: Floats, smaller: NDArray[np.intp], groups: int) -> Iterator[Floats]:
    """Responsibilities to climb from: the groups of `smaller`, one fewer, with one of them divided."""
    sizes = np.bincount(smaller, minlength=groups - 1)
    for largest in np.argsort(-sizes, kind="stable")[:_SPLITS]:
        members = np.flatnonzero(smaller == largest)
        if len(members) > groups:
            split = smaller.copy()
            split[members[_k_means(scores[members], 2) == 1]] = groups - 1
            yield soft(split, groups)


def _k_means(scores: Floats, groups: int) -> NDArray[np.intp]:
    # Too few distinct customers for so many groups make it complain; the climbing sorts that out.
    distinct = len(np.unique(scores, axis=0))
    found = KMeans(min(groups, distinct), n_init=2, random_state=0).fit_predict(scores)
    return np.asarray(found, dtype=np.intp)


def soft(labels: NDArray[np.intp], groups: int) -> Floats:
    """Responsibilities (n, groups) that lean to `labels`."""
    start = np.full((len(labels), groups), (1 - _SURE) / groups)
    start[np.arange(len(labels)), labels] += _SURE
    return start


def factor_scores(rows: Rows) -> Floats:
    """Scores of a factor analysis of mixed data (J. Pagès 2004), (n, numbers and levels), the widest first.

    Numbers count with their variance, a level with 1 / its share; what is unknown lies in the middle.
    """
    known = rows.known[rows.pattern]
    means = rows.numbers.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    table = np.hstack([np.where(known, rows.numbers - means, 0), *_level_scores(rows)])
    spread, axes = np.linalg.eigh(table.T @ table / len(table))
    return np.asarray(table @ axes[:, np.argsort(-spread, kind="stable")])


def _level_scores(rows: Rows) -> Iterator[Floats]:
    for dummies in rows.categories():
        told = dummies.any(axis=1, keepdims=True)
        shares = dummies.sum(axis=0) / max(told.sum(), 1)
        yield np.where(told, (dummies - shares) / np.sqrt(np.maximum(shares, 1 / len(rows))), 0)
