"""What is worked out for all customers at once, against the same worked out one by one."""

import numpy as np
import pytest
from scipy.stats import multivariate_t

from segmentation.mixture.groups import Mixture, Spread, likelihood
from segmentation.mixture.rows import Rows

_LEVELS = np.log([[0.7, 0.2], [0.3, 0.8]])


def some_rows() -> Rows:
    """Forty customers, three numbers, a third of them unknown, and a yes or no that some leave open."""
    random = np.random.default_rng(8)
    numbers = np.where(random.random((40, 3)) < 1 / 3, np.nan, random.standard_normal((40, 3)))
    return Rows.of(numbers, np.eye(3)[random.integers(3, size=40)][:, :2], (2,))


def two_groups(spread: Spread) -> Mixture:
    slanted = np.array([[1, 0.5, 0], [0.5, 2, -0.3], [0, -0.3, 0.5]])
    covariances = np.array([slanted, np.diag([2.0, 1.0, 0.4])])
    return Mixture(
        weights=np.array([0.6, 0.4]),
        means=np.array([[0, 0, 1], [1.5, -1, 0]]),
        covariances=covariances[:1] if spread is Spread.COMMON else covariances,
        tail=7.0,
        log_levels=_LEVELS,
    )


@pytest.mark.parametrize("spread", Spread)
def test_a_customer_is_as_likely_as_the_distribution_of_what_is_known_of_them_says(spread: Spread) -> None:
    rows, mixture = some_rows(), two_groups(spread)
    joint = likelihood(rows, mixture).joint
    for customer, known in enumerate(rows.known[rows.pattern]):
        for group in range(2):
            covariance = mixture.covariances[group if spread is Spread.OWN else 0][np.ix_(known, known)]
            place = multivariate_t(mixture.means[group, known], covariance, df=7) if known.any() else None
            numbers = place.logpdf(rows.numbers[customer, known]) if place else 0.0
            words = rows.dummies[customer] @ _LEVELS[:, group]
            assert joint[customer, group] == pytest.approx(np.log(mixture.weights[group]) + numbers + words)


def test_sums_are_those_of_the_customers_of_whom_the_same_is_known() -> None:
    rows = some_rows()
    weights = np.random.default_rng(9).random((40, 2))
    expected = np.zeros((len(rows.known), 2, 4, 4))
    for numbers, pattern, weight in zip(rows.numbers, rows.pattern, weights, strict=True):
        z = np.array([1, *numbers])
        expected[pattern] += weight[:, None, None] * np.outer(z, z)
    assert np.allclose(rows.moments(weights), expected)


def test_the_sums_of_a_part_are_its_own() -> None:
    rows, part = some_rows(), np.arange(0, 40, 3)
    weights = np.ones((40, 1))
    kept = np.zeros((40, 1))
    kept[part] = 1
    assert np.allclose(rows.take(part).moments(weights[part]), rows.moments(kept))
