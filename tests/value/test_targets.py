"""Which groups to aim at: what is known is weighed, what is not weighs nothing."""

from dataclasses import replace

import numpy as np
import pytest

from segmentation.methods.value_tiers import ValueTiers
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.model.targets import Criterion, ProfitKind, Ranking
from segmentation.model.values import Terms
from segmentation.value.targets import ranking
from tests.methods.tables import Buyer, table


def shop(**columns: list[float]) -> CustomerTable:
    """Ten buyers, the first two of whom bring most."""
    buyers = [Buyer(ago=[5], revenue=1_000_000 * (20 if i < 2 else 1) + i) for i in range(10)]
    known = table(buyers)
    return replace(known, numeric={name: np.array(column) for name, column in columns.items()})


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


def test_margin_goes_before_sales_where_costs_are_known() -> None:
    margins = [0.0] * 2 + [80.0] * 8
    found = ranked(shop(margin=margins))
    assert found.profit is ProfitKind.MARGIN_SO_FAR
    assert found.targets[-1].segment == "top_20"
    assert found.targets[0].marks[Criterion.PROFIT].figure == pytest.approx(80)


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
