"""Which groups to aim at: what is known is weighed, what is not weighs nothing."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from segmentation.methods.value_tiers import ValueTiers
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.model.targets import Criterion, ProfitKind, Ranking, Return, SpendBasis
from segmentation.model.values import Money, Terms
from segmentation.value.targets import ranking
from tests.methods.tables import Buyer, table


def shop(**columns: list[float]) -> CustomerTable:
    """Ten buyers, the first two of whom bring most."""
    buyers = [Buyer(ago=[5], revenue=1_000_000 * (20 if i < 2 else 1) + i) for i in range(10)]
    known = table(buyers)
    return replace(known, numeric={name: np.array(column) for name, column in columns.items()})


COSTED = [2000.0] * 2 + [100.0] * 8
"""All their sales."""


def ranked(customers: CustomerTable, beliefs: Beliefs | None = None) -> Ranking:
    tiers = ValueTiers().segment(customers, Beliefs())
    assert isinstance(tiers, Segmentation)
    found = ranking(customers, tiers, beliefs or Beliefs())
    assert found is not None
    return found


def test_what_is_not_known_weighs_nothing_and_the_others_share_its_weight() -> None:
    found = ranked(shop())
    assert found.weights == {Criterion.PROFIT: 1.0}
    assert found.profit is ProfitKind.SALES_SO_FAR
    assert found.targets[0].segment == "top_20"
    assert found.targets[0].score == pytest.approx(1)


def test_a_shrinking_group_falls_behind_a_growing_one() -> None:
    lately, before = [100.0] * 2 + [90.0] * 8, [300.0] * 2 + [45.0] * 8
    found = ranked(shop(sales_this_year=lately, sales_year_before=before))
    assert found.weights == pytest.approx({Criterion.PROFIT: 2 / 3, Criterion.GROWTH: 1 / 3})
    best = found.targets[0].marks[Criterion.GROWTH]
    assert (found.targets[0].segment, best.score) == ("next_40", 1)
    assert best.figure == pytest.approx(1)
    assert found.targets[-1].segment == "top_20"
    assert found.targets[-1].marks[Criterion.GROWTH].figure == pytest.approx(-2 / 3)


def test_from_nothing_nobody_says_by_how_much_a_group_has_grown() -> None:
    found = ranked(shop(sales_this_year=[5.0] * 2 + [0.0] * 8, sales_year_before=[0.0] * 6 + [7.0] * 4))
    marks = {target.segment: target.marks[Criterion.GROWTH] for target in found.targets}
    assert (marks["top_20"].figure, marks["top_20"].score) == (None, 1)
    assert (marks["remaining_40"].figure, marks["remaining_40"].score) == (None, 0.5)
    assert marks["next_40"].figure == pytest.approx(-1)
    assert found.targets[0].segment == "top_20"


def test_margin_goes_before_sales_where_costs_are_known() -> None:
    margins = [0.0] * 2 + [80.0] * 8
    found = ranked(shop(margin=margins, costed_sales=COSTED))
    assert found.profit is ProfitKind.MARGIN_SO_FAR
    assert found.targets[-1].segment == "top_20"
    assert found.targets[0].marks[Criterion.PROFIT].figure == pytest.approx(80, rel=1e-4)


def test_where_the_cost_of_half_the_goods_is_known_the_other_half_earns_as_much() -> None:
    halves = [each / 2 for each in COSTED]
    margins = [each * 0.4 for each in halves]
    found = ranked(shop(margin=margins, costed_sales=halves))
    figures = {target.segment: target.marks[Criterion.PROFIT].figure for target in found.targets}
    assert figures == pytest.approx({"top_20": 800, "next_40": 40, "remaining_40": 40}, rel=1e-3)


def test_style_is_compared_with_what_the_group_does() -> None:
    premium = ranked(shop(), Beliefs({"style": Terms("style", ("premium",))}))
    affordable = ranked(shop(), Beliefs({"style": Terms("style", ("affordable",))}))
    fits = [
        {target.segment: target.marks[Criterion.FIT].score for target in each.targets}
        for each in (premium, affordable)
    ]
    assert fits[0]["top_20"] == 1
    assert fits[1]["top_20"] == 0
    natural = ranked(shop(), Beliefs({"style": Terms("style", ("natural",))}))
    assert Criterion.FIT not in natural.weights


def test_reach_is_the_share_with_an_address_or_a_phone() -> None:
    emails = np.array(["a@b.c", *[None] * 9], dtype=object)
    found = ranked(replace(shop(), contacts={"email": emails}))
    marks = {target.segment: target.marks[Criterion.REACH].figure for target in found.targets}
    assert marks == {"top_20": 0.5, "next_40": 0, "remaining_40": 0}


MARGINS = [20.0] * 2 + [0.5] * 8
EARNED = {"margin": MARGINS, "costed_sales": COSTED}
BUDGET = Beliefs({"budget": Money(Decimal(1))})


def returned(found: Ranking) -> dict[str, Return | None]:
    return {target.segment: target.returned for target in found.targets}


def test_the_budget_of_a_year_is_divided_by_customers_and_set_against_the_margin() -> None:
    found = ranked(shop(margin=MARGINS, costed_sales=COSTED, sales_this_year=COSTED), BUDGET)
    assert found.spend is SpendBasis.BY_CUSTOMERS
    top = returned(found)["top_20"]
    assert top is not None
    assert (top.spend, top.margin) == pytest.approx((12 * 2 / 10, 4000 * 40 / 4000), rel=1e-3)
    assert top.on_investment == pytest.approx((40 - 2.4) / 2.4, rel=1e-3)
    spends = [each.spend for each in returned(found).values() if each]
    assert sum(spends) == pytest.approx(12)


def test_customers_who_take_more_service_carry_more_of_the_budget() -> None:
    effort = [9.0] * 2 + [1.0] * 7 + [np.nan]
    columns = {**EARNED, "sales_this_year": [100.0] * 10, "service_score": effort}
    found = ranked(shop(**columns), BUDGET)
    top = returned(found)["top_20"]
    assert found.spend is SpendBasis.BY_EFFORT
    assert top is not None
    assert top.spend == pytest.approx(12 * 18 / (25 + 25 / 9))


@pytest.mark.parametrize(
    ("columns", "beliefs", "missing"),
    [
        ({"sales_this_year": [100.0] * 10}, BUDGET, SpendBasis.NO_MARGIN),
        (EARNED, BUDGET, SpendBasis.NO_MARGIN),
        ({**EARNED, "sales_this_year": [100.0] * 10}, Beliefs(), SpendBasis.NO_BUDGET),
        (
            {**EARNED, "sales_this_year": [100.0] * 10},
            Beliefs({"budget": Money(Decimal(0))}),
            SpendBasis.NO_BUDGET,
        ),
    ],
)
def test_without_margin_or_budget_it_is_said_what_is_missing(
    columns: dict[str, list[float]], beliefs: Beliefs, missing: SpendBasis
) -> None:
    found = ranked(shop(**columns), beliefs)
    assert found.spend is missing
    assert set(returned(found).values()) == {None}
