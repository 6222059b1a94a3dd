"""The best that can be said for "your customers are all of one kind".

A mixture of plain groups beats one plain group on any table that is merely skewed, flat, curved, or whose
categories go along with its numbers. So its rival is one group that may be all of this: each number is bent
by a sinh-arcsinh transformation (C. Jones and A. Pewsey 2009) to a common t distribution, one number may
follow the square of another, and each category may depend on numbers and earlier categories by logistic
regression. Every such freedom is taken only where it earns more than Schwarz's criterion asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from segmentation.mixture.em import Fit, completed, fit
from segmentation.mixture.groups import Spread
from segmentation.mixture.rows import Floats, Rows

_STEPS = 60
_FARTHEST = 4.0
"""Bound of the parameters of a bend."""
_DISTINCT = 5
"""A number with fewer values has no shape to bend."""
_PREDICTORS = 5
"""At most so many things a category may depend on."""


def one_group_bic(rows: Rows) -> float:
    """Schwarz's criterion of one flexible group, to compare with `Fit.bic` on the same rows."""
    price = float(np.log(len(rows)))
    numbers = _curved(_bent(rows, price), price)
    told = completed(numbers.rows, numbers.fit)
    return numbers.bic(price) + _categories_bic(rows, told, price)


@dataclass(frozen=True, slots=True, eq=False)
class _Numbers:
    """The numbers after bending, as one t distribution; `slopes` is the log of the bends' derivatives."""

    rows: Rows
    fit: Fit
    slopes: float
    parameters: int

    def bic(self, price: float) -> float:
        parameters = self.parameters + self.fit.mixture.parameters(())
        return -2 * (self.fit.log_likelihood + self.slopes) + price * parameters


def _one(rows: Rows) -> Fit:
    return fit(rows, np.ones((len(rows), 1)), Spread.COMMON, steps=_STEPS)


def _bent(rows: Rows, price: float) -> _Numbers:
    plain = replace(rows, dummies=np.zeros((len(rows), 0)), levels=())
    tail = _one(plain).mixture.tail
    known, numbers = rows.known[rows.pattern], rows.numbers.copy()
    slopes, parameters = 0.0, 0
    for column in range(numbers.shape[1]):
        here = known[:, column]
        bend = _bend(numbers[here, column], tail, price)
        if bend is not None:
            numbers[here, column], log_slopes = bend
            slopes, parameters = slopes + float(log_slopes.sum()), parameters + 2
    bent = replace(plain, numbers=numbers)
    return _Numbers(bent, _one(bent), slopes, parameters)


def _bend(values: Floats, tail: float, price: float) -> tuple[Floats, Floats] | None:
    """The bent values and the logs of the derivative, where bending earns its two parameters."""
    if len(np.unique(values)) < _DISTINCT:
        return None

    def loss(parameters: Sequence[float]) -> float:
        bent, slopes = _sinh_arcsinh(values, parameters)
        # Of the t distribution only what hangs on the values: the rest is the same for all bends.
        return float(np.mean((tail + 1) / 2 * np.log1p(bent * bent / tail) - slopes))

    straight = _minimum(lambda place: loss((*place, 0.0, 0.0)), (0.0, 0.0))
    bent = _minimum(loss, (*straight.place, 0.0, 0.0))
    if 2 * (straight.loss - bent.loss) * len(values) < 2 * price:
        return None
    return _sinh_arcsinh(values, bent.place)


def _sinh_arcsinh(values: Floats, parameters: Sequence[float]) -> tuple[Floats, Floats]:
    centre, log_width, skew, log_tail = np.clip(parameters, -_FARTHEST, _FARTHEST)
    standard = (values - centre) / np.exp(log_width)
    turned = np.exp(log_tail) * np.arcsinh(standard) - skew
    slopes = log_tail - log_width + np.log(np.cosh(turned)) - np.log1p(standard * standard) / 2
    return np.sinh(turned), slopes


@dataclass(frozen=True, slots=True)
class _Minimum:
    place: tuple[float, ...]
    loss: float


def _minimum(loss: Callable[[Sequence[float]], float], start: tuple[float, ...]) -> _Minimum:
    options = {"maxiter": 60 * len(start), "xatol": 1e-2, "fatol": 1e-5}
    found = minimize(loss, start, method="Nelder-Mead", options=options)
    return _Minimum(tuple(map(float, found.x)), float(found.fun))


