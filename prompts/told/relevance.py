"""An owner's text beside the words of their people: which of them it uses, and which are missing.

The words are those of answers and files, and for answers given by a tap lists of words in every
language; nothing is assumed of anybody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from prompts.catalog import Text
from prompts.labels import blocks
from prompts.values import catalog, joined
from prompts.wordings import found_in, shared, telling_words
from segmentation.model.analysis import Analysis
from segmentation.model.channels import PersonaPlan
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Shares, Terms, Texts

_THEMES: Mapping[FieldKey, str] = {
    FieldKey.WHAT: "what",
    FieldKey.NEEDS: "needs",
    FieldKey.WHY: "why",
    FieldKey.INTERESTS: "interests",
    FieldKey.BRANDS: "brands",
}
_COMPARES, _STRENGTH = "say.compares.", "say.strength"
"""Advice that rests on what the owner told of what people compare, and of what the shop does best."""
_BETWEEN = re.compile("[,、]")
_MOST_MISSING = 4
"""Words of one theme that are named."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Of one theme, the words the text uses and those it does not."""

    theme: str
    met: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a person finds of theirs in the text."""

    persona: Persona
    themes: tuple[_Found, ...]
    unwelcome: tuple[str, ...]

    @property
    def met(self) -> int:
        return sum(bool(each.met) for each in self.themes)


def relevance(analysis: Analysis, text: str, language: str) -> Text:
    """Everybody with what the text says to them, who finds most first."""
    plans = {each.persona: each for each in analysis.plan.personas}
    people = [_heard(each, plans.get(each.key), text, language) for each in analysis.personas]
    known = sorted((each for each in people if each.themes), key=lambda each: -each.met)
    if not known:
        return _text("no_words", language)
    alike = _alike(known)
    return blocks(
        [_text("heading", language), _best(known, language)],
        [_text("everyone", language), *_themes(alike, language)] if alike else (),
        *(_told(each, alike, language) for each in known),
        [_text("note", language)],
    )


def _alike(known: Sequence[_Heard]) -> tuple[_Found, ...]:
    """What is the same of all of several people, to be told once."""
    first, *others = known
    return tuple(each for each in first.themes if others and all(each in other.themes for other in others))


def _text(key: str, language: str, **values: object) -> Text:
    return catalog().text(f"relevance.{key}", language, **values)


# ---- told ----------------------------------------------------------------------------------


def _best(known: Sequence[_Heard], language: str) -> Text:
    most = known[0].met
    names = joined((each.persona.name for each in known if each.met == most), language)
    return _text("best", language, names=names) if most else _text("nobody", language)


def _told(heard: _Heard, alike: Sequence[_Found], language: str) -> Iterator[Text]:
    values = {"name": heard.persona.name, "met": heard.met, "all": len(heard.themes)}
    yield _text("person", language, **values)
    yield from _themes([each for each in heard.themes if each not in alike], language)
    if heard.unwelcome:
        yield _text("better_not", language, words=heard.unwelcome)


def _themes(themes: Sequence[_Found], language: str) -> Iterator[Text]:
    for each in themes:
        theme = _text(f"theme.{each.theme}", language)
        if each.met:
            yield _text("met", language, theme=theme, words=each.met)
        else:
            yield _text("missed", language, theme=theme, words=each.missed[:_MOST_MISSING])


# ---- compared ------------------------------------------------------------------------------


def _heard(persona: Persona, plan: PersonaPlan | None, text: str, language: str) -> _Heard:
    themes = (*_of_fields(persona, text, language), *_of_plan(plan, text, language))
    unwelcome = [
        word
        for field in persona.fields
        if field.key is FieldKey.AVOID and isinstance(field.value, Terms)
        for term in field.value.terms
        for word in _used(f"avoid.{term}", text)
    ]
    return _Heard(persona, tuple(themes), tuple(dict.fromkeys(unwelcome)))


def _of_fields(persona: Persona, text: str, language: str) -> Iterator[_Found]:
    """What was told or measured of a person; what a rule assumed says nothing of their words."""
    for field in persona.fields:
        if field.key in _THEMES and field.source is not Source.ASSUMED:
            found = _compared(field, text, language)
            if found.met or found.missed:
                yield found


def _compared(field: PersonaField, text: str, language: str) -> _Found:
    theme = _THEMES[field.key]
    match field.value:
        case Terms(topic, terms):
            return _options(theme, topic, terms, text, language)
        case Shares(shares):
            own = tuple(each.name for each in shares if each.topic is None)
            return _names(theme, own, text)
        case Texts(texts):
            return _names(theme, texts, text)
        case _:
            return _Found(theme, (), ())


def _of_plan(plan: PersonaPlan | None, text: str, language: str) -> Iterator[_Found]:
    advice = plan.say if plan else ()
    compared = tuple(each.key.removeprefix(_COMPARES) for each in advice if each.key.startswith(_COMPARES))
    if compared:
        yield _options("compares", "compares", compared, text, language)
    for each in advice:
        if each.key == _STRENGTH:
            yield _names("strength", (str(each.values["strength"]),), text)


def _options(theme: str, topic: str, terms: tuple[str, ...], text: str, language: str) -> _Found:
    """Options of an answer, each with the words by which a text speaks of it."""
    used = {term: _used(f"{topic}.{term}", text) for term in terms}
    missed = (term for term, words in used.items() if not words)
    return _Found(
        theme,
        tuple(dict.fromkeys(word for words in used.values() for word in words)),
        tuple(str(catalog().text(f"terms.{topic}.{term}", language)) for term in missed),
    )


def _names(theme: str, names: tuple[str, ...], text: str) -> _Found:
    """Words of the owner or of their file, as they are."""
    used = {name: shared(text, name, _ignored()) for name in names}
    missed = (word for name in names if not used[name] for word in telling_words(name, _ignored()))
    met = (word for words in used.values() for word in words)
    return _Found(theme, tuple(dict.fromkeys(met)), tuple(dict.fromkeys(missed)))


def _used(option: str, text: str) -> tuple[str, ...]:
    """The words for an option, of any language, that stand in the text."""
    return tuple(word for word in _words(f"words.{option}") if found_in(text, word))


@cache
def _words(key: str) -> tuple[str, ...]:
    """A list of words of all languages; none where nobody has written one."""
    lists = (
        catalog().text(f"relevance.{key}", language)
        for language in catalog().languages
        if catalog().has(f"relevance.{key}", language)
    )
    return tuple(word.strip() for words in lists for word in _BETWEEN.split(words))


@cache
def _ignored() -> frozenset[str]:
    return frozenset(_words("ignored"))
