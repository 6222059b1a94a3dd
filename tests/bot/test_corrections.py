"""The owner's words over what was worked out, on everything that is made of a result."""

import json
from dataclasses import replace

from bot.results.corrections import corrected
from bot.results.export import personas_json
from bot.results.own_names import edition
from prompts.drawn.cards import card
from prompts.told.telling import persona
from segmentation.model.personas import FieldKey, Source
from segmentation.model.values import Texts
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
