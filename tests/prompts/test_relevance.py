"""A text beside the words of the people, from what was told and measured alone."""

from dataclasses import replace

import pytest

from prompts.told.relevance import relevance
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.channels import Advice, PersonaPlan, Plan
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Share, Shares, Terms, Texts
from tests.prompts.samples import FROM_ANSWERS, HYPOTHESIS

LANGUAGES = catalog().languages
ANNA = replace(
    HYPOTHESIS,
    key="anna",
    name="Anna",
    fields=(
        PersonaField(
            FieldKey.WHAT, Shares((Share("Loose tea", 0.9), Share("Teaware", 0.1))), Source.MEASURED, 42
        ),
        PersonaField(FieldKey.NEEDS, Texts(("A calm cup at home",)), Source.TOLD),
        PersonaField(FieldKey.WHY, Terms("buying_reason", ("gift", "habit")), Source.TOLD),
        PersonaField(FieldKey.INTERESTS, Terms("interests", ("sport",)), Source.ASSUMED, rule="any"),
        PersonaField(FieldKey.AVOID, Terms("avoid", ("hurry",)), Source.ASSUMED, rule="any"),
    ),
)
BERT = replace(
    HYPOTHESIS,
    key="bert",
    name="Bert",
    fields=(PersonaField(FieldKey.NEEDS, Texts(("睡前的花草茶",)), Source.TOLD),),
)


def shown(*people: Persona, say: tuple[Advice, ...] = ()) -> Analysis:
    plans = tuple(PersonaPlan(each.key, (), (), say, (), ()) for each in people)
    return replace(FROM_ANSWERS, personas=people, plan=Plan(plans, ()))


def lines(text: str, *people: Persona, language: str = "en", say: tuple[Advice, ...] = ()) -> list[str]:
    return relevance(shown(*people, say=say), text, language).splitlines()


def test_each_theme_says_which_words_are_met_and_which_are_missing() -> None:
    told = lines("Our tea makes a calm present. Only today!", ANNA)
    assert "*Anna*: 3 of 3 things" in told
    assert "✓ What they buy: tea" in told
    assert "✓ What they need: calm" in told
    assert "✓ Why they buy: present" in told
    assert "⚠ Better not: only today" in told


def test_what_is_the_same_of_everybody_is_told_once() -> None:
    clara = replace(ANNA, key="clara", name="Clara", fields=(*BERT.fields, ANNA.fields[2]))
    told = lines("A present", ANNA, clara)
    assert told.count("✓ Why they buy: present") == 1
    assert (
        told.index("*For all of them*")
        < told.index("✓ Why they buy: present")
        < told.index("*Anna*: 1 of 3 things")
    )
    assert "✗ What they need: calm, cup, home" in told
    assert "*For all of them*" not in lines("A present", ANNA)


def test_what_is_missing_is_named_in_the_words_of_owner_and_file() -> None:
    told = lines("Hello there", ANNA)
    assert "It uses the words of nobody among your people." in told
    assert "✗ What they buy: Loose, tea, Teaware" in told
    assert "✗ What they need: calm, cup, home" in told
    assert "✗ Why they buy: As a gift, Out of habit" in told


def test_what_a_rule_assumed_is_nobodys_word() -> None:
    assert not any("interests" in line for line in lines("sport and fitness", ANNA))
    assumed = replace(ANNA, fields=ANNA.fields[3:])
    assert lines("sport", assumed) == [catalog().text("relevance.no_words", "en")]


def test_who_finds_most_comes_first() -> None:
    told = lines("花草茶，睡前喝", ANNA, BERT)
    assert "It speaks most to *Bert*." in told
    assert told.index("*Bert*: 1 of 1 thing") < told.index("*Anna*: 0 of 3 things")
    assert "✓ What they need: 睡前, 花草茶" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_may_be_in_another_language_than_the_chat(language: str) -> None:
    theme = catalog().text("relevance.theme.why", language)
    for text in ("A gift with a ribbon", "礼物已经包好"):
        (line,) = [each for each in lines(text, ANNA, language=language) if theme in each]
        assert line.startswith("✓")


def test_what_people_compare_and_what_the_shop_does_best_count_where_they_were_told() -> None:
    say = (Advice("say.compares.reviews"), Advice("say.strength", {"strength": "We taste every tea"}))
    told = lines("Rated five stars. Every tea tasted by us.", BERT, say=say)
    assert "✓ What they compare: stars, rated" in told
    assert "✓ What you do best: taste, every, tea" in told


def test_every_option_that_can_be_told_has_words_in_every_language() -> None:
    for language in LANGUAGES:
        for topic in ("buying_reason", "compares", "interests"):
            options = {
                key.split(".")[2] for key in catalog().keys(language) if key.startswith(f"terms.{topic}.")
            }
            worded = {
                key.split(".")[3]
                for key in catalog().keys(language)
                if key.startswith(f"relevance.words.{topic}.")
            }
            assert worded == options
