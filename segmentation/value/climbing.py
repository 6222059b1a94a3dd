"""The way to the most likely parameters, and how sure they are."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from segmentation.value.histories import Floats

BOUND = 7.0
"""Parameters are searched between exp(-7) and exp(7), in units that suit the shop."""

SEARCHED = 5_000
"""The best start is looked for among so many customers, and then followed over all."""

_STEP = 1e-4
_NEAR_BOUND = 0.01
_WIDEST = 1.0
"""A parameter known no better than to a factor of e: beyond, the curvature at the top says nothing."""
_LEVEL = 1e-2
"""With so little log-likelihood to be won among thousands of customers, one stands on the summit."""
_PATIENCE = 30

Descent = Callable[[Floats], tuple[float, Floats]]
"""The negative log-likelihood and its slope, by the logarithms of the parameters."""


@dataclass(frozen=True, slots=True, eq=False)
class Summit:
    """Where the likelihood is highest: logarithms of the parameters, and how they vary together."""

    logs: Floats
    log_likelihood: float
    covariance: Floats = field(default_factory=lambda: np.empty((0, 0)))


def highest(
    over: Callable[[NDArray[np.bool_]], Descent], customers: int, starts: Iterable[Floats]
) -> Summit | None:
    """The highest summit of the likelihood `over` all customers; None where no start leads to one.

    It is sought from all starts among some customers, and from there followed over all: the curvature
    is the same but for their number, so each step of the second part almost hits.
    """
    some = thinned(customers)
    sketch = over(some)
    summit = climb(sketch, starts)
    if summit is None:
        return None
    spread = covariance(sketch, summit)
    if some.all():
        return Summit(summit.logs, summit.log_likelihood, spread)
    return _followed(over(np.ones_like(some)), summit.logs, spread * some.mean())


def thinned(customers: int) -> NDArray[np.bool_]:
    """Every k-th: at least SEARCHED of them, fewer than twice as many, or all there are."""
    return np.asarray(np.arange(customers) % max(customers // SEARCHED, 1) == 0)


def climb(descent: Descent, starts: Iterable[Floats]) -> Summit | None:
    """The highest summit reached from any of the starts; None where none was reached."""
    reached = [summit for start in starts if (summit := _climb_from(descent, start))]
    return max(reached, key=lambda summit: summit.log_likelihood, default=None)


def _climb_from(descent: Descent, start: Floats) -> Summit | None:
    # Measured against L-BFGS-B and TNC: the fewest steps, and no threads started for a 4 × 4 matrix.
    bounds = [(-BOUND, BOUND)] * len(start)
    found = minimize(descent, start, jac=True, method="SLSQP", bounds=bounds, options={"maxiter": 500})
    return Summit(found.x, -float(found.fun)) if found.success and np.isfinite(found.fun) else None


def _followed(descent: Descent, start: Floats, spread: Floats) -> Summit | None:
    """Newton's method with a curvature that is known beforehand; the usual climb where that fails."""
    logs, value, slope = start, *descent(start)
    for _ in range(_PATIENCE):
        onward = _newton(logs, slope, spread)
        if slope @ (logs - onward) / 2 < _LEVEL:
            return Summit(logs, -value, spread)
        further, its_slope = descent(onward)
        if not further <= value:
            break
        logs, value, slope = onward, further, its_slope
    summit = _climb_from(descent, logs)
    return summit and Summit(summit.logs, summit.log_likelihood, covariance(descent, summit))


def _newton(logs: Floats, slope: Floats, spread: Floats) -> Floats:
    """A step to the summit; a parameter that would leave the bounds stops there, the others allow for it."""
    onward = logs - spread @ slope
    outside = np.abs(onward) > BOUND
    if not outside.any():
        return np.asarray(onward)
    moved = np.where(outside, np.clip(onward, -BOUND, BOUND) - logs, 0)
    curvature = np.linalg.pinv(spread)
    inside = ~outside & (spread.diagonal() > 0)
    rest = (slope + curvature @ moved)[inside]
    moved[inside] = -np.linalg.solve(curvature[np.ix_(inside, inside)], rest)
    return np.clip(logs + moved, -BOUND, BOUND)


def covariance(descent: Descent, summit: Summit) -> Floats:
    """How the logarithms of the parameters vary together: the inverse of the curvature at the summit.

    A parameter at a bound is taken for known; none is taken for less known than to a factor of e.
    """
    size = len(summit.logs)
    curvature = np.empty((size, size))
    for row, step in enumerate(np.eye(size) * _STEP):
        curvature[row] = (descent(summit.logs + step)[1] - descent(summit.logs - step)[1]) / (2 * _STEP)
    free = np.abs(summit.logs) < BOUND - _NEAR_BOUND
    values, directions = np.linalg.eigh((curvature + curvature.T)[np.ix_(free, free)] / 2)
    narrowed = directions @ np.diag(1 / np.maximum(values, 1 / _WIDEST**2)) @ directions.T
    spread = np.zeros((size, size))
    spread[np.ix_(free, free)] = narrowed
    return spread
