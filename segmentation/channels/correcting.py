"""A plan that follows what the owner corrected of its people."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from segmentation.channels.advised import advised
from segmentation.channels.told import online_level_told, regions_told, say_as_told, times_told
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice, PersonaPlan, Plan
from segmentation.model.circumstances import Circumstances
from segmentation.personas.told import age_told, sex_told, terms

_PLACES_IN_A_PLAN = {"buying_time": "timing.told"}
"""Where the answer to a question is spoken of, if not at `say.<question>`."""


def corrected(plan: Plan, told: Mapping[str, Beliefs]) -> Plan:
    """`plan` with the channels and words that follow from what the owner `told` of single people.

    By the key of the persona, then by the question that asks the same of everybody. An answer that says
    nothing takes away what was known.
    """
    people = tuple(
        _following(each, told[each.persona]) if each.persona in told else each for each in plan.personas
    )
    return Plan(people, tuple(_general(plan.general, people)))


def _following(plan: PersonaPlan, told: Beliefs) -> PersonaPlan:
    """Plans of before circumstances were kept have their channels as they are."""
    known = _corrected(plan.circumstances, told) if plan.circumstances else None
    return replace(
        plan,
        channels=advised(known) if known else plan.channels,
        timing=(*_untouched(plan.timing, told), *times_told(told)),
        say=(*_untouched(plan.say, told), *say_as_told(told)),
        circumstances=known,
    )


def _corrected(known: Circumstances, told: Beliefs) -> Circumstances:
    regions = regions_told(told)
    return replace(
        known,
        age=age_told(told) if "age" in told.answers else known.age,
        sex=sex_told(told) if "sex" in told.answers else known.sex,
        regions=regions or known.regions,
        is_off_the_map="region" in told.answers and not regions,
        online_level=online_level_told(told) if "online_level" in told.answers else known.online_level,
        places=terms(told, "places") if "places" in told.answers else known.places,
    )


def _untouched(advice: Iterable[Advice], told: Beliefs) -> Iterator[Advice]:
    """The advice that rests on none of the questions which `told` answers anew."""
    gone = [_PLACES_IN_A_PLAN.get(question, f"say.{question}") for question in told.answers]
    return (each for each in advice if not any(f"{each.key}.".startswith(f"{place}.") for place in gone))


def _general(advice: Iterable[Advice], people: Iterable[PersonaPlan]) -> Iterator[Advice]:
    """Where customers live is not asked of an owner who has told it of each of them."""
    found = [each.circumstances for each in people]
    placed = all(each and (each.regions or each.is_off_the_map) for each in found)
    return (each for each in advice if not (placed and each.key == "general.tell_where_they_live"))
