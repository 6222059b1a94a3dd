"""A mixture of t distributions and independent categories, by expectation and maximisation.

Every group is a multivariate t distribution of the numbers (heavy tails, so that a few strange customers
do not make a group) times one distribution per category. What is unknown about a customer is left out
of their likelihood: no value is made up.

Sources: Peel and McLachlan (2000), Robust mixture modelling using the t distribution; Little and Rubin
(2002), 8.2 and 8.4, for missing values under normal and t distributions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import digamma, gammaln

Floats = NDArray[np.float64]

_RIDGE = 0.02
"""Added to the variance of standardised numbers: less spread than this is rounding, not a group."""
_PRIOR_ROWS = 3.0
"""Customers per number that a group's own covariance is pulled to the common one with."""
_HEAVIEST, _LIGHTEST = 4.0, 200.0
"""Bounds of the degrees of freedom; from the upper one on a t distribution is normal."""


class Spread(StrEnum):
    """Whether all groups share one covariance or each has its own."""

    COMMON = "common"
    OWN = "own"


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """`n` customers as the mixture sees them."""

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

    def __len__(self) -> int:
        return len(self.pattern)

    def take(self, chosen: NDArray[np.intp]) -> "Rows":
        return replace(
            self, numbers=self.numbers[chosen], pattern=self.pattern[chosen], dummies=self.dummies[chosen]
        )

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

    @property
    def complete(self) -> bool:
        return len(self.known) == 1 and bool(self.known.all())


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """The parameters of `k` groups."""

    weights: Floats
    means: Floats
    """(k, p)"""
    covariances: Floats
    """(k, p, p), or (1, p, p) where all share one."""
    tail: float
    """Degrees of freedom, the same for all groups."""
    log_levels: Floats
    """(all levels, k): log of the share of the group's customers with the level."""

    @property
    def groups(self) -> int:
        return len(self.weights)

    def parameters(self, levels: tuple[int, ...]) -> int:
        """How many numbers were fitted, for information criteria."""
        k, p = self.groups, int(self.means.shape[1])
        covariances = len(self.covariances) * p * (p + 1) // 2
        tail = 1 if p else 0
        return k - 1 + k * p + covariances + tail + k * sum(level - 1 for level in levels)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    mixture: Mixture
    responsibilities: Floats
    """(n, k): the probability of each group, given the customer."""
    log_likelihood: float
    """Summed over the customers."""

    def bic(self, rows: Rows) -> float:
        """G. Schwarz's criterion; less is better."""
        return -2 * self.log_likelihood + self.mixture.parameters(rows.told_levels) * float(np.log(len(rows)))


def fit(rows: Rows, start: Floats, spread: Spread, *, steps: int, tolerance: float = 5e-5) -> Fit:
    """Climbs from the responsibilities `start` (n, k) until a step gains less than `tolerance` a customer."""
    mixture = _first(rows, start, spread)
    found = _expect(rows, mixture)
    for _ in range(steps):
        mixture = _maximise(rows, mixture, found, spread)
        before, found = found.log_likelihood, _expect(rows, mixture)
        if found.log_likelihood - before < tolerance * len(rows):
            break
    return Fit(mixture, found.responsibilities, found.log_likelihood)


def completed(rows: Rows, only: Fit) -> Floats:
    """The numbers (n, p), the unknown ones as expected in a mixture of one group."""
    pulls = _pulls(rows, only.mixture).pulls[0]
    return np.asarray(only.mixture.means[0] + pulls @ only.mixture.covariances[0])


def log_joint(rows: Rows, mixture: Mixture) -> Floats:
    """(n, k): log of weight times density of each group at each customer."""
    precisions, log_determinants = _precisions(mixture.covariances, rows.known)
    distances = np.empty((mixture.groups, len(rows))).T
    of_one = mixture.groups // len(precisions)
    for place, precision in enumerate(precisions):
        groups = slice(place * of_one, (place + 1) * of_one)
        distances[:, groups] = _distances(rows, precision, mixture.means[groups])
    return _log_joint(rows, mixture, log_determinants, distances)


