"""What groups of customers will bring together, with intervals."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segmentation.model.customers import CustomerTable
from segmentation.value.histories import Floats, Histories, buyers, histories
from segmentation.value.outlook import Outlook, amounts
from segmentation.value.purchasing import Purchasing, opportunities
from segmentation.value.spending import Spending

FUTURES = 200
SIMULATED = 20_000
"""With more customers than this, every k-th is simulated and counted k times; that widens, never narrows."""

_ENDS = (2.5, 97.5)
_RAREST = 1e-12
"""A dropout that would come after more orders than anybody places."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """An expected total with its 95 % interval."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Prospects:
    """Of one group, over the weeks of the outlook."""

    alive: float
    """Expected number of people who are still customers."""
    orders: Forecast
    value: Forecast
    """In units of the currency."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """The same futures, counted for everybody and by group."""

    everybody: Prospects
    groups: tuple[Prospects, ...]


def prospects(
    customers: CustomerTable, found: Outlook, membership: NDArray[np.int32], groups: int, seed: int
) -> Foretold:
    """What everybody will bring, and each group from 0 to `groups` - 1; `membership` tells a customer's.

    The intervals hold both kinds of ignorance: the parameters of the models (drawn around the most
    likely ones) and chance (every future is played through, customer by customer). They do not hold
    that the models could be wrong, or that the shop will change.
    """
    rows = buyers(customers)
    group = membership[rows]
    step = max(-(-len(group) // SIMULATED), 1)
    players = _players(customers, rows, step)
    chance = np.random.default_rng(seed)
    orders, value = np.empty((FUTURES, groups)), np.empty((FUTURES, groups))
    for future in range(FUTURES):
        placed, spent = _future(players, found, chance)
        orders[future] = np.bincount(group[::step], placed, groups) * step
        value[future] = np.bincount(group[::step], spent, groups) * step
    return Foretold(
        everybody=_prospects(found, rows, orders.sum(axis=1), value.sum(axis=1)),
        groups=tuple(
            _prospects(found, rows & (membership == index), orders[:, index], value[:, index])
            for index in range(groups)
        ),
    )


def _prospects(found: Outlook, members: NDArray[np.bool_], orders: Floats, value: Floats) -> Prospects:
    """Of the customers `members` tells, with their orders and money in every future."""
    return Prospects(
        alive=float(found.alive[members].sum()),
        orders=_forecast(found.orders[members], orders),
        value=_forecast(found.value[members], value),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Players:
    """The simulated customers: their histories, their orders and the average of these."""

    histories: Histories
    orders: Floats
    average: Floats


def _players(customers: CustomerTable, rows: NDArray[np.bool_], step: int) -> _Players:
    orders, average = (each[rows][::step] for each in amounts(customers))
    known = histories(customers)
    return _Players(
        Histories(known.repeats[::step], known.last[::step], known.watched[::step]), orders, average
    )


def _future(players: _Players, found: Outlook, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Orders and money of each customer in one possible future."""
    placed = _placed(players.histories, _drawn_purchasing(found.purchasing, chance), found.weeks, chance)
    return placed, _spent(players, placed, _drawn_spending(found.spending, chance), chance)


def _drawn_purchasing(model: Purchasing, chance: np.random.Generator) -> Purchasing:
    """One of the models that the data would have allowed."""
    r, alpha, a, b = np.exp(chance.multivariate_normal(np.zeros(4), model.covariance))
    return replace(model, r=model.r * r, alpha=model.alpha * alpha, a=model.a * a, b=model.b * b)


def _drawn_spending(model: Spending, chance: np.random.Generator) -> Spending:
    p, q, gamma = np.exp(chance.multivariate_normal(np.zeros(3), model.covariance))
    return replace(model, p=model.p * p, q=model.q * q, gamma=model.gamma * gamma)


def _placed(known: Histories, model: Purchasing, weeks: float, chance: np.random.Generator) -> Floats:
    """Orders until the end or the dropout: whichever of a Poisson and a geometric number is smaller."""
    alive = chance.random(known.count) < model.alive(known)
    rate = chance.gamma(model.r + known.repeats, 1 / (model.alpha + known.watched))
    dropout = chance.beta(model.a, model.b + opportunities(model.dropout, known.repeats))
    until_end = chance.poisson(rate * weeks)
    until_dropout = chance.geometric(np.maximum(dropout, _RAREST))
    return np.where(alive, np.minimum(until_end, until_dropout), 0).astype(np.float64)


def _spent(players: _Players, placed: Floats, model: Spending, chance: np.random.Generator) -> Floats:
    """Gamma distributed amounts around a mean that is drawn from what the customer's own orders allow."""
    spent_so_far = players.orders * players.average
    pace = chance.gamma(model.q + model.p * players.orders, 1 / (model.gamma + spent_so_far))
    return np.asarray(chance.gamma(model.p * placed) / pace)


def _forecast(expected: Floats, futures: Floats) -> Forecast:
    low, high = np.percentile(futures, _ENDS)
    return Forecast(float(expected.sum()), float(low), float(high))
