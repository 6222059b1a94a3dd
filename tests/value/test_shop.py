from decimal import Decimal

import pytest
from hypothesis import given, settings

from segmentation.methods.value_tiers import ValueTiers
from segmentation.model.beliefs import Beliefs
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.value import ShopValue
from segmentation.value.shop import shop_value
from tests.methods.tables import BUYERS, Buyer, table
from tests.value.test_outlook import some_shop

EVERYBODY = some_shop()


def test_segments_add_up_to_the_shop_in_all_but_chance() -> None:
    customers = table(EVERYBODY)
    tiers = ValueTiers().segment(customers, Beliefs())
    assert isinstance(tiers, Segmentation)
    found = shop_value(customers, tiers, seed=1)
    assert isinstance(found, ShopValue)
    assert found.method == "value_tiers"
    assert list(found.segments) == [segment.key for segment in tiers.segments]
    groups = list(found.segments.values())
    assert sum(group.customers for group in groups) == found.total.customers == 200
    assert sum(group.alive for group in groups) == pytest.approx(found.total.alive)
    assert sum(group.value.expected for group in groups) == pytest.approx(found.total.value.expected)
    spans = sum(group.value.high - group.value.low for group in groups)
    assert found.total.value.high - found.total.value.low < spans
    assert all(0 < group.returning <= group.customers for group in groups)
    assert all(0 < group.probability_alive <= 1 for group in groups)


def test_money_is_in_cents() -> None:
    found = shop_value(table(EVERYBODY), None, seed=1)
    assert isinstance(found, ShopValue)
    assert (found.method, dict(found.segments)) == (None, {})
    value = found.total.value
    assert {each.as_tuple().exponent for each in (value.expected, value.low, value.high)} == {-2}
    assert Decimal(0) < value.low < value.expected < value.high


@given(buyers=BUYERS)
@settings(max_examples=60, deadline=None)
def test_no_shop_is_too_strange_to_be_told_a_value_or_why_there_is_none(buyers: list[Buyer]) -> None:
    found = shop_value(table(buyers), None, seed=1)
    if isinstance(found, SwitchedOff):
        assert found.what == "value"
        return
    assert 0 <= found.total.alive <= found.total.customers
    assert 0 <= found.total.orders.low <= found.total.orders.high


@pytest.mark.parametrize("days", [[], [1], [1, 2], list(range(1, 400))])
@pytest.mark.parametrize("revenue", [1, 10**14])
def test_customers_who_are_all_the_same_are_no_obstacle(days: list[int], revenue: int) -> None:
    found = shop_value(table([Buyer(ago=days, revenue=revenue)] * 30), None, seed=1)
    assert isinstance(found, (ShopValue, SwitchedOff))


def test_who_never_ordered_is_not_counted() -> None:
    found = shop_value(table([*EVERYBODY, Buyer(), Buyer()]), None, seed=1)
    assert isinstance(found, ShopValue)
    assert found.total.customers == 200


def test_no_customers_at_all_are_no_obstacle() -> None:
    assert shop_value(table([]), None, seed=1) == SwitchedOff("value", "no_orders")