def _distances(rows: Rows, precision: Floats, means: Floats) -> Floats:
    """(n, groups) of one covariance: (x - mean)' P (x - mean), multiplied out."""
    at = _times(rows, precision)
    itself = np.einsum("ij,ij->i", at, rows.numbers)
    of_means = np.einsum("gp,tpq,gq->gt", means, precision, means)[:, rows.pattern]
    return np.asarray(np.maximum(itself - 2 * (means @ at.T) + of_means, 0)).T


def shares_and_totals(joint: Floats) -> tuple[Floats, Floats]:
    """The probabilities of the groups (n, k), and the log-likelihood of each customer (n,)."""
    highest = joint.max(axis=1)
    shares = np.exp(joint - highest[:, None])
    total = shares.sum(axis=1)
    shares /= total[:, None]
    return shares, highest + np.log(total)


@dataclass(frozen=True, slots=True, eq=False)
class _Pulls:
    """What the numbers say: with P = inverse of the covariance of the known numbers, 0 elsewhere."""

    precisions: Floats
    """(covariances, patterns, p, p)"""
    log_determinants: Floats
    """(covariances, patterns), of P's inverse."""
    pulls: Floats
    """(k, n, p): P (x - mean)."""
    distances: Floats
    """(n, k): squared Mahalanobis distances over the known numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class _Expectation:
    pulls: _Pulls
    responsibilities: Floats
    log_likelihood: float


def _expect(rows: Rows, mixture: Mixture) -> _Expectation:
    pulls = _pulls(rows, mixture)
    joint = _log_joint(rows, mixture, pulls.log_determinants, pulls.distances)
    shares, totals = shares_and_totals(joint)
    return _Expectation(pulls, shares, float(totals.sum()))


def _pulls(rows: Rows, mixture: Mixture) -> _Pulls:
    precisions, log_determinants = _precisions(mixture.covariances, rows.known)
    centres = (precisions @ mixture.means[:, None, :, None])[..., 0]
    at = np.stack([_times(rows, precision) for precision in precisions])
    pulls = at - (centres if rows.complete else centres[:, rows.pattern])
    to_means = (pulls @ mixture.means[:, :, None])[..., 0]
    distances = np.einsum("gij,ij->gi", pulls, rows.numbers) - to_means
    return _Pulls(precisions, log_determinants, pulls, np.maximum(distances, 0).T)


def _times(rows: Rows, precision: Floats) -> Floats:
    if rows.complete:
        return np.asarray(rows.numbers @ precision[0])
    return np.asarray(np.matmul(rows.numbers[:, None, :], precision[rows.pattern])[:, 0])


def _precisions(covariances: Floats, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    both = known[:, :, None] & known[:, None, :]
    padded = np.where(both, covariances[:, None], np.eye(known.shape[1]))
    return np.linalg.inv(padded) * both, np.linalg.slogdet(padded)[1]


def _log_joint(rows: Rows, mixture: Mixture, log_determinants: Floats, distances: Floats) -> Floats:
    seen = rows.known.sum(axis=1)
    constant = (
        gammaln((mixture.tail + seen) / 2)
        - gammaln(mixture.tail / 2)
        - seen / 2 * np.log(mixture.tail * np.pi)
        - log_determinants / 2
    )
    height = (mixture.tail + seen[rows.pattern])[:, None] / 2
    numbers = constant[:, rows.pattern].T - height * np.log1p(distances / mixture.tail)
    # Group after group in memory: sums and maxima over the groups are several times as fast.
    words = (mixture.log_levels.T @ rows.dummies.T).T
    return np.asarray(np.log(mixture.weights) + numbers + words)


def _maximise(rows: Rows, old: Mixture, found: _Expectation, spread: Spread) -> Mixture:
    tail = old.tail + rows.known.sum(axis=1)[rows.pattern]
    gravity = tail[:, None] / (old.tail + found.pulls.distances)
    pulled = found.responsibilities * gravity
    sizes, masses = found.responsibilities.sum(axis=0) + 1e-9, pulled.sum(axis=0) + 1e-9
    pulls, covariances = found.pulls.pulls, old.covariances
    weighted = pulled.T[:, :, None] * pulls
    summed = pulled.T[:, None, :] @ pulls
    shifts = (covariances @ summed.transpose(0, 2, 1))[..., 0] / masses[:, None]
    seen = weighted.transpose(0, 2, 1) @ pulls - _unknown(rows, found)
    scatters = (
        sizes[:, None, None] * covariances
        + covariances @ seen @ covariances
        - masses[:, None, None] * shifts[:, :, None] * shifts[:, None, :]
    )
    return Mixture(
        weights=(sizes + 1) / (sizes + 1).sum(),
        means=old.means + shifts,
        covariances=_covariances(scatters, sizes, spread),
        tail=_tail(rows, old, found, gravity),
        log_levels=_log_levels(rows, found.responsibilities),
    )


def _unknown(rows: Rows, found: _Expectation) -> Floats:
    """(k, p, p), summed over the customers: P, what their known numbers say about the covariance of all."""
    patterns = len(rows.known)
    in_pattern = [np.bincount(rows.pattern, shares, patterns) for shares in found.responsibilities.T]
    flat = found.pulls.precisions.reshape(len(found.pulls.precisions), patterns, -1)
    summed = np.asarray(in_pattern)[:, None, :] @ flat
    return np.asarray(summed.reshape(len(in_pattern), *found.pulls.precisions.shape[2:]))


def _covariances(scatters: Floats, sizes: Floats, spread: Spread) -> Floats:
    p = scatters.shape[1]
    ridge = _RIDGE * np.eye(p)
    # Rounding must not make them lopsided: the next step would amplify it.
    scatters = (scatters + scatters.transpose(0, 2, 1)) / 2
    common = scatters.sum(axis=0) / sizes.sum()
    if spread is Spread.COMMON:
        return np.asarray(common + ridge)[None]
    prior = _PRIOR_ROWS * (p + 1)
    return np.asarray((scatters + prior * common) / (sizes + prior)[:, None, None] + ridge)


def _tail(rows: Rows, old: Mixture, found: _Expectation, gravity: Floats) -> float:
    """The degrees of freedom that fit best, from the customers' gravities (Peel and McLachlan, (32))."""
    if not old.means.shape[1]:
        return _LIGHTEST
    half = (old.tail + rows.known.sum(axis=1)[rows.pattern]) / 2
    seen = (found.responsibilities * (np.log(gravity) - gravity)).sum() / len(rows)
    seen += float(np.mean(digamma(half) - np.log(half))) + 1

    def slope(tail: float) -> float:
        return float(np.log(tail / 2) - digamma(tail / 2) + seen)

    if slope(_LIGHTEST) > 0:
        return _LIGHTEST
    return float(brentq(slope, _HEAVIEST, _LIGHTEST, xtol=0.1)) if slope(_HEAVIEST) > 0 else _HEAVIEST


