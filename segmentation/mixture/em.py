"""Climbing to the likeliest mixture, by expectation and maximisation.

Sources: Peel and McLachlan (2000), Robust mixture modelling using the t distribution; Little and Rubin
(2002), 8.2 and 8.4, for missing values under normal and t distributions.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import digamma

from segmentation.mixture.groups import Likelihood, Mixture, Spread, likelihood, shares_and_totals
from segmentation.mixture.rows import Floats, Rows

_RIDGE = 0.02
"""Added to the variance of standardised numbers: less spread than this is rounding, not a group."""
_PRIOR_ROWS = 3.0
"""Customers per number that a group's own covariance is pulled to the common one with."""
_HEAVIEST, _LIGHTEST = 4.0, 200.0
"""Bounds of the degrees of freedom; from the upper one on a t distribution is normal."""
_FIRST_TAIL = 20.0


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
    found = _expected(rows, _first(rows, start, spread))
    for _ in range(steps):
        before, found = found.fit, _expected(rows, _maximised(rows, found, spread))
        if found.fit.log_likelihood - before.log_likelihood < tolerance * len(rows):
            break
    return found.fit


def completed(rows: Rows, only: Fit) -> Floats:
    """The numbers (n, p), the unknown ones as expected in a mixture of one group."""
    (mean,), (covariance,) = only.mixture.means, only.mixture.covariances
    slopes = likelihood(rows, only.mixture).precisions[:, 0] @ covariance
    away = np.where(rows.known[rows.pattern], rows.numbers - mean, 0)
    return np.asarray(mean + (away[:, None] @ slopes[rows.pattern])[:, 0])


@dataclass(frozen=True, slots=True, eq=False)
class _Expected:
    fit: Fit
    seen: Likelihood


def _expected(rows: Rows, mixture: Mixture) -> _Expected:
    seen = likelihood(rows, mixture)
    shares, totals = shares_and_totals(seen.joint)
    return _Expected(Fit(mixture, shares, float(totals.sum())), seen)


def _maximised(rows: Rows, found: _Expected, spread: Spread) -> Mixture:
    old, shares = found.fit.mixture, found.fit.responsibilities
    gravity = (old.tail + rows.numbers_known)[rows.pattern][:, None] / (old.tail + found.seen.distances)
    sums = _sums(rows, found, shares * gravity)
    shifts = (old.covariances @ sums.pulls[:, :, None])[..., 0] / sums.masses[:, None]
    sizes = shares.sum(axis=0) + 1e-9
    return Mixture(
        weights=_weights(sizes),
        means=old.means + shifts,
        covariances=_covariances(_scatters(old, sums, sizes, shifts), sizes, spread),
        tail=_tail(rows, found.fit, gravity),
        log_levels=_log_levels(rows, shares),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What the customers' numbers say about the groups; with P, the precision of what is known of each."""

    masses: Floats
    """(k,): of the weights."""
    pulls: Floats
    """(k, p): of P (x - mean), weighted."""
    squares: Floats
    """(covariances, p, p): of P (x - mean) (x - mean)' P, weighted, less P as often as it is seen."""


def _sums(rows: Rows, found: _Expected, weights: Floats) -> _Sums:
    mixture, precisions = found.fit.mixture, found.seen.precisions
    moments, deviations = rows.moments(weights), mixture.deviations
    firsts = deviations @ moments[..., :1]
    seconds = _shared(mixture, deviations @ moments @ deviations.transpose(0, 2, 1), 1)
    told = _shared(mixture, _in_patterns(rows, found.fit.responsibilities), 1)
    return _Sums(
        masses=weights.sum(axis=0) + 1e-9,
        pulls=(precisions @ firsts).sum(axis=0)[..., 0],
        squares=(precisions @ seconds @ precisions - told[..., None, None] * precisions).sum(axis=0),
    )


def _shared(mixture: Mixture, of_groups: Floats, axis: int) -> Floats:
    """Added up over the groups, which lie along `axis`, where these share one covariance."""
    return of_groups.sum(axis=axis, keepdims=True) if len(mixture.covariances) == 1 else of_groups


def _in_patterns(rows: Rows, shares: Floats) -> Floats:
    """(patterns, k): customers of each group by what is known of them."""
    return np.array([np.bincount(rows.pattern, each, len(rows.known)) for each in shares.T]).T


def _scatters(old: Mixture, sums: _Sums, sizes: Floats, shifts: Floats) -> Floats:
    """(covariances, p, p): sums of (x - mean) (x - mean)' around the new means; the unknown as expected."""
    moved = sums.masses[:, None, None] * shifts[:, :, None] * shifts[:, None, :]
    seen = old.covariances @ sums.squares @ old.covariances
    return _shared(old, sizes, 0)[:, None, None] * old.covariances + seen - _shared(old, moved, 0)


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


def _weights(sizes: Floats) -> Floats:
    return np.asarray((sizes + 1) / (sizes + 1).sum())


def _tail(rows: Rows, found: Fit, gravity: Floats) -> float:
    """The degrees of freedom that fit best, from the customers' gravities (Peel and McLachlan, (32))."""
    old = found.mixture
    if not old.means.shape[1]:
        return _LIGHTEST
    half = (old.tail + rows.numbers_known) / 2
    seen = 1 + float((found.responsibilities * (np.log(gravity) - gravity)).sum() / len(rows))
    seen += float((digamma(half) - np.log(half))[rows.pattern].mean())

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
    seen = np.maximum(start.T @ known, 1e-9)
    means = (start.T @ rows.numbers) / seen
    within = (start.T @ rows.numbers**2) / seen - means**2
    scatters = np.einsum("kp,pq->kpq", within * sizes[:, None], np.eye(rows.numbers.shape[1]))
    return Mixture(
        weights=_weights(sizes),
        means=means,
        covariances=_covariances(scatters, sizes, spread),
        tail=_FIRST_TAIL,
        log_levels=_log_levels(rows, start),
    )
