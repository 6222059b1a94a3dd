from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.methods.registry import METHODS, Method
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import OrderGaps, money
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.values import Terms
from tests.methods.tables import BUYERS, GAPS, Buyer, table, taken

FREQUENCIES = st.sampled_from(["daily", "weekly", "monthly", "quarterly", "yearly", "once"])
BELIEFS = st.one_of(
    st.just(Beliefs()), FREQUENCIES.map(lambda term: Beliefs({"frequency": Terms("frequency", (term,))}))
)
every_method = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)


@every_method
@given(buyers=BUYERS, gaps=GAPS, beliefs=BELIEFS)
@settings(max_examples=60, deadline=None)
def test_every_customer_is_in_exactly_one_segment_and_money_adds_up(
    method: Method, buyers: list[Buyer], gaps: OrderGaps, beliefs: Beliefs
) -> None:
    customers = table(buyers, gaps=gaps)
    result = method.segment(customers, beliefs)
    if isinstance(result, SwitchedOff):
        assert result.what == method.key
        return
    assert result.membership.shape == (customers.count,)
    assert result.membership.dtype == np.int32
    for index, segment in enumerate(result.segments):
        members = result.membership == index
        assert segment.figures.customers == members.sum()
        assert segment.figures.revenue == money(customers.revenue_units[members].sum())
    figures = [segment.figures for segment in result.segments]
    assert sum(figure.customers for figure in figures) == customers.count
    assert sum(figure.orders for figure in figures) == customers.orders.sum()
    assert sum((figure.revenue for figure in figures), Decimal()) == money(customers.revenue_units.sum())
    assert len({segment.key for segment in result.segments}) == len(result.segments)


@every_method
@given(buyers=BUYERS, gaps=GAPS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_row_order_changes_nothing_but_among_equals(
    method: Method, buyers: list[Buyer], gaps: OrderGaps, data: st.DataObject
) -> None:
    # Ranks among equal revenues go by id, so revenues are made distinct for this one.
    distinct = [
        Buyer(b.ago, 10_000 * i, b.same_season, b.age, b.sex, b.usual_gap) for i, b in enumerate(buyers)
    ]
    customers = table(distinct, gaps=gaps)
    rows = data.draw(st.permutations(range(customers.count)))
    here = method.segment(customers, Beliefs())
    there = method.segment(taken(customers, rows), Beliefs())
    if isinstance(here, SwitchedOff):
        assert here == there
        return
    assert isinstance(there, Segmentation)
    assert here.segments == there.segments
    assert np.array_equal(here.membership[rows], there.membership)


@every_method
def test_a_list_without_purchases_is_refused_by_methods_that_need_orders(method: Method) -> None:
    customers = table([Buyer(sex="female") for _ in range(30)], has_orders=False)
    result = method.segment(customers, Beliefs())
    if method.needs_orders:
        assert result == SwitchedOff(method.key, "no_orders")
    else:
        assert isinstance(result, Segmentation) or result.why != "no_orders"


@pytest.mark.parametrize("key", ["shopper_categories", "value_tiers", "rfm_grid", "rfm_ranges", "rfm_eight"])
def test_too_few_customers_are_refused_with_the_number_needed(key: str) -> None:
    method = next(method for method in METHODS if method.key == key)
    result = method.segment(table([Buyer(ago=[3], revenue=10_000)] * 3), Beliefs())
    assert isinstance(result, SwitchedOff)
    assert result.why == "too_few_customers"
    assert result.details["customers"] == 3
    assert int(result.details["needed"]) > 3


def test_orders_without_a_date_are_refused_by_name() -> None:
    customers = table([Buyer(ago=[3], revenue=10_000)] * 30)
    customers.last_order_day[:] = -1
    refused = {
        method.key: result.why
        for method in METHODS
        if isinstance(result := method.segment(customers, Beliefs()), SwitchedOff)
    }
    assert refused == {
        "shopper_categories": "no_dates",
        "lifecycle": "no_dates",
        "rfm_grid": "no_dates",
        "rfm_ranges": "no_dates",
        "rfm_eight": "no_dates",
        "audience_kinds": "no_companies",
        "demographics": "no_age_or_sex",
        "natural_groups": "too_few_customers",
    }


def test_orders_without_money_are_refused_by_methods_that_weigh_it() -> None:
    customers = table([Buyer(ago=[3])] * 30)
    refused = {
        method.key
        for method in METHODS
        if isinstance(result := method.segment(customers, Beliefs()), SwitchedOff)
        and result.why == "no_amounts"
    }
    assert refused == {"shopper_categories", "value_tiers", "rfm_ranges", "rfm_eight"}
