"""What groups of customers will bring together, with intervals."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segmentation.model.customers import CustomerTable
from segmentation.model.value import Estimate
from segmentation.value.histories import Floats, Histories, buyers, histories
from segmentation.value.outlook import Outlook, amounts
from segmentation.value.purchasing import Purchasing, opportunities
from segmentation.value.spending import Spending

FUTURES = 200
SIMULATED = 10_000
"""Each group has an equal part of this; of a larger one, every k-th customer is simulated for all."""

_ENDS = (2.5, 97.5)
_RAREST = 1e-12
"""A dropout that would come after more orders than anybody places."""


@dataclass(frozen=True, slots=True)
class Prospects:
    """Of one group, over the weeks of the outlook."""

    alive: float
    """Expected number of people who are still customers."""
    returning: float
    """Expected number of people who order at least once."""
    orders: Estimate
    """Days with an order."""
    value: Estimate
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
    simulated = _simulated(np.where(rows, membership, -1), groups)
    group, scale = membership[simulated], _scale(found, membership, rows, simulated, groups)
    players = _players(customers, simulated)
    totals = np.empty((3, FUTURES, groups))
    for future, models in enumerate(_possible(found, chance := np.random.default_rng(seed))):
        placed, spent = _future(players, models, found.weeks, chance)
        for total, each in zip(totals, (placed > 0, placed, spent), strict=True):
            total[future] = np.bincount(group, each, groups)
    totals *= scale[:, np.newaxis, :]
    return Foretold(
        everybody=_prospects(found, rows, totals.sum(axis=2)),
        groups=tuple(
            _prospects(found, rows & (membership == index), totals[:, :, index]) for index in range(groups)
        ),
    )


def _simulated(group: NDArray[np.int32], groups: int) -> NDArray[np.bool_]:
    """Whom to simulate: everybody of a group, or every k-th where that were too many."""
    simulated = np.zeros(len(group), dtype=np.bool_)
    for index in range(groups):
        members = np.flatnonzero(group == index)
        simulated[members[:: max(-(-len(members) * groups // SIMULATED), 1)]] = True
    return simulated


def _scale(
    found: Outlook,
    membership: NDArray[np.int32],
    rows: NDArray[np.bool_],
    simulated: NDArray[np.bool_],
    groups: int,
) -> Floats:
    """By how much people, orders and money of a group surpass those of its simulated members."""
    expected = (found.alive, found.orders, found.value)
    every = np.array([np.bincount(membership[rows], each[rows], groups) for each in expected])
    some = np.array([np.bincount(membership[simulated], each[simulated], groups) for each in expected])
    return np.asarray(np.divide(every, some, out=np.ones_like(every), where=some > 0))


def _prospects(found: Outlook, members: NDArray[np.bool_], totals: Floats) -> Prospects:
    """Of the customers `members` tells; `totals` are how many return, their orders and money, by future."""
    returning, orders, value = totals
    return Prospects(
        alive=float(found.alive[members].sum()),
        returning=float(returning.mean()),
        orders=_estimate(found.orders[members], orders),
        value=_estimate(found.value[members], value),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Players:
    """The simulated customers: their histories, their orders and the average of these."""

    histories: Histories
    orders: Floats
    average: Floats


def _players(customers: CustomerTable, simulated: NDArray[np.bool_]) -> _Players:
    orders, average = (each[simulated] for each in amounts(customers))
    return _Players(histories(customers).only(simulated[buyers(customers)]), orders, average)


def _possible(found: Outlook, chance: np.random.Generator) -> Iterator[tuple[Purchasing, Spending]]:
    """The models that the data would have allowed, one pair for each future."""
    buying, spending = found.purchasing, found.spending
    for r, alpha, a, b, p, q, gamma in np.hstack(
        [_factors(buying.covariance, chance), _factors(spending.covariance, chance)]
    ):
        yield (
            replace(buying, r=buying.r * r, alpha=buying.alpha * alpha, a=buying.a * a, b=buying.b * b),
            replace(spending, p=spending.p * p, q=spending.q * q, gamma=spending.gamma * gamma),
        )


def _factors(covariance: Floats, chance: np.random.Generator) -> Floats:
    """How many times the likeliest each parameter is: a row for each future."""
    return np.asarray(np.exp(chance.multivariate_normal(np.zeros(len(covariance)), covariance, size=FUTURES)))


def _future(
    players: _Players, models: tuple[Purchasing, Spending], weeks: float, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """Orders and money of each customer in one possible future."""
    purchasing, spending = models
    known = players.histories
    placed, spent = np.zeros(known.count), np.zeros(known.count)
    alive = chance.random(known.count) < purchasing.alive(known)
    placed[alive] = _placed(known.only(alive), purchasing, weeks, chance)
    back = placed > 0
    spent[back] = _spent(players.orders[back], players.average[back], placed[back], spending, chance)
    return placed, spent


def _placed(alive: Histories, model: Purchasing, weeks: float, chance: np.random.Generator) -> Floats:
    """Orders until the end or the dropout: whichever of a Poisson and a geometric number is smaller."""
    rate = chance.gamma(model.r + alive.repeats, 1 / (model.alpha + alive.watched))
    dropout = chance.beta(model.a, model.b + opportunities(model.dropout, alive.repeats))
    until_end = chance.poisson(rate * weeks)
    until_dropout = chance.geometric(np.maximum(dropout, _RAREST))
    return np.minimum(until_end, until_dropout).astype(np.float64)


def _spent(
    orders: Floats, average: Floats, placed: Floats, model: Spending, chance: np.random.Generator
) -> Floats:
    """Gamma distributed amounts around a mean that is drawn from what the customer's own orders allow."""
    pace = chance.gamma(model.q + model.p * orders, 1 / (model.gamma + orders * average))
    return np.asarray(chance.gamma(model.p * placed) / pace)


def _estimate(expected: Floats, futures: Floats) -> Estimate:
    low, high = np.percentile(futures, _ENDS)
    return Estimate(float(expected.sum()), float(low), float(high))
