import numpy as np
import pytest

from segmentation.model.segments import SwitchedOff
from segmentation.value.outlook import Outlook, outlook
from segmentation.value.prospects import prospects
from tests.methods.tables import Buyer, table


def some_shop() -> list[Buyer]:
    chance = np.random.default_rng(11)
    buyers = []
    for _ in range(200):
        days = sorted({int(day) for day in chance.integers(0, 700, chance.integers(1, 8))})
        buyers.append(Buyer(ago=days, revenue=int(len(days) * chance.gamma(5, 60_000))))
    return buyers


def test_every_buyer_has_an_outlook_and_nobody_else() -> None:
    customers = table([*some_shop(), Buyer(revenue=-50_000)])
    found = outlook(customers, 52)
    assert isinstance(found, Outlook)
    assert np.isnan(found.value[-1])
    assert (found.value[:-1] > 0).all()
    assert ((found.alive[:-1] >= 0) & (found.alive[:-1] <= 1)).all()


def test_what_is_ordered_twice_on_a_day_is_worth_as_much_as_one_order_of_both() -> None:
    whole = some_shop()
    parted = [Buyer(ago=[*each.ago, *each.ago], revenue=each.revenue) for each in whole]
    here, there = outlook(table(whole), 26), outlook(table(parted), 26)
    assert isinstance(here, Outlook)
    assert isinstance(there, Outlook)
    assert there.value == pytest.approx(here.value)


def test_the_same_customers_in_another_order_have_the_same_outlook() -> None:
    shop = some_shop()
    here, there = outlook(table(shop), 26), outlook(table(shop[::-1]), 26)
    assert isinstance(here, Outlook)
    assert isinstance(there, Outlook)
    assert here.value == pytest.approx(there.value[::-1], rel=1e-4)


@pytest.mark.parametrize(
    ("buyers", "why"),
    [
        ([Buyer()] * 30, "no_orders"),
        ([Buyer(ago=[3, 9])] * 30, "no_amounts"),
        ([Buyer(ago=[3], revenue=10_000)] * 30, "too_few_repeat_customers"),
    ],
)
def test_what_is_missing_is_named(buyers: list[Buyer], why: str) -> None:
    found = outlook(table(buyers), 52)
    assert isinstance(found, SwitchedOff)
    assert (found.what, found.why) == ("value", why)


def test_the_futures_played_through_average_what_the_formulas_expect() -> None:
    customers = table(some_shop())
    found = outlook(customers, 52)
    assert isinstance(found, Outlook)
    groups = (np.arange(customers.count) % 2).astype(np.int32)
    foretold = prospects(customers, found, groups, 2, seed=1)
    both = foretold.groups
    assert sum(group.orders.expected for group in both) == pytest.approx(float(found.orders.sum()))
    for group in (*both, foretold.everybody):
        assert group.orders.low < group.orders.expected < group.orders.high
        assert group.value.low < group.value.expected < group.value.high
        middle = (group.orders.low + group.orders.high) / 2
        assert middle == pytest.approx(group.orders.expected, rel=0.1)


def test_a_large_group_is_foretold_by_some_of_its_customers_and_a_small_one_by_all() -> None:
    customers = table(some_shop() * 60)
    found = outlook(customers, 52)
    assert isinstance(found, Outlook)
    groups = (np.arange(customers.count) >= 3).astype(np.int32)
    few, many = prospects(customers, found, groups, 2, seed=1).groups
    for group in (few, many):
        assert group.orders.low < group.orders.expected < group.orders.high
        assert group.value.low < group.value.expected < group.value.high
    assert few.returning <= 3
    assert many.orders.high - many.orders.low < 0.1 * many.orders.expected


def test_the_same_seed_gives_the_same_prospects() -> None:
    customers = table(some_shop())
    found = outlook(customers, 52)
    assert isinstance(found, Outlook)
    everybody = np.zeros(customers.count, dtype=np.int32)
    assert prospects(customers, found, everybody, 1, seed=3) == prospects(
        customers, found, everybody, 1, seed=3
    )


def test_the_future_falls_into_the_interval_about_as_often_as_promised() -> None:
    inside = [_future_is_foretold(np.random.default_rng(seed)) for seed in range(12)]
    assert sum(inside) >= 10


def _future_is_foretold(chance: np.random.Generator) -> bool:
    """Whether a shop's next half year, of which the table knows nothing, lies within the interval."""
    buyers, to_come = [], 0
    for _ in range(80):
        days, later = _life(chance, watched=int(chance.integers(140, 490)), ahead=182)
        buyers.append(Buyer(ago=sorted(days), revenue=int(len(days) * chance.gamma(5, 60_000))))
        to_come += later
    customers = table(buyers)
    found = outlook(customers, 26)
    assert isinstance(found, Outlook)
    everybody = np.zeros(customers.count, dtype=np.int32)
    orders = prospects(customers, found, everybody, 1, seed=0).everybody.orders
    return orders.low <= to_come <= orders.high


def _life(chance: np.random.Generator, watched: int, ahead: int) -> tuple[set[int], int]:
    """Days ago of the orders, the first `watched` days ago, and how many follow in the days ahead."""
    rate, leaves = chance.gamma(0.8, 1 / 56), chance.beta(0.8, 2.4)
    days, later, day = {watched}, 0, float(watched)
    while chance.random() > leaves:
        day -= chance.exponential(1 / rate)
        if day <= -ahead:
            break
        if day > 0:
            days.add(int(np.ceil(day)))
        else:
            later += 1
    return days, later
