"""A persona told in a few sentences, each of which is a fact: nothing assumed is part of a story."""

from collections.abc import Iterator
from hashlib import blake2b

from prompts.catalog import Text
from prompts.values import catalog, share_name, tell_short
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Number, Range, Share, Shares

_LONGEST = 9
"""Sentences; more than that nobody reads."""
_ORDER = (
    *(FieldKey.AGE, FieldKey.SEX, FieldKey.PLACE, FieldKey.FAMILY, FieldKey.OCCUPATION, FieldKey.INCOME),
    *(FieldKey.WHAT, FieldKey.FREQUENCY, FieldKey.BASKET, FieldKey.WHEN, FieldKey.NEEDS, FieldKey.WHY),
    *(FieldKey.WHERE, FieldKey.LAST_ORDER),
)
"""What makes a person first, then how they buy, then why."""
_VARIANTS = ("a", "b", "c", "d")
_PAUSES = 2


def story(persona: Persona, language: str) -> Text:
    """Who it is and what is known of them, measured or told; another persona is told in other words."""
    sentences = [_who(persona, language), *_facts(persona, language)]
    return catalog().text("story.together", language, sentences=sentences[:_LONGEST])


def _who(persona: Persona, language: str) -> Text:
    figures = persona.figures
    if figures is None:
        return _said("hypothesis", persona, language, name=persona.name)
    sales = max(figures.revenue_share, 0.0) if figures.orders else 0.0
    return _said("who", persona, language, name=persona.name, customers=figures.customers, sales=sales)


def _facts(persona: Persona, language: str) -> Iterator[Text]:
    known = {field.key: field for field in persona.fields if field.source is not Source.ASSUMED}
    for field in (known[key] for key in _ORDER if key in known):
        key = _key(field, persona)
        if catalog().has(f"story.{key}.{_VARIANTS[0]}", language):
            yield _said(key, persona, language, **_values(field, language))


def _key(field: PersonaField, persona: Persona) -> str:
    """What is measured in several ways is told in as many."""
    key = f"{field.source}.{field.key}"
    match field.value:
        case Number(unit=unit) if field.key is FieldKey.FREQUENCY:
            return f"{key}.{'past' if _is_over(field.value, persona) else unit}"
        case Shares(shares=(Share(topic=str() as topic), *_)) if field.key is FieldKey.WHEN:
            return f"{key}.{topic}"
        case _:
            return key


def _is_over(rhythm: Number, persona: Persona) -> bool:
    """Whether they have stayed away for longer than two of their pauses."""
    days = persona.figures.days_since_last_order if persona.figures else None
    return days is not None and rhythm.unit == "days_between_orders" and days > _PAUSES * rhythm.number


def _values(field: PersonaField, language: str) -> dict[str, object]:
    """The fact, its ends, and the commonest of several."""
    values: dict[str, object] = {"value": tell_short(field.value, language)}
    match field.value:
        case Shares(shares=(most, *_)):
            part = catalog().text("story.part", language, share=most.share)
            named = {"most": share_name(most, language), "word": most.name}
            values |= {**named, "share": most.share, "part": part}
        case Range(low=low, high=high):
            values |= {"low": low, "high": high}
        case Number(number=number):
            values |= {"number": number}
    return values


def _said(key: str, persona: Persona, language: str, **values: object) -> Text:
    """One of the variants, always the same for a persona."""
    variants = [each for each in _VARIANTS if catalog().has(f"story.{key}.{each}", language)]
    lot = blake2b(f"{persona.key} {key}".encode(), digest_size=1).digest()[0]
    chosen = variants[lot % len(variants)]
    return catalog().text(f"story.{key}.{chosen}", language, **values)
