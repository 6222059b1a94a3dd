"""What a rule assumes of a persona where neither file nor owner says anything."""

from collections.abc import Mapping, Sequence

from segmentation.model.beliefs import Beliefs
from segmentation.model.personas import FieldKey, PersonaField, Source
from segmentation.model.stages import Stage
from segmentation.model.values import Number, Terms
from segmentation.personas.told import terms
from segmentation.personas.treatment import treatment

_HAGGLERS = 30
"""Percent of buyers who bargain, from which price is their objection."""


def assumed(stage: Stage, beliefs: Beliefs, others: int = 0) -> Mapping[FieldKey, PersonaField]:
    """Needs, what to say, what to avoid and a quote by stage; objections from what buyers compare.

    `others` are people of the same stage before this one, whose words are not put into another mouth.
    """
    usual = treatment(stage)
    quote = usual.quote[others % len(usual.quote)]
    fields = [
        _by_stage(FieldKey.WHY, "buying_reason", usual.why, stage),
        _by_stage(FieldKey.NEEDS, "needs", usual.needs, stage),
        _objections(beliefs),
        _by_stage(FieldKey.SAY, "say", usual.say, stage),
        _by_stage(FieldKey.AVOID, "avoid", usual.avoid, stage),
        PersonaField(FieldKey.QUOTE, Terms("quote", (quote,)), Source.ASSUMED, rule="quote"),
    ]
    return {field.key: field for field in fields if field}


def _by_stage(key: FieldKey, topic: str, usual: Sequence[str], stage: Stage) -> PersonaField | None:
    if not usual:
        return None
    return PersonaField(key, Terms(topic, tuple(usual)), Source.ASSUMED, rule=f"{key}_{stage}")


def _objections(beliefs: Beliefs) -> PersonaField | None:
    """People object where they compare; many hagglers object to the price."""
    compared = terms(beliefs, "compares")
    bargain = beliefs.get("bargain_share")
    if isinstance(bargain, Number) and bargain.number >= _HAGGLERS:
        objections = Terms("objections", ("price", *(each for each in compared if each != "price")))
        return PersonaField(FieldKey.OBJECTIONS, objections, Source.ASSUMED, rule="objections_bargaining")
    if not compared:
        return None
    value = Terms("objections", compared)
    return PersonaField(FieldKey.OBJECTIONS, value, Source.ASSUMED, rule="objections_compares")