def _curved(numbers: _Numbers, price: float) -> _Numbers:
    """One number after the other freed from the square of another, while that earns its parameter.

    Taking a function of one number from another leaves volumes as they are, so likelihoods compare.
    """
    for _ in range(numbers.rows.numbers.shape[1]):
        straightened = _straightened(numbers)
        if straightened is None or straightened.bic(price) >= numbers.bic(price):
            return numbers
        numbers = straightened
    return numbers


def _straightened(numbers: _Numbers) -> _Numbers | None:
    table, known = completed(numbers.rows, numbers.fit), numbers.rows.known[numbers.rows.pattern]
    if table.shape[1] < 2:  # noqa: PLR2004  # it takes two to curve
        return None
    curves = [_curve(table, known, column) for column in range(table.shape[1])]
    column = int(np.argmax([curve.earned for curve in curves]))
    freed = numbers.rows.numbers.copy()
    freed[:, column] -= np.where(known[:, column], curves[column].values, 0)
    rows = replace(numbers.rows, numbers=freed)
    return _Numbers(rows, _one(rows), numbers.slopes, numbers.parameters + 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Curve:
    values: Floats
    earned: float


def _curve(table: Floats, known: NDArray[np.bool_], column: int) -> _Curve:
    """The square that tells most about `column` beyond what all other numbers tell linearly."""
    others = np.delete(np.arange(table.shape[1]), column)
    line = np.column_stack([np.ones(len(table)), table[:, others]])
    squares = table[:, others] ** 2 - 1
    both = np.column_stack([table[:, column], squares])
    rest = both - line @ np.linalg.lstsq(line, both, rcond=None)[0]
    rest[~known[:, column]] = 0
    target, bends = rest[:, 0], rest[:, 1:]
    slopes = bends.T @ target / np.maximum((bends**2).sum(axis=0), 1e-9)
    earned = slopes * (bends.T @ target) / max(float(target @ target), 1e-9)
    best = int(np.argmax(earned))
    gain = -int(known[:, column].sum()) * float(np.log(max(1 - earned[best], 1e-9)))
    return _Curve(slopes[best] * squares[:, best], gain)


def _categories_bic(rows: Rows, numbers: Floats, price: float) -> float:
    predictors, total = list(numbers.T[:, :, None]), 0.0
    for dummies in rows.categories():
        told = dummies.max(axis=1) > 0
        if told.any():
            total += _category_bic(dummies[told], [predictor[told] for predictor in predictors], price)
            predictors.append(np.where(told[:, None], dummies - dummies[told].mean(axis=0), 0))
    return total


def _category_bic(dummies: Floats, predictors: Sequence[Floats], price: float) -> float:
    """Of one category, by itself or as it depends on the strongest of `predictors`."""
    levels = int(dummies.shape[1]) - 1
    shares = dummies.mean(axis=0)
    best = -2 * float((dummies @ np.log(np.maximum(shares, 1e-9))).sum()) + price * levels
    if (shares > 0).sum() < 2:  # noqa: PLR2004  # one level depends on nothing
        return best
    taken: list[Floats] = []
    for predictor in sorted(predictors, key=lambda each: -_strength(dummies, each))[:_PREDICTORS]:
        tried = [*taken, predictor]
        slopes = sum(max(1, each.shape[1] - 1) for each in tried)
        bic = _logistic_deviance(dummies.argmax(axis=1), np.hstack(tried)) + price * levels * (1 + slopes)
        if bic < best:
            best, taken = bic, tried
    return best


def _strength(dummies: Floats, predictor: Floats) -> float:
    """The largest part of a predictor's variance that lies between the levels."""
    centred = predictor - predictor.mean(axis=0)
    sizes = np.maximum(dummies.sum(axis=0), 1)[:, None]
    between = ((dummies.T @ centred) ** 2 / sizes).sum(axis=0)
    return float((between / np.maximum((centred**2).sum(axis=0), 1e-9)).max())


def _logistic_deviance(levels: NDArray[np.intp], predictors: Floats) -> float:
    model = LogisticRegression(C=10, max_iter=50, tol=1e-3).fit(predictors, levels)
    chosen = np.searchsorted(model.classes_, levels)
    return -2 * float(model.predict_log_proba(predictors)[np.arange(len(levels)), chosen].sum())
