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
    both = prospects(customers, found, groups, 2, seed=1)
    assert sum(group.orders.expected for group in both) == pytest.approx(float(found.orders.sum()))
    for group in both:
        assert group.orders.low < group.orders.expected < group.orders.high
        assert group.value.low < group.value.expected < group.value.high
        middle = (group.orders.low + group.orders.high) / 2
        assert middle == pytest.approx(group.orders.expected, rel=0.1)


def test_the_same_seed_gives_the_same_prospects() -> None:
    customers = table(some_shop())
    found = outlook(customers, 52)
    assert isinstance(found, Outlook)
    everybody = np.zeros(customers.count, dtype=np.int32)
    assert prospects(customers, found, everybody, 1, seed=3) == prospects(
        customers, found, everybody, 1, seed=3
    )
