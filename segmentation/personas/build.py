"""Segments and answers become people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.segments import Segment, Segmentation
from segmentation.model.stages import Stage
from segmentation.model.values import Terms
from segmentation.personas.assume import assumed
from segmentation.personas.comparing import disagreements
from segmentation.personas.group import Group, members
from segmentation.personas.measure import measured
from segmentation.personas.names import Looks, name, portrait
from segmentation.personas.proportions import ranked
from segmentation.personas.regions import country_code
from segmentation.personas.stages import stage_of, stage_told
from segmentation.personas.told import age_told, sex_told, terms, told

_MOST = 6
"""More people than this nobody keeps apart."""
_MAJORITY = 0.55
"""From this share on a group of customers is told as a person of that sex."""


def personas(
    customers: CustomerTable, segmentation: Segmentation, beliefs: Beliefs, language: str
) -> tuple[Persona, ...]:
    """One persona for each of the up to six main segments, those that bring most first.

    Fields are measured where the table knows, else told, else assumed by a named rule; what nobody
    knows is left out. The same input gives the same people.
    """
    people: list[Persona] = []
    groups = members(customers, segmentation)
    for segment in _main(segmentation):
        people.append(_persona(groups[segment.key], segment, segmentation.method, beliefs, language, people))
    return tuple(people)


def hypotheses(beliefs: Beliefs, language: str) -> tuple[Persona, ...]:
    """One persona from the answers alone, or two where they speak of two kinds of customer."""
    people: list[Persona] = []
    for kind in _kinds(beliefs):
        looks = Looks(kind.sex, age_told(beliefs), None, _told_region(beliefs), language)
        chosen = name(looks, kind.key, {person.name for person in people})
        fields = _card({**assumed(kind.stage, beliefs), **told(beliefs), **_split_sex(kind)})
        persona = Persona(kind.key, chosen.name, chosen.rule, portrait(looks), fields)
        people.append(replace(persona, spellings=chosen.spellings))
    return tuple(people)


def _main(segmentation: Segmentation) -> tuple[Segment, ...]:
    """The largest by revenue, then by customers; those without customers are nobody."""
    alive = [segment for segment in segmentation.segments if segment.figures.customers > 0]
    alive.sort(key=lambda segment: (-segment.figures.revenue, -segment.figures.customers, segment.key))
    return tuple(alive[:_MOST])


def _persona(
    group: Group,
    segment: Segment,
    method: str,
    beliefs: Beliefs,
    language: str,
    others: Sequence[Persona],
) -> Persona:
    """Whoever stands for `segment`, neither with the name nor with the quote of one of `others`."""
    key = f"{method}.{segment.key}"
    stage = stage_of(method, segment.key)
    looks = _looks(group, beliefs, language)
    chosen = name(looks, key, {person.name for person in others})
    alike = sum(stage_of(each.method, each.segment) is stage for each in others)
    return Persona(
        key=key,
        name=chosen.name,
        name_rule=chosen.rule,
        spellings=chosen.spellings,
        portrait=portrait(looks),
        fields=_card({**assumed(stage, beliefs, alike), **told(beliefs), **measured(group, stage)}),
        disagreements=disagreements(group, beliefs),
        method=method,
        segment=segment.key,
        figures=segment.figures,
    )


def _card(fields: Mapping[FieldKey, PersonaField]) -> tuple[PersonaField, ...]:
    return tuple(fields[key] for key in FieldKey if key in fields)


def _looks(group: Group, beliefs: Beliefs, language: str) -> Looks:
    sexes, ages = group.counts("sex"), group.numbers("age")
    sex = sex_told(beliefs)
    if sexes:
        sex = _majority(sexes["female"] / sexes.total())
    age = float(np.median(ages)) if len(ages) else age_told(beliefs)
    return Looks(sex, age, _country(group), _told_region(beliefs), language)


def _majority(women: float) -> str | None:
    if women >= _MAJORITY:
        return "female"
    return "male" if 1 - women >= _MAJORITY else None


def _country(group: Group) -> str | None:
    """Of most customers of the group, where the file names one."""
    found = ranked(group.counts("country"))
    return country_code(found[0][0]) if found else None


def _told_region(beliefs: Beliefs) -> str | None:
    return next(iter(terms(beliefs, "region")), None)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of customer the answers speak of."""

    key: str
    sex: str | None
    stage: Stage
    split_by_sex: bool = False


def _kinds(beliefs: Beliefs) -> tuple[_Kind, ...]:
    if terms(beliefs, "buyer_mix") == ("mixed",):
        stages = (Stage.REGULAR, Stage.FIRST_TIME)
        return tuple(_Kind(f"hypothesis.{stage}", sex_told(beliefs), stage) for stage in stages)
    stage = stage_told(beliefs)
    if terms(beliefs, "sex") == ("both",):
        return tuple(_Kind(f"hypothesis.{sex}", sex, stage, split_by_sex=True) for sex in ("female", "male"))
    return (_Kind("hypothesis.main", sex_told(beliefs), stage),)


def _split_sex(kind: _Kind) -> dict[FieldKey, PersonaField]:
    """What is true of one of two hypotheses is not what the owner said of all: a rule split them."""
    if not kind.split_by_sex or kind.sex is None:
        return {}
    value = Terms("sex", (kind.sex,))
    return {FieldKey.SEX: PersonaField(FieldKey.SEX, value, Source.ASSUMED, rule="one_of_each_sex")}
