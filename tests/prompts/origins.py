"""What each place of a card, a report or a plan tells of: the only numbers that may stand there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from prompts.drawn.cards import strongest
from prompts.labels import group_name
from prompts.told.plans import KINDS, advised_to_all
from segmentation.model.analysis import Analysis
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan
from segmentation.model.personas import FieldKey, Persona, Source
from segmentation.model.segments import Segment, Segmentation
from segmentation.model.targets import Ranking
from segmentation.model.together import Together
from segmentation.model.value import GroupValue

Path = tuple[str | int, ...]
"""Where something stands in what is shown."""

_COMING = 2
"""The place of the months to come among the shares of a persona."""
_TEXTS = ("name", "about")
"""What the catalogue says of a method and of its segments."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence of the catalogue: the numbers written in it are rules of the method."""

    key: str


@dataclass(frozen=True, slots=True)
class Rough:
    """Estimates, which are written no finer than they are sure."""

    numbers: tuple[Decimal, ...]
    within: Decimal


def of_report(path: Path, shown: Mapping[str, object], analysis: Analysis, language: str) -> object:  # noqa: C901, PLR0911
    # One case and one return per part of the report.
    totals = analysis.totals
    match path:
        case ("words", "recent" | "often" as word):
            return Words(f"report.{word}")
        case ("period",):
            return (analysis.as_of, totals and (totals.first_date, totals.last_date))
        case ("totals", int() as place, "value") if totals:
            return (totals.customers, totals.orders, totals.revenue, -totals.cancellations)[place]
        case ("groups", int() as number, *rest):
            return _of_group((*rest,), shown["groups"][number], analysis.segmentations[number], language)  # type: ignore[index]
        case ("insight" | "ranking" | "together", *_):
            return _of_whole_shop(path, analysis)
        case ("people", int() as number, *rest):
            return of_person((*rest,), analysis.personas[number], analysis)
        case ("shared", int() as kind, "items", int() as place):
            kinds = [each for each in advised_to_all(analysis.plan).values() if each]
            return _of_advice(kinds[kind][place])
        case ("everybody", int() as number):
            return _of_advice(analysis.plan.general[number])
        case ("sources", int() as number, *_) if number < len(analysis.files):
            return analysis.files[number]
        case ("sources", *_):
            words = [Words(f"switched_off.what.{each.what}") for each in analysis.switched_off]
            return ([each.settings for each in analysis.segmentations], analysis.switched_off, words)
        case _:
            return None


def _of_whole_shop(path: Path, analysis: Analysis) -> object:
    match path:
        case ("insight",):
            return [
                segment.figures.revenue_share
                for each in analysis.segmentations
                for segment in each.segments
                if (each.method, segment.key) == ("value_tiers", "top_20")
            ]
        case ("ranking", *rest) if analysis.ranking:
            return _of_ranking((*rest,), analysis.ranking)
        case ("together", *rest) if analysis.together:
            return _of_together((*rest,), analysis.together)
        case _:
            return None


def _of_ranking(path: Path, ranking: Ranking) -> object:
    match path:
        case ("rows", int() as number, "place"):
            return number + 1
        case ("rows", int() as number, "name"):
            return Words(f"segments.{ranking.method}.{ranking.targets[number].segment}.name")
        case ("rows", int() as number, *_):
            target = ranking.targets[number]
            returned = target.returned and (target.returned, target.returned.on_investment)
            fewer = [abs(mark.figure or 0) for mark in target.marks.values()]
            return (target.score, list(target.marks.values()), fewer, returned)
        case ("about",):
            return list(ranking.weights.values())
        case _:
            return None


def _of_together(path: Path, together: Together) -> object:
    tables = [together.pairs, *together.groups.values()]
    match path:
        case ("about",):
            return (together.goods, together.orders)
        case ("tables", int() as table, "rows", int() as number, *_):
            return tables[table][number]
        case _:
            return None


def _of_group(
    path: Path, shown: Mapping[str, Sequence[Mapping[str, str]]], group: Segmentation, language: str
) -> object:
    """Rows are sorted, so that a row is known by its name."""
    names = {str(group_name(group, each.key, language)): each for each in group.segments}
    match path:
        case ("rows" | "cells" as part, int() as number, key):
            segment = names.get(shown[part][number]["name"])
            return _of_row(str(key), segment, group) if segment else None
        case ("legend",):
            return Words("traits.legend")
        case _:
            keys = ("", *(f"{each.key}." for each in group.segments))
            return [Words(f"segments.{group.method}.{key}{path[0]}") for key in keys if path[0] in _TEXTS]


