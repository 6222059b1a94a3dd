"""The owner's words over what was worked out, on everything that is made of a result."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from bot.results.corrections import corrected
from bot.results.export import personas_json
from bot.results.own_names import edition
from prompts.drawn.cards import card
from prompts.told import telling
from prompts.told.telling import persona
from segmentation.channels.catalogue import catalogue
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Plan
from segmentation.model.codec import from_json, to_json
from segmentation.model.personas import FieldKey, Source
from segmentation.model.values import Range, Terms, Texts, Value
from segmentation.pipeline import analyse
from tests.prompts.samples import ANALYSIS, BEST, HYPOTHESIS

WORDS = {f"{BEST.key}/name": "Kate", f"{BEST.key}/needs": "a quiet hour", f"{BEST.key}/occupation": "nurse"}


def test_what_the_owner_says_is_told_and_stands_in_its_place() -> None:
    first = corrected(ANALYSIS, WORDS, "en").personas[0]
    fields = {field.key: field for field in first.fields}
    assert first.name == "Kate"
    assert (fields[FieldKey.NEEDS].value, fields[FieldKey.NEEDS].source) == (
        Texts(("a quiet hour",)),
        Source.TOLD,
    )
    assert [field.key for field in first.fields] == [key for key in FieldKey if key in fields]
    told = persona(first, "zh")
    assert "a quiet hour" in told
    assert "nurse" in told


def test_what_the_file_measures_is_not_corrected() -> None:
    first = corrected(ANALYSIS, {f"{BEST.key}/age": "young"}, "en").personas[0]
    assert first.fields == BEST.fields


def test_a_picture_does_not_contradict_the_sex_that_was_told() -> None:
    first = corrected(ANALYSIS, {f"{HYPOTHESIS.key}/sex": "women and men"}, "en")
    portraits = {each.key: each.portrait for each in first.personas}
    assert portraits[HYPOTHESIS.key].startswith("neutral_")
    assert portraits[BEST.key] == BEST.portrait


def test_a_card_says_that_the_name_was_told() -> None:
    drawn = corrected(ANALYSIS, WORDS, "en")
    assert card(drawn.personas[0], drawn, "en")["name_source"] == Source.TOLD
    assert card(BEST, ANALYSIS, "en")["name_source"] == Source.ASSUMED


def test_what_the_owner_would_say_stands_on_the_card_before_what_the_plan_advises() -> None:
    drawn = corrected(ANALYSIS, {f"{BEST.key}/say": "Your tea is here", f"{BEST.key}/avoid": "Hurry"}, "en")
    told = json.dumps(card(drawn.personas[0], drawn, "en"), default=str)
    assert "Your tea is here" in told
    assert "Hurry" in told


def test_names_follow_the_language_of_the_reader() -> None:
    spelt = replace(HYPOTHESIS, spellings={"zh": "林婉清", "": "Lin Wanqing"})
    analysis = replace(ANALYSIS, personas=(spelt, BEST))
    assert [each.name for each in corrected(analysis, {}, "en").personas] == ["Lin Wanqing", BEST.name]
    assert [each.name for each in corrected(analysis, {}, "zh").personas] == ["林婉清", BEST.name]


def test_what_is_drawn_is_drawn_anew_for_other_words() -> None:
    assert edition({}) == ""
    assert edition(WORDS) != edition({**WORDS, f"{BEST.key}/name": "Ann"})


def test_the_people_as_json_carry_every_field_with_its_source_and_the_plan() -> None:
    people = json.loads(personas_json(corrected(ANALYSIS, WORDS, "en"), "en"))["personas"]
    first = people[0]
    assert first["name"] == "Kate"
    assert first["fields"]["needs"]["source"] == "told"
    assert first["fields"]["age"]["n"] == 812
    assert first["told"]["age"] == "41–55 years"
    assert first["plan"]["channels"][0]["channel"] == "wechat_groups"
    assert first["value"]["customers"] == 4372


# ---- the plan follows ----------------------------------------------------------------------


TOLD: Mapping[str, Value] = {
    "age": Range(25, 34, "years"),
    "sex": Terms("sex", ("mostly_men",)),
    "region": Terms("region", ("europe",)),
    "online_level": Terms("online_level", ("lives_online",)),
    "buying_reason": Terms("buying_reason", ("gift",)),
    "buying_time": Terms("buying_time", ("weekend",)),
    "problem": Texts(("a present in a hurry",)),
    "contact_data": Terms("contact_data", ("messenger",)),
}
PLANNED = analyse([], Beliefs(TOLD), language="en", today=date(2026, 3, 2))
(MAIN,) = (each.key for each in PLANNED.personas)


def reasons(analysis: Analysis) -> set[str]:
    (one,) = analysis.plan.personas
    return {reason.key for each in one.channels for reason in each.reasons}


def ages(analysis: Analysis) -> set[object]:
    (one,) = analysis.plan.personas
    return {
        reason.values["age"] for each in one.channels for reason in each.reasons if "age" in reason.values
    }


def test_without_corrections_the_plan_stays_as_it_was_computed() -> None:
    assert corrected(PLANNED, {}, "en").plan == PLANNED.plan
    assert corrected(PLANNED, {f"{MAIN}/name": "Kate", f"{MAIN}/quote": "Hm"}, "en").plan == PLANNED.plan


def test_a_plan_keeps_what_it_was_chosen_by_when_it_is_stored() -> None:
    assert from_json(to_json(PLANNED.plan), Plan) == PLANNED.plan


@pytest.mark.parametrize(("language", "text"), [("en", "about 65"), ("zh", "大约65岁")])
def test_channels_are_chosen_for_the_age_that_was_told(language: str, text: str) -> None:
    before = corrected(PLANNED, {}, language)
    after = corrected(PLANNED, {f"{MAIN}/age": text}, language)
    assert ages(before) == {30}
    assert ages(after) == {65}
    (old,), (new,) = before.plan.personas, after.plan.personas
    assert [each.channel for each in old.channels] != [each.channel for each in new.channels]
    assert [each.score for each in new.channels] == sorted(
        (each.score for each in new.channels), reverse=True
    )
    told = telling.plan(after, language, MAIN)
    assert "65" in told
    assert "30" not in told
    assert after.personas[0].portrait == "male_65"


def test_the_plan_is_the_one_of_the_same_answer_for_everybody() -> None:
    asked = Beliefs(
        {**TOLD, "age": Range(65, 65, "years"), "online_level": Terms("online_level", ("rarely",))}
    )
    expected = analyse([], asked, language="en", today=date(2026, 3, 2)).plan
    shown = corrected(PLANNED, {f"{MAIN}/age": "65", f"{MAIN}/online_level": "rarely"}, "en")
    assert shown.plan == expected


@pytest.mark.parametrize(("language", "text"), [("en", "quite young at heart"), ("zh", "心态很年轻")])
def test_words_without_an_age_take_the_age_out_of_the_plan(language: str, text: str) -> None:
    shown = corrected(PLANNED, {f"{MAIN}/age": text}, language)
    assert ages(shown) == set()
    assert "30" not in telling.plan(shown, language, MAIN)


@pytest.mark.parametrize(("language", "text"), [("en", "Thailand"), ("zh", "泰国")])
def test_channels_are_those_of_the_place_that_was_told(language: str, text: str) -> None:
    shown = corrected(PLANNED, {f"{MAIN}/place": text}, language)
    assert "leading.southeast_asia" in reasons(shown)
    assert "leading.europe" not in reasons(shown)


def test_of_a_place_that_cannot_be_found_nothing_is_said_and_nothing_blocked_advised() -> None:
    at_home = analyse(
        [], Beliefs({"region": Terms("region", ("china",))}), language="zh", today=date(2026, 3, 2)
    )
    (person,) = at_home.personas
    shown = corrected(at_home, {f"{person.key}/place": "杭州"}, "zh")
    assert not any(key.startswith(("leading.", "used_there", "worldwide")) for key in reasons(shown))
    usable = {entry.channel.key for entry in catalogue() if entry.usable_in("china")}
    assert {each.channel for each in shown.plan.personas[0].channels} <= usable


@pytest.mark.parametrize(
    ("language", "text", "portrait"),
    [("en", "a woman", "female_35"), ("zh", "女性", "female_35"), ("en", "women and men", "neutral_35")],
)
def test_portrait_and_plan_follow_the_sex_that_was_told(language: str, text: str, portrait: str) -> None:
    shown = corrected(PLANNED, {f"{MAIN}/sex": text}, language)
    assert shown.personas[0].portrait == portrait
    known = shown.plan.personas[0].circumstances
    assert known is not None
    assert known.sex == {"female_35": "female"}.get(portrait)


def test_motive_time_and_need_are_spoken_of_as_they_were_told() -> None:
    shown = corrected(
        PLANNED,
        {f"{MAIN}/why": "habit", f"{MAIN}/when": "Payday", f"{MAIN}/needs": "a quiet hour"},
        "en",
    )
    (one,) = shown.plan.personas
    said = {each.key: each.values for each in (*one.say, *one.timing)}
    assert "say.buying_reason.habit" in said
    assert "say.buying_reason.gift" not in said
    assert said["say.problem"] == {"problem": "a quiet hour"}
    assert "timing.told.payday" in said
    assert "timing.told.weekend" not in said


def test_a_motive_in_words_of_their_own_leaves_no_other_in_the_plan() -> None:
    shown = corrected(PLANNED, {f"{MAIN}/why": "because their neighbours have one"}, "en")
    assert not any(each.key.startswith("say.buying_reason") for each in shown.plan.personas[0].say)


def test_where_customers_live_is_not_asked_of_who_has_corrected_it() -> None:
    nowhere = analyse([], Beliefs(), language="en", today=date(2026, 3, 2))
    (person,) = nowhere.personas
    asked = "general.tell_where_they_live"
    assert asked in [each.key for each in nowhere.plan.general]
    shown = corrected(nowhere, {f"{person.key}/place": "Riga"}, "en")
    assert asked not in [each.key for each in shown.plan.general]


def test_a_plan_from_before_keeps_its_channels() -> None:
    (one,) = PLANNED.plan.personas
    old = replace(PLANNED, plan=replace(PLANNED.plan, personas=(replace(one, circumstances=None),)))
    (shown,) = corrected(old, {f"{MAIN}/age": "65", f"{MAIN}/why": "habit"}, "en").plan.personas
    assert shown.channels == one.channels
    assert "say.buying_reason.habit" in [each.key for each in shown.say]
