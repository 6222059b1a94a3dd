"""What owners know better of a person, over what was worked out; and names in letters they can read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from bot.beliefs import beliefs
from bot.dialogue.answers import Answer, WordList
from bot.dialogue.questions import QUESTIONS, Question
from bot.dialogue.validation import NoAnswer, Refusal, parse
from prompts.option_words import option_words
from prompts.values import catalog
from segmentation.channels.correcting import corrected as following
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Texts
from segmentation.personas.names import repainted

NAME = "name"
"""Stands for the name of a persona where else there is the key of a field."""
NAME_RULE = "name_told"
_QUESTIONS = {question.key: question for question in QUESTIONS}
_ASKED_BY = {
    FieldKey.AGE: _QUESTIONS["age"],
    FieldKey.SEX: _QUESTIONS["sex"],
    FieldKey.PLACE: _QUESTIONS["region"],
    FieldKey.ONLINE_LEVEL: _QUESTIONS["online_level"],
    FieldKey.WHY: _QUESTIONS["buying_reason"],
    FieldKey.WHEN: _QUESTIONS["buying_time"],
    FieldKey.WHERE: _QUESTIONS["places"],
    FieldKey.NEEDS: _QUESTIONS["problem"],
    FieldKey.OBJECTIONS: _QUESTIONS["compares"],
}
"""Fields on which a plan rests, and the question that tells them of everybody."""


def corrected(analysis: Analysis, corrections: Mapping[str, str], language: str) -> Analysis:
    """The result with the owner's `corrections` (by `<persona>/<field>`), for a reader of `language`.

    The plan follows what they say, as far as it reads as an answer to the question on the same.
    """
    year = analysis.as_of.year
    told = {each.key: _answers(_told(each, corrections), year) for each in analysis.personas}
    people = (_corrected(each, corrections, told[each.key], language) for each in analysis.personas)
    plan = following(analysis.plan, {key: answers for key, answers in told.items() if answers.answers})
    return replace(analysis, personas=tuple(people), plan=plan)


def _corrected(persona: Persona, corrections: Mapping[str, str], answers: Beliefs, language: str) -> Persona:
    named = replace(persona, name=persona.name_in(language))
    own_name = corrections.get(f"{persona.key}/{NAME}")
    if own_name is not None:
        named = replace(persona, name=own_name, name_rule=NAME_RULE)
    told = {key: PersonaField(key, Texts((text,)), Source.TOLD) for key, text in _told(persona, corrections)}
    fields = {field.key: field for field in persona.fields} | told
    shown = tuple(fields[key] for key in FieldKey if key in fields)
    return replace(named, portrait=repainted(persona.portrait, answers), fields=shown)


def _told(persona: Persona, corrections: Mapping[str, str]) -> Iterator[tuple[FieldKey, str]]:
    """What a file has measured meanwhile is not corrected."""
    measured = {field.key for field in persona.fields if field.source is Source.MEASURED}
    for key in FieldKey:
        text = corrections.get(f"{persona.key}/{key}")
        if text is not None and key not in measured:
            yield key, text


def _answers(told: Iterable[tuple[FieldKey, str]], year: int) -> Beliefs:
    """What was told of one person, read as what is told of everybody."""
    asked = ((_ASKED_BY[key], text) for key, text in told if key in _ASKED_BY)
    return beliefs({question.key: _answer(question, text, year) for question, text in asked})


def _answer(question: Question, text: str, year: int) -> Answer:
    """Words we cannot read are an answer that says nothing."""
    read = parse(question, text, year, _option_words().get(question.key))
    return WordList(()) if isinstance(read, Refusal | NoAnswer) else read


@cache
def _option_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return option_words(catalog())