def _of_row(key: str, segment: Segment, group: Segmentation) -> object:
    figures = segment.figures
    largest = max(each.figures.share for each in group.segments)
    return {
        "name": Words(f"segments.{group.method}.{segment.key}.name"),
        "about": Words(f"segments.{group.method}.{segment.key}.about"),
        "customers": figures.customers,
        "share": figures.share,
        "share_text": figures.share,
        "sales": min(max(figures.revenue_share, 0), 1),
        "sales_text": figures.revenue_share,
        "average": figures.average_order,
        "last": figures.days_since_last_order,
        "size": (figures.customers, figures.share),
        "traits": segment.traits,
        "heat": figures.share / largest,
    }.get(key)


def of_person(path: Path, persona: Persona, analysis: Analysis) -> object:  # noqa: PLR0911
    # One return per part of a card or a persona's page.
    plan = next((each for each in analysis.plan.personas if each.persona == persona.key), None)
    match path:
        case ("segment" | "about" as part,) if persona.segment:
            text = "name" if part == "segment" else part
            return Words(f"segments.{persona.method}.{persona.segment}.{text}")
        case ("about" | "name" | "story", *_):
            return (persona.name, persona.figures, _facts(persona))
        case ("shares", int() as place, key) if persona.figures and analysis.totals:
            return _of_share(place, str(key), persona, analysis)
        case ("surprise", *_):
            return persona.disagreements[:1]
        case ("apart", *_):
            return _segment_of(persona, analysis)
        case ("surprises", int() as place):
            return persona.disagreements[place]
        case ("fields", int() as place, "value" | "note"):
            return strongest(persona)[place]
        case ("all_fields", int() as place, "value" | "note"):
            return persona.fields[place]
        case _:
            return _of_plan(path, persona, plan, advised_to_all(analysis.plan)) if plan else None


def _segment_of(persona: Persona, analysis: Analysis) -> Segment | None:
    for method in analysis.segmentations:
        for each in method.segments:
            if (method.method, each.key) == (persona.method, persona.segment):
                return each
    return None


def _facts(persona: Persona) -> object:
    return [field for field in persona.fields if field.source is not Source.ASSUMED]


def _of_share(place: int, key: str, persona: Persona, analysis: Analysis) -> object:
    figures, totals, value = persona.figures, analysis.totals, analysis.value
    assert figures
    assert totals
    if place == _COMING:
        assert value
        return _of_coming(key, value.months, value.segments[persona.segment or ""])
    if key == "note":
        return ((figures.customers, totals.customers), figures.revenue)[place]
    part = (figures.share, figures.revenue_share)[place]
    return min(max(part, 0), 1) if key == "part" else part


def _of_coming(key: str, months: int, group: GroupValue) -> object:
    low, high = group.value.low, group.value.high
    return (
        (months, Rough((low, high), (high - low) / 20))
        if key == "note"
        else group.returning / group.customers
    )


def _of_plan(
    path: Path, persona: Persona, plan: PersonaPlan, to_all: Mapping[str, Sequence[Advice]]
) -> object:
    match path:
        case ("channels", int() as place):
            return Words(f"channels.{plan.channels[place].channel}.name")
        case ("say" | "avoid" as part,):
            field = next((each for each in persona.fields if each.key is FieldKey(part)), None)
            return ([_of_advice(each) for each in getattr(plan, part)[:1]], field)
        case ("plan", "channels", int() as place, *_):
            return _of_channel(plan.channels[place])
        case ("plan", "lists", int() as kind, "items", int() as place):
            own = ([each for each in getattr(plan, kind) if each not in to_all[kind]] for kind in KINDS)
            return _of_advice([each for each in own if each][kind][place])
        case _:
            return None


def _of_channel(channel: ChannelAdvice) -> object:
    words = [Words(f"channels.{channel.channel}.{part}") for part in ("name", "presence")]
    reasons = [(Words(f"reasons.{each.key}"), each.values) for each in channel.reasons]
    return (words, reasons)


def _of_advice(advice: Advice) -> object:
    return (Words(f"advice.{advice.key}"), advice.values)


def of_telling(persona: Persona, plan: PersonaPlan) -> object:
    """Everything that the chat may tell of a persona with its plan."""
    kinds = (plan.timing, plan.say, plan.avoid, plan.actions)
    name = Words(f"segments.{persona.method}.{persona.segment}.name")
    advice = [_of_advice(each) for kind in kinds for each in kind]
    return (persona, name, [_of_channel(each) for each in plan.channels], advice)
