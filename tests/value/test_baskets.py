"""Goods bought together: what is so is found, and what chance brings together is not."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from segmentation.model.customers import Baskets
from segmentation.model.together import Pair
from segmentation.value.baskets import pairs

GOODS = tuple(f"good {number}" for number in range(20))
ORDERS = 1_500


def baskets(orders: Sequence[tuple[int, frozenset[int]]]) -> Baskets:
    """Of orders, each a customer and what it held."""
    counted = Counter(sorted((customer, sum(1 << each for each in held)) for customer, held in orders))
    customers, held = (np.array(column) for column in zip(*counted, strict=True))
    return Baskets(GOODS, customers, held.astype(np.uint64), np.array(list(counted.values())))


def by_chance(seed: int, customers: int = 300) -> list[tuple[int, frozenset[int]]]:
    """Orders of anybody that hold each of the goods with its own probability, whatever else they hold."""
    random = np.random.default_rng(seed)
    likely = random.uniform(0.02, 0.3, len(GOODS))
    has = random.random((ORDERS, len(GOODS))) < likely
    return [(int(random.integers(customers)), frozenset(np.flatnonzero(row).tolist())) for row in has]


def bought(orders: Sequence[tuple[int, frozenset[int]]]) -> tuple[Pair, ...]:
    found = baskets(orders)
    return pairs(found, np.ones(found.customers.max() + 1, np.bool_))


def test_goods_that_belong_together_are_found_with_their_lift() -> None:
    orders = [(customer, held | {4, 7} if number % 20 == 0 else held - {4})
              for number, (customer, held) in enumerate(by_chance(1))]  # fmt: skip
    (pair,) = bought(orders)
    assert {pair.first, pair.second} == {"good 4", "good 7"}
    first, second = (sum(each in held for _, held in orders) for each in (4, 7))
    assert pair.orders == first == ORDERS // 20
    assert pair.lift == pytest.approx(pair.orders * ORDERS / (first * second))
    assert pair.first == "good 4"
    assert pair.taken_along == 1
    assert 1 < pair.low < pair.lift < pair.high


def test_what_only_chance_brings_together_is_not_told() -> None:
    told = [bought(by_chance(seed)) for seed in range(100, 140)]
    assert sum(map(len, told)) == 0


def test_the_habit_of_a_few_customers_is_nobodys_else() -> None:
    orders = by_chance(2)
    habit = [(number % 4, frozenset({4, 7})) for number in range(200)]
    assert not bought(orders + habit)
    shared = [(number, frozenset({4, 7})) for number in range(200)]
    assert {bought(orders + shared)[0].first, bought(orders + shared)[0].second} == {"good 4", "good 7"}


def test_of_a_group_only_its_own_orders_count() -> None:
    theirs = [
        (customer + 300, held | {1, 2} if number % 10 == 0 else held - {1})
        for number, (customer, held) in enumerate(by_chance(4))
    ]
    found = baskets([*by_chance(3), *theirs])
    group = np.arange(found.customers.max() + 1) >= 300
    (pair,) = pairs(found, group)
    assert {pair.first, pair.second} == {"good 1", "good 2"}
    assert pair.orders >= 100
    assert pairs(found, ~group) == ()


def test_the_most_goods_there_can_be_are_told_apart() -> None:
    goods = tuple(map(str, range(64)))
    held = np.array([(1 << 63) | 1, 1 << 63, 1, 2, 4] * 20, dtype=np.uint64)
    found = Baskets(goods, np.arange(100), held, np.ones(100, np.int64))
    assert pairs(found, np.ones(100, np.bool_)) == ()  # lift 1.25
    together = Baskets(goods, np.arange(100), held, np.tile([10, 1, 1, 30, 30], 20))
    (pair,) = pairs(together, np.ones(100, np.bool_))
    assert (pair.first, pair.second, pair.orders) == ("0", "63", 200)
