"""The pictures of the whole shop: there where there is something to draw, and only then."""

from dataclasses import replace
from decimal import Decimal

import pytest

from prompts.drawn.charts import charts
from prompts.drawn.page import report_html
from prompts.drawn.report import report_pdf
from prompts.values import catalog
from segmentation.model.spread import Spread
from segmentation.model.value import ShopValue
from tests.prompts.samples import ANALYSIS, BEST, COMPARISONS, FROM_ANSWERS, VALUE

LANGUAGES = catalog().languages


def test_a_shop_without_files_has_no_pictures() -> None:
    shown = charts(FROM_ANSWERS, "en")
    assert {name for name, chart in shown.items() if chart} == {"heading"}


def test_told_and_measured_stand_side_by_side_with_the_verdict() -> None:
    rows = charts(ANALYSIS, "en")["told"]["rows"]  # type: ignore[index]  # (a drawing holds anything)
    assert [row["verdict"] for row in rows] == ["disagrees", "agrees", "open"]
    assert (rows[0]["told"], rows[0]["measured"]) == ("25–35 years", "41–55 years")
    assert "Oliver" in rows[0]["whom"]
    assert rows[1]["whom"] == ""


def test_bars_of_told_and_measured_share_an_axis() -> None:
    age, sex, basket = charts(ANALYSIS, "en")["told"]["rows"]  # type: ignore[index]
    assert age["bars"][0][1] < age["bars"][1][0]  # 35 lies below 41
    assert sex["bars"] == []
    assert basket["bars"] == [(0.0, pytest.approx(300 / 448.2)), (0.0, 1.0)]


def test_an_answer_of_one_number_can_still_be_drawn() -> None:
    same = replace(COMPARISONS[0], told=replace(COMPARISONS[0].measured))
    (row,) = charts(replace(ANALYSIS, comparisons=(same,)), "en")["told"]["rows"]  # type: ignore[index]
    assert row["bars"][0] == row["bars"][1]


def test_the_curve_of_sales_is_marked_where_the_tiers_end() -> None:
    marks = charts(ANALYSIS, "en")["sales"]["marks"]  # type: ignore[index]
    assert [mark["text"] for mark in marks] == [
        "20% of the customers bring 75%",
        "60% of the customers bring 95%",
    ]


def test_lapse_points_stand_in_the_band_of_their_day() -> None:
    slowing, gone = charts(ANALYSIS, "en")["gaps"]["lines"]  # type: ignore[index]
    assert 1 < slowing["place"] < 2 < gone["place"] < 3


def test_the_months_to_come_are_told_for_groups_with_customers() -> None:
    shown = charts(ANALYSIS, "en")["outlook"]
    assert [row["name"] for row in shown["rows"]] == ["Regular, big baskets", "Former customers"]  # type: ignore[index]
    assert "£171,000 – £260,000" in str(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "value", [None, replace(VALUE, method="lifecycle"), replace(VALUE, segments={})], ids=repr
)
def test_a_report_is_drawn_with_whatever_pictures_there_are(value: ShopValue | None, language: str) -> None:
    sparse = replace(ANALYSIS, value=value, spread=Spread((), ()), comparisons=COMPARISONS[:1])
    assert charts(sparse, language)["outlook"] is None
    assert report_pdf(sparse, language).startswith(b"%PDF")
    assert BEST.name in report_html(sparse, language).decode()


def test_a_group_that_gives_back_more_than_it_buys_is_drawn_from_nothing() -> None:
    former = VALUE.segments["former"]
    less = replace(former, value=replace(former.value, low=Decimal(-500)))
    value = replace(VALUE, segments={**VALUE.segments, "former": less})
    rows = charts(replace(ANALYSIS, value=value), "en")["outlook"]["rows"]  # type: ignore[index]
    assert rows[-1]["span"][0] == 0
