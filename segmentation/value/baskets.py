"""Goods bought together: by their lift, where it is surely more than chance."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from segmentation.model.customers import Baskets, CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.together import Pair, Together

_SURE = 0.05
"""Chance that any of all pairs told is bought together by chance alone."""
_ORDERS_NEEDED, _CUSTOMERS_NEEDED = 10, 5
"""With both goods; a habit of a few customers is no advice for the others."""
_NOTICEABLE = 1.5
"""Lift from which a pair is worth telling."""
_LOOKED_AT = 60
"""Pairs whose customers are counted, the likeliest first."""
_BLOCK = 65_536

Floats = NDArray[np.float64]


def together(customers: CustomerTable, main: Segmentation | None) -> Together | SwitchedOff:
    """The pairs of all customers and of each segment of `main`."""
    baskets = customers.baskets
    if baskets is None:
        return SwitchedOff("together", "no_goods_together")
    everybody = np.ones(customers.count, dtype=np.bool_)
    segments = {} if main is None else {each.key: place for place, each in enumerate(main.segments)}
    groups = {key: pairs(baskets, main.membership == place) for key, place in segments.items() if main}
    return Together(
        goods=len(baskets.goods),
        orders=int(baskets.orders.sum()),
        pairs=pairs(baskets, everybody),
        groups={key: found for key, found in groups.items() if found},
    )


def pairs(baskets: Baskets, rows: NDArray[np.bool_]) -> tuple[Pair, ...]:
    """What the customers in `rows` (one flag each) surely buy together, each of the goods in one pair.

    Lift is n * both / (first * second) over their orders (Brin and others 1997). Orders of the same customer
    are no independent witnesses: its interval is that of as many chance events as there are customers with
    both (Garwood 1936), for all pairs at once (Bonferroni).
    """
    chosen = rows[baskets.customers]
    part = Baskets(baskets.goods, baskets.customers[chosen], baskets.held[chosen], baskets.orders[chosen])
    found = sorted(_sure(part), key=lambda each: (-each.low, each.first, each.second))
    told: list[Pair] = []
    for pair in found:
        if not any({pair.first, pair.second} & {each.first, each.second} for each in told):
            told.append(pair)
    return tuple(told)


def _sure(baskets: Baskets) -> Iterator[Pair]:
    both, goods = _counted(baskets), len(baskets.goods)
    each = np.diag(both)
    expected = np.outer(each, each) / max(baskets.orders.sum(), 1)
    lift = both / np.where(expected > 0, expected, np.inf)
    chance = _SURE / max(goods * (goods - 1), 1)
    enough = np.triu((both >= _ORDERS_NEEDED) & (lift >= _NOTICEABLE), k=1)
    # Fewer customers than orders only make an interval wider: those with the best ends are among these.
    best = np.where(enough, lift * _ends(np.maximum(both, 1), chance)[0], 0.0)
    for place in np.argsort(-best, axis=None, kind="stable")[:_LOOKED_AT]:
        one, other = map(int, np.unravel_index(place, best.shape))
        customers = _customers(baskets, one, other)
        low, high = (float(lift[one, other] * end) for end in _ends(np.array(customers or 1.0), chance))
        if enough[one, other] and low > 1 and customers >= _CUSTOMERS_NEEDED:
            rare, often = sorted((one, other), key=lambda good: (each[good], good))
            yield Pair(
                first=baskets.goods[rare],
                second=baskets.goods[often],
                orders=int(both[one, other]),
                customers=customers,
                taken_along=float(both[one, other] / each[rare]),
                lift=float(lift[one, other]),
                low=low,
                high=high,
            )


def _ends(events: Floats, chance: float) -> tuple[Floats, Floats]:
    """Between which parts of so many events their expected number lies; each end is missed with `chance`."""
    return gammaincinv(events, chance) / events, gammaincinv(events + 1, 1 - chance) / events


def _counted(baskets: Baskets) -> Floats:
    """Orders with each two of the goods; on the diagonal those with each one."""
    goods = len(baskets.goods)
    both = np.zeros((goods, goods))
    for first in range(0, len(baskets.held), _BLOCK):
        block = slice(first, first + _BLOCK)
        bits = baskets.held[block, None] >> np.arange(goods, dtype=np.uint64)
        has = (bits & np.uint64(1)).astype(np.float64)
        both += has.T @ (has * baskets.orders[block, None])
    return both


def _customers(baskets: Baskets, one: int, other: int) -> int:
    """How many had an order with both."""
    wanted = np.uint64((1 << one) | (1 << other))
    return len(np.unique(baskets.customers[(baskets.held & wanted) == wanted]))
