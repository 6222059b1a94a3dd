"""The channel plan in words."""

from collections.abc import Iterator, Mapping, Sequence

from prompts.catalog import Text
from prompts.labels import advice_text, blocks, bold, channel_name, item, reason_text, segment_name
from prompts.values import catalog
from segmentation.errors import DefectError
from segmentation.model.analysis import Analysis
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan, Plan
from segmentation.model.personas import Persona

_CHANNELS_IN_SHORT = 2
KINDS = ("timing", "say", "avoid", "actions")
"""Of advice, as a plan lists it."""


def advised_to_all(plan: Plan) -> Mapping[str, tuple[Advice, ...]]:
    """By kind, what is advised for each of several people alike, and need not be said of every one."""
    first, *others = plan.personas or (None,)
    if first is None or not others:
        return dict.fromkeys(KINDS, ())
    return {
        kind: tuple(
            each for each in getattr(first, kind) if all(each in getattr(other, kind) for other in others)
        )
        for kind in KINDS
    }


_CHANNELS_IN_FULL = 3
"""Told with their reasons; of the others a phone has room for the names."""
_REASONS = 3


def plan(analysis: Analysis, language: str, persona_key: str = "") -> Text:
    """The plan of one persona with its main reasons, or, without a key, everybody's in short."""
    people = {person.key: person for person in analysis.personas}
    plans = {each.persona: each for each in analysis.plan.personas}
    if persona_key:
        if persona_key not in people or persona_key not in plans:
            raise DefectError(f"no plan for persona {persona_key!r}")
        return _full_plan(people[persona_key], plans[persona_key], language)
    return blocks(
        [catalog().text("result.plan_heading", language)],
        *(_short_plan(people[key], each, language) for key, each in plans.items() if key in people),
        _advice_list("general", analysis.plan.general, language),
    )


def _short_plan(person: Persona, plan: PersonaPlan, language: str) -> Iterator[str]:
    yield bold(person.name, language)
    name = segment_name(person, language)
    if name is not None:
        yield name
    for rank, channel in enumerate(plan.channels[:_CHANNELS_IN_SHORT], 1):
        yield catalog().text(
            "result.channel", language, rank=rank, name=channel_name(channel.channel, language)
        )
    for each in plan.actions[:1]:
        yield item(advice_text(each, language), language)


def _full_plan(person: Persona, plan: PersonaPlan, language: str) -> Text:
    ranked = enumerate(plan.channels[:_CHANNELS_IN_FULL], 1)
    return blocks(
        [catalog().text("result.persona_plan_heading", language, name=person.name)],
        [catalog().text("result.channels_heading", language)],
        *(_channel(rank, channel, language) for rank, channel in ranked),
        _more_channels(plan.channels[_CHANNELS_IN_FULL:], language),
        _advice_list("timing", plan.timing, language),
        _advice_list("say", plan.say, language),
        _advice_list("avoid", plan.avoid, language),
        _advice_list("actions", plan.actions, language),
    )


def _channel(rank: int, channel: ChannelAdvice, language: str) -> Iterator[str]:
    yield catalog().text("result.channel", language, rank=rank, name=channel_name(channel.channel, language))
    yield catalog().text(f"channels.{channel.channel}.presence", language)
    for reason in channel.reasons[:_REASONS]:
        yield item(reason_text(reason, language), language)


def _more_channels(channels: Sequence[ChannelAdvice], language: str) -> Iterator[str]:
    if channels:
        names = [channel_name(channel.channel, language) for channel in channels]
        yield catalog().text("result.more_channels", language, names=names)


def _advice_list(kind: str, advice: Sequence[Advice], language: str) -> Iterator[str]:
    if advice:
        yield catalog().text(f"result.{kind}_heading", language)
        yield from (item(advice_text(each, language), language) for each in advice)
