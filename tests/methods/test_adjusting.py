"""Bounds that owners set: what is foretold of another bound is what comes of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.methods.lifecycle import Lifecycle
from segmentation.methods.registry import Method
from segmentation.methods.shopper_categories import ShopperCategories
from segmentation.model.beliefs import Beliefs
from segmentation.model.segments import Segmentation
from tests.methods.tables import BUYERS, Buyer, table


@pytest.mark.parametrize("method", [ShopperCategories(), Lifecycle()], ids=lambda method: method.key)
@given(buyers=BUYERS)
@settings(max_examples=60, deadline=None)
def test_a_bound_does_what_it_was_said_to_do(method: Method, buyers: list[Buyer]) -> None:
    customers = table(buyers)
    found = method.segment(customers, Beliefs())
    if not isinstance(found, Segmentation):
        return
    now = tuple(segment.figures.customers for segment in found.segments)
    for adjustment in found.adjustments:
        for option in adjustment.options:
            wish = Beliefs(wishes={adjustment.setting: option.number})
            after = method.segment(customers, wish)
            assert isinstance(after, Segmentation)
            assert tuple(each.figures.customers for each in after.segments) == option.customers != now
            assert sum(option.customers) == customers.count


@pytest.mark.parametrize("method", [ShopperCategories(), Lifecycle()], ids=lambda method: method.key)
@given(buyers=BUYERS, pick=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_a_typed_bound_does_what_it_was_said_to_do(method: Method, buyers: list[Buyer], pick: float) -> None:
    customers = table(buyers)
    found = method.segment(customers, Beliefs())
    if not isinstance(found, Segmentation):
        return
    for adjustment in found.adjustments:
        if not adjustment.typed:
            continue
        low, high = adjustment.typed[0].number, adjustment.typed[-1].number
        number = float(f"{low + (high - low) * pick**4:.1e}")
        foretold = adjustment.option(number)
        if foretold is None:
            continue
        after = method.segment(customers, Beliefs(wishes={adjustment.setting: number}))
        assert isinstance(after, Segmentation)
        assert tuple(each.figures.customers for each in after.segments) == foretold.customers


def test_the_owners_bound_is_marked_as_theirs_and_others_are_offered_beside_it() -> None:
    buyers = [Buyer(ago=[day], revenue=10_000 * day) for day in range(1, 400, 3)]
    found = ShopperCategories().segment(table(buyers), Beliefs(wishes={"lapsed_days": 90}))
    assert isinstance(found, Segmentation)
    gone, heavy = found.adjustments
    assert (gone.used, gone.is_own, heavy.is_own) == (90, True, False)
    assert [option.number for option in gone.options] == [30, 45, 60, 120, 150, 180]
    assert found.settings["lapsed_days"] == 90
    assert found.settings["set_by_owner"] == 1


def test_amounts_offered_are_easy_to_remember() -> None:
    sizes = np.random.default_rng(3).lognormal(10, 1, 300)
    found = ShopperCategories().segment(
        table([Buyer(ago=[5], revenue=int(size * 1000)) for size in sizes]), Beliefs()
    )
    assert isinstance(found, Segmentation)
    offered = [option.number for option in found.adjustments[1].options]
    assert offered == sorted(offered)
    for amount in offered:
        figures = f"{amount:g}".rstrip("0").replace(".", "").lstrip("0")
        assert len(figures) == 1 or (len(figures) == 2 and figures[1] == "5")
