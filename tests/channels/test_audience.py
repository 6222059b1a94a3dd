"""Figures on audiences are published ones, and no reason shows another."""

import pytest

from segmentation.channels.audience import Published, published
from segmentation.channels.catalogue import catalogue
from segmentation.channels.plan import plan
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Reason
from segmentation.model.values import Range, Terms
from segmentation.personas.build import hypotheses, personas
from tests.personas.shops import Customer, all_in, shop

CHANNELS = {entry.channel.key for entry in catalogue()}
FIGURES = [figure for channel in sorted(CHANNELS) for figure in published(channel)]


def reasons_in(country: str, age: float, channel: str, sex: str | None = None) -> dict[str, Reason]:
    """Why the channel is advised to forty customers of one age who came by it."""
    table = shop([Customer(country=country, age=age, sex=sex, source=channel)] * 40)
    people = personas(table, all_in("regular", table), Beliefs(), "en")
    (one,) = plan(people, table, all_in("regular", table), Beliefs()).personas
    (advice,) = (each for each in one.channels if each.channel == channel)
    return {reason.key: reason for reason in advice.reasons}


@pytest.mark.parametrize(
    "figure", FIGURES, ids=lambda figure: f"{figure.channel}-{figure.country}-{figure.low}"
)
def test_every_figure_has_its_publisher_year_and_address(figure: Published) -> None:
    assert 0 < figure.part < 1
    assert 2015 < figure.year < 2030
    assert figure.publisher
    assert figure.title
    assert figure.address.startswith("https://")
    assert figure.low < figure.high


def test_figures_are_of_channels_that_exist() -> None:
    assert len(FIGURES) > 50
    assert {figure.channel for figure in FIGURES} <= CHANNELS


def test_a_figure_of_the_age_and_country_of_the_group_is_shown_with_publisher_and_year() -> None:
    reason = reasons_in("United States", 24, "instagram")["published.use.ages"]
    assert reason.values == {
        "country": "US",
        "low": 18,
        "high": 29,
        "published_share": 0.8,
        "publisher": "Pew Research Center",
        "year": 2025,
    }


def test_the_same_channel_scores_less_where_fewer_of_that_age_use_it() -> None:
    young = reasons_in("United States", 24, "instagram")["published.use.ages"]
    old = reasons_in("United States", 70, "instagram")["published.use.older"]
    assert old.points < 0 < young.points


def test_a_figure_of_one_country_says_nothing_of_another() -> None:
    reasons = reasons_in("France", 24, "instagram")
    assert not [key for key in reasons if key.startswith("published")]
    assert reasons["age_fits"].values == {"age": 24}


def test_who_uses_a_channel_counts_for_those_who_are_like_them() -> None:
    young = reasons_in("China", 22, "bilibili")
    assert "published.users_young" in young
    assert "age_fits" not in young, "what a figure says is not said again without one"
    assert "published.users_young" not in reasons_in("China", 45, "bilibili")
    assert "published.users_women" in reasons_in("China", 30, "xiaohongshu", "female")
    assert "published.users_women" not in reasons_in("China", 30, "xiaohongshu", "male")


def test_a_region_of_many_countries_borrows_no_figure_from_one_of_them() -> None:
    for region, cited in (("europe", set()), ("north_america", {"US"})):
        told = Beliefs({"region": Terms("region", (region,)), "age": Range(25, 34, "years")})
        (one,) = plan(hypotheses(told, "en"), None, None, told).personas
        countries = {r.values.get("country") for each in one.channels for r in each.reasons} - {None}
        assert countries == cited
