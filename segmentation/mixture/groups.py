"""The groups of a mixture, and how likely each makes a customer.

Every group is a multivariate t distribution of the numbers (heavy tails, so that a few strange customers
do not make a group) times one distribution per category. What is unknown about a customer is left out
of their likelihood: no value is made up.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from segmentation.mixture.rows import Floats, Rows


class Spread(StrEnum):
    """Whether all groups share one covariance or each has its own."""

    COMMON = "common"
    OWN = "own"


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

    @property
    def deviations(self) -> Floats:
        """(k, p, 1 + p): what takes (1, numbers) to numbers - mean."""
        k, p = self.means.shape
        found = np.zeros((k, p, 1 + p))
        found[:, :, 0] = -self.means
        found[:, np.arange(p), 1 + np.arange(p)] = 1
        return found

    def largest_first(self) -> "Mixture":
        order = np.argsort(-self.weights, kind="stable")
        own = len(self.covariances) > 1
        return Mixture(
            weights=self.weights[order],
            means=self.means[order],
            covariances=self.covariances[order] if own else self.covariances,
            tail=self.tail,
            log_levels=self.log_levels[:, order],
        )

    def parameters(self, levels: tuple[int, ...]) -> int:
        """How many numbers were fitted, for information criteria."""
        k, p = self.groups, int(self.means.shape[1])
        covariances = len(self.covariances) * p * (p + 1) // 2
        tail = 1 if p else 0
        return k - 1 + k * p + covariances + tail + k * sum(level - 1 for level in levels)


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """How the groups of a mixture explain customers."""

    precisions: Floats
    """(patterns, covariances, p, p): inverse of the covariance of the known numbers, 0 elsewhere."""
    distances: Floats
    """(n, k): squared Mahalanobis distances over the known numbers."""
    joint: Floats
    """(n, k): log of weight times density of each group at each customer."""


def likelihood(rows: Rows, mixture: Mixture) -> Likelihood:
    """Of all groups at all customers.

    The arrays lie group after group in memory: sums and maxima over groups are several times as fast so.
    """
    precisions, log_determinants = _precisions(mixture.covariances, rows.known)
    deviations = mixture.deviations
    distances = np.maximum(rows.quadratic(deviations.transpose(0, 2, 1) @ precisions @ deviations), 0)
    numbers = _log_densities(rows, mixture.tail, log_determinants, distances)
    words = (mixture.log_levels.T @ rows.dummies.T).T
    return Likelihood(precisions, distances, np.asarray(np.log(mixture.weights) + numbers + words))


def shares_and_totals(joint: Floats) -> tuple[Floats, Floats]:
    """The probabilities of the groups (n, k), and the log-likelihood of each customer (n,)."""
    highest = joint.max(axis=1)
    shares = np.exp(joint - highest[:, None])
    total = shares.sum(axis=1)
    shares /= total[:, None]
    return shares, highest + np.log(total)


def _precisions(covariances: Floats, known: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """For each pattern and covariance the inverse (p, p), 0 where unknown, and the log of the determinant."""
    both = (known[:, :, None] & known[:, None, :])[:, None]
    padded = np.where(both, covariances, np.eye(known.shape[1]))
    return np.linalg.inv(padded) * both, np.linalg.slogdet(padded)[1]


def _log_densities(rows: Rows, tail: float, log_determinants: Floats, distances: Floats) -> Floats:
    """(n, k): log of the multivariate t density of the known numbers."""
    seen = rows.numbers_known[:, None]
    height = (tail + seen) / 2
    constant = gammaln(height) - gammaln(tail / 2) - seen / 2 * np.log(tail * np.pi) - log_determinants / 2
    return np.asarray(
        constant.T.take(rows.pattern, axis=1).T - height[rows.pattern] * np.log1p(distances / tail)
    )