def _log_levels(rows: Rows, responsibilities: Floats) -> Floats:
    """Shares with one customer spread over the levels as they are spread among all."""
    logs = [np.zeros((0, responsibilities.shape[1]))]
    for dummies in rows.categories():
        counts = dummies.T @ responsibilities
        everyone = counts.sum(axis=1, keepdims=True) + 1
        shares = counts + everyone / everyone.sum()
        logs.append(np.log(shares / shares.sum(axis=0)))
    return np.vstack(logs)


def _first(rows: Rows, start: Floats, spread: Spread) -> Mixture:
    """Means and spreads of the starting groups over what is known, each number by itself."""
    known = rows.known[rows.pattern].astype(rows.numbers.dtype)
    sizes = start.sum(axis=0) + 1e-9
    seen = start.T @ known
    means = (start.T @ rows.numbers) / np.maximum(seen, 1e-9)
    within = (start.T @ rows.numbers**2) / np.maximum(seen, 1e-9) - means**2
    scatters = np.einsum("kp,pq->kpq", within * sizes[:, None], np.eye(rows.numbers.shape[1]))
    return Mixture(
        weights=(sizes + 1) / (sizes + 1).sum(),
        means=means,
        covariances=_covariances(scatters, sizes, spread),
        tail=20.0,
        log_levels=_log_levels(rows, start),
    )
