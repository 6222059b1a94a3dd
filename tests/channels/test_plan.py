"""The plan advises what can be used and says why."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from jinja2 import Environment, meta, nodes

from prompts.values import catalog
from segmentation.channels.catalogue import REGIONS
from segmentation.channels.plan import plan
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice, Plan, Reason
from segmentation.model.values import Money, Terms, Texts, Value
from segmentation.personas.build import hypotheses
from tests.channels.plans import ENTRIES, channels, hypothesis_plan, keys, plan_for, planned, reasons
from tests.personas.shops import Customer, all_in, shop
from tests.personas.strategies import Made, beliefs, shops


def everything_said(made: Plan) -> Iterator[tuple[str, Advice | Reason]]:
    """Catalogue key and what fills it, for everything a plan says."""
    yield from ((f"advice.{each.key}", each) for each in made.general)
    for one in made.personas:
        for part in (one.timing, one.say, one.avoid, one.actions):
            yield from ((f"advice.{each.key}", each) for each in part)
        for channel in one.channels:
            yield from ((f"reasons.{each.key}", each) for each in channel.reasons)


@given(shops(), beliefs())
@settings(max_examples=25, deadline=None)
def test_everything_a_plan_says_exists_in_both_languages_with_exactly_its_placeholders(
    made: Made, told: Beliefs
) -> None:
    plans = (planned(*made, told), plan(hypotheses(told, "en"), None, None, told))
    for key, said in (each for one in plans for each in everything_said(one)):
        for language in catalog().languages:
            assert placeholders(key, language) <= set(said.values), key
            assert catalog().text(key, language, **said.values)


@cache
def placeholders(key: str, language: str) -> frozenset[str]:
    jinja = Environment(autoescape=True)
    text = jinja.parse(catalog().source(key, language))
    jinja.filters |= {each.name: str for each in text.find_all(nodes.Filter)}
    return frozenset(meta.find_undeclared_variables(text)) - {"none"}


@given(shops(), beliefs())
@settings(max_examples=25, deadline=None)
def test_an_advised_channel_can_be_used_and_scores_the_sum_of_its_reasons(made: Made, told: Beliefs) -> None:
    for one in planned(*made, told).personas:
        scores = [each.score for each in one.channels]
        assert scores == sorted(scores, reverse=True)
        for each in one.channels:
            assert each.score == pytest.approx(sum(reason.points for reason in each.reasons))
            assert each.reasons


@given(beliefs())
@settings(max_examples=25, deadline=None)
def test_what_is_advised_for_a_region_is_not_blocked_in_it(told: Beliefs) -> None:
    for region in sorted(REGIONS):
        asked = Beliefs({**told.answers, "region": Terms("region", (region,))})
        for one in plan(hypotheses(asked, "en"), None, None, asked).personas:
            for advice in one.channels:
                assert ENTRIES[advice.channel].usable_in(region)


def test_a_country_that_was_typed_counts_like_its_region_ticked() -> None:
    ticked = hypothesis_plan(region=Terms("region", ("china",)))
    typed = hypothesis_plan(**{"region.others": Texts(("中国",))})
    assert list(channels(typed.personas[0])) == list(channels(ticked.personas[0]))
    assert list(channels(typed.personas[0])) != list(channels(hypothesis_plan().personas[0]))


@given(shops(), beliefs())
@settings(max_examples=20, deadline=None)
def test_the_same_file_and_answers_give_the_same_plan(made: Made, told: Beliefs) -> None:
    assert planned(*made, told) == planned(*made, told)


@pytest.mark.parametrize(
    ("country", "never"),
    [
        ("China", {"facebook", "instagram", "youtube", "whatsapp", "telegram", "tiktok", "google_business"}),
        ("Russia", {"facebook", "instagram", "whatsapp", "linkedin", "social_ads"}),
        ("India", {"tiktok", "wechat", "wechat_moments"}),
    ],
)
def test_a_channel_blocked_in_the_country_of_the_file_is_not_advised_even_if_the_owner_uses_it(
    country: str, never: set[str]
) -> None:
    own = Beliefs({"own_channels": Terms("own_channels", tuple(sorted(never)))})
    customer = Customer(country=country, source="Instagram", phone=True, age=30)
    for segment in ("regular", "first_time", "lapsed"):
        assert not never & channels(plan_for(segment, customer, own)).keys()


def test_where_some_customers_can_use_a_channel_and_others_cannot_the_plan_says_so() -> None:
    told = Beliefs({"own_channels": Terms("own_channels", ("instagram",))})
    table = shop([Customer(country="China")] * 20 + [Customer(country="Germany")] * 25)
    (one,) = planned(table, all_in("regular", table), told).personas
    assert "blocked.china" in reasons(channels(one)["instagram"])


def test_a_chinese_shop_is_advised_chinese_channels() -> None:
    one = plan_for("regular", Customer(country="中国", age=30))
    assert one.channels
    assert {"douyin", "xiaohongshu"} & channels(one).keys()


def test_the_channel_customers_came_by_is_advised_with_its_share_and_n() -> None:
    one = plan_for("regular", Customer(country="United Kingdom", source="instagram"))
    first = one.channels[0]
    assert first.channel == "instagram"
    assert reasons(first)["source_in_file"].values == {"came_share": 1.0, "n": 40}


def test_personal_tools_need_contact_data() -> None:
    without = channels(plan_for("regular", Customer(country="France")))
    assert not [key for key in without if ENTRIES[key].channel.one_to_one]
    with_phone = channels(plan_for("regular", Customer(country="France", phone=True)))
    assert "phone_call" in with_phone
    reached = reasons(with_phone["phone_call"])["contacts_in_file.phone"]
    assert reached.values == {"reached_share": 1.0, "n": 40}


def test_contact_data_the_owner_told_of_count_too() -> None:
    told = Beliefs({"contact_data": Terms("contact_data", ("address",))})
    assert "letter" in channels(plan_for("regular", Customer(country="France"), told))


def test_a_messenger_the_owner_uses_reaches_those_who_are_there_unless_no_contacts_are_kept() -> None:
    own = {"own_channels": Terms("own_channels", ("whatsapp",)), "region": Terms("region", ("europe",))}
    (one,) = hypothesis_plan(**own).personas
    assert "whatsapp" in channels(one)
    (none,) = hypothesis_plan(**own, contact_data=Terms("contact_data", ("none",))).personas
    assert not [key for key in channels(none) if ENTRIES[key].channel.one_to_one]


def test_customers_nobody_can_reach_are_counted() -> None:
    table = shop([Customer(email=number < 10) for number in range(40)])
    made = planned(table, all_in("regular", table))
    (reach,) = (each for each in made.general if each.key == "general.collect_contacts")
    assert reach.values == {"reached_share": 0.25, "n": 40}


def test_people_rarely_online_are_met_offline() -> None:
    told = {"online_level": Terms("online_level", ("rarely",)), "region": Terms("region", ("europe",))}
    (one,) = hypothesis_plan(**told).personas
    assert ENTRIES[one.channels[0].channel].channel.kind == "offline"


@pytest.mark.parametrize(
    "told",
    [
        {"region": Terms("region", ("india",))},
        {"own_channels": Terms("own_channels", ("wechat",))},
        {"budget": Money(Decimal(500), "CNY")},
    ],
)
def test_where_the_customers_live_is_not_asked_when_an_answer_tells(told: dict[str, Value]) -> None:
    assert "general.tell_where_they_live" not in keys(hypothesis_plan(**told).general)


def test_where_the_customers_live_is_asked_when_nothing_but_dollars_are_known() -> None:
    assert "general.tell_where_they_live" in keys(hypothesis_plan(budget=Money(Decimal(9), "USD")).general)


def test_a_shop_that_counts_in_yuan_is_not_sent_to_facebook() -> None:
    (one,) = hypothesis_plan(average_order=Money(Decimal(80), "CNY")).personas
    assert one.channels
    assert all(ENTRIES[each.channel].usable_in("china") for each in one.channels)


def test_a_hypothesis_says_what_would_test_it() -> None:
    (one,) = hypothesis_plan().personas
    assert {"actions.test_with_orders", "actions.test_with_form"} <= set(keys(one.actions))
    assert "actions.test_with_orders" not in keys(plan_for("regular", Customer()).actions)


def test_networks_of_companies_are_for_those_who_sell_to_companies() -> None:
    europe = Terms("region", ("europe",))
    (unknown,) = hypothesis_plan(region=europe).personas
    assert "linkedin" not in channels(unknown)
    (business,) = hypothesis_plan(region=europe, audience=Terms("audience", ("business",))).personas
    assert "linkedin" in channels(business)


def test_a_channel_for_guests_is_only_for_those_who_have_guests_from_there() -> None:
    assert "tripadvisor" not in channels(plan_for("lapsed", Customer(country="United Kingdom")))
    inn = plan_for("regular", Customer(country="United Kingdom", source="TripAdvisor"))
    assert inn.channels[0].channel == "tripadvisor"


def test_traders_are_not_sent_to_networks_of_private_buyers() -> None:
    told = {"audience": Terms("audience", ("trade",)), "region": Terms("region", ("china",))}
    (one,) = hypothesis_plan(**told).personas
    assert "alibaba_1688" in channels(one)
    assert "xiaohongshu" not in channels(one)
