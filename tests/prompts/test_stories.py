"""A persona as a story: facts only, the same each time."""

from dataclasses import replace

import pytest

from prompts.told.stories import story
from prompts.values import catalog
from segmentation.model.personas import FieldKey, PersonaField, Source
from segmentation.model.values import Range, Texts
from tests.prompts.samples import ANALYSIS, BEST, FROM_ANSWERS

LANGUAGES = catalog().languages
PEOPLE = (*ANALYSIS.personas, *FROM_ANSWERS.personas)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_assumed_is_told_as_a_fact(language: str) -> None:
    for persona in PEOPLE:
        assumed = [field for field in persona.fields if field.source is Source.ASSUMED]
        facts = tuple(field for field in persona.fields if field.source is not Source.ASSUMED)
        assert assumed
        assert story(persona, language) == story(replace(persona, fields=facts), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_holds_the_facts_and_says_who_told_them(language: str) -> None:
    told = PersonaField(FieldKey.NEEDS, Texts(("less {{ noise }}",)), Source.TOLD)
    measured = PersonaField(FieldKey.AGE, Range(41, 55, "years"), Source.MEASURED, n=9)
    text = story(replace(BEST, fields=(measured, told)), language)
    assert "less {{ noise }}" in text
    assert "41" in text
    assert "55" in text
    assert BEST.name in text


def test_people_of_one_result_do_not_sound_alike() -> None:
    keys = [f"lifecycle.{number}" for number in range(8)]
    openings = {story(replace(BEST, key=key, fields=()), "en") for key in keys}
    assert len(openings) == 4
