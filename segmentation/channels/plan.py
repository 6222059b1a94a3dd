"""Personas become a plan: where to reach them, when, with what words, and what to do."""

from collections.abc import Sequence

from segmentation.channels.advised import advised
from segmentation.channels.budget import parts
from segmentation.channels.care import actions, avoid, say
from segmentation.channels.general import general
from segmentation.channels.situation import Situation
from segmentation.channels.situation import situations as situations_of
from segmentation.channels.timing import timing
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice, PersonaPlan, Plan
from segmentation.model.customers import CustomerTable
from segmentation.model.personas import Persona
from segmentation.model.segments import Segmentation


def plan(
    personas: Sequence[Persona],
    customers: CustomerTable | None,
    segmentation: Segmentation | None,
    beliefs: Beliefs,
) -> Plan:
    """The plan for `personas`, made from `segmentation` of `customers`, or from answers where these are None.

    A channel that is blocked wherever the customers live, or that needs contact data nobody has, is
    never advised. The same input gives the same plan.
    """
    situations = situations_of(personas, customers, segmentation, beliefs)
    return Plan(
        personas=tuple(
            _persona_plan(persona, known, money, beliefs)
            for persona, known, money in zip(personas, situations, parts(situations), strict=True)
        ),
        general=general(situations, beliefs),
    )


def _persona_plan(persona: Persona, known: Situation, money: Advice | None, beliefs: Beliefs) -> PersonaPlan:
    return PersonaPlan(
        persona=persona.key,
        channels=advised(known.circumstances),
        timing=timing(known, beliefs),
        say=say(known, beliefs),
        avoid=avoid(known),
        actions=(*actions(known, beliefs), *((money,) if money else ())),
        circumstances=known.circumstances,
    )
