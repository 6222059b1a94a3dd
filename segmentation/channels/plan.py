"""Personas become a plan: where to reach them, when, with what words, and what to do."""

from collections import Counter
from collections.abc import Sequence

from segmentation.channels.budget import parts
from segmentation.channels.care import actions, avoid, say
from segmentation.channels.catalogue import catalogue
from segmentation.channels.general import general
from segmentation.channels.score import judged
from segmentation.channels.situation import Situation
from segmentation.channels.situation import situations as situations_of
from segmentation.channels.timing import timing
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan, Plan
from segmentation.model.customers import CustomerTable
from segmentation.model.personas import Persona
from segmentation.model.segments import Segmentation

_ADVISED = 6
"""Channels per persona; a small shop cannot keep up more."""
_OF_A_KIND = 2
_AT_LEAST = 3
_WORTH_IT = 1.5
"""Points below which a channel is advised only to fill up a list that would be too short."""


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
        channels=_channels(known),
        timing=timing(known, beliefs),
        say=say(known, beliefs),
        avoid=avoid(known),
        actions=(*actions(known, beliefs), *((money,) if money else ())),
    )


def _channels(known: Situation) -> tuple[ChannelAdvice, ...]:
    """The best, not more than a few of one kind; equal scores in the order of the catalogue."""
    kinds = {entry.channel.key: entry.channel.kind for entry in catalogue()}
    usable = [advice for entry in catalogue() if (advice := judged(entry, known)) and advice.score > 0]
    taken: list[ChannelAdvice] = []
    seen: Counter[str] = Counter()
    for advice in sorted(usable, key=lambda each: -each.score):
        kind = kinds[advice.channel]
        wanted = _ADVISED if advice.score >= _WORTH_IT else _AT_LEAST
        if seen[kind] < _OF_A_KIND and len(taken) < wanted:
            taken.append(advice)
            seen[kind] += 1
    return tuple(taken)
