"""What owners know better of a person, over what was worked out; and names in letters they can read."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from segmentation.model.analysis import Analysis
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Texts

NAME = "name"
"""Stands for the name of a persona where else there is the key of a field."""
NAME_RULE = "name_told"


def corrected(analysis: Analysis, corrections: Mapping[str, str], language: str) -> Analysis:
    """The result with the owner's `corrections` (by `<persona>/<field>`), for a reader of `language`."""
    return replace(
        analysis, personas=tuple(_corrected(each, corrections, language) for each in analysis.personas)
    )


def _corrected(persona: Persona, corrections: Mapping[str, str], language: str) -> Persona:
    named = replace(persona, name=persona.name_in(language))
    own_name = corrections.get(f"{persona.key}/{NAME}")
    if own_name is not None:
        named = replace(persona, name=own_name, name_rule=NAME_RULE)
    told = {field.key: field for field in _told(persona, corrections)}
    fields = {field.key: field for field in persona.fields} | told
    portrait = _neutral(persona.portrait) if FieldKey.SEX in told else persona.portrait
    return replace(named, portrait=portrait, fields=tuple(fields[key] for key in FieldKey if key in fields))


def _neutral(portrait: str) -> str:
    """Which sex is meant stands in the owner's own words, which no picture follows."""
    return f"neutral_{portrait.rpartition('_')[2]}"


def _told(persona: Persona, corrections: Mapping[str, str]) -> Iterator[PersonaField]:
    """What a file has measured meanwhile is not corrected."""
    measured = {field.key for field in persona.fields if field.source is Source.MEASURED}
    for key in FieldKey:
        text = corrections.get(f"{persona.key}/{key}")
        if text is not None and key not in measured:
            yield PersonaField(key, Texts((text,)), Source.TOLD)
