import numpy as np
import pytest

from segmentation.model.segments import SwitchedOff
from segmentation.value.outlook import Outlook, outlook
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
