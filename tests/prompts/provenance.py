"""Where every number that is shown comes from: the checker of what stands on cards, plan and report.

A number in a text must be a number of the very thing the text tells, rounded as it is written; one in a
place that nobody has named a source for has none. A number that drives a drawing must be one of them too.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from math import isclose

from prompts import telling
from prompts.cards import card, strongest
from prompts.labels import segment_text
from prompts.report import report
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan
from segmentation.model.personas import FieldKey, Persona, Source
from segmentation.model.segments import Segment, Segmentation
from segmentation.model.values import Money

Path = tuple[str | int, ...]
"""Where something stands in what is shown."""
_Sources = Callable[[Path], object]
"""Whatever holds the numbers that may stand in a place; None where there are none."""

_NUMERAL = re.compile(r"[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?%)?")
_SPAN = re.compile(r"(\d)–(?=\d+(?:\.\d+)?%)")
_RANK = re.compile(r"^\*?\d\. ", re.MULTILINE)
_OUTSIDE_WORDS = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
_NOT_SHOWN = frozenset(
    {*("lang", "region", "portrait", "variant", "source", "about_source", "method", "order"), "sign"}
)
"""Keys of what a template needs besides what people read."""
_GRID_PLACES = frozenset({"left", "top", "width", "height"})
"""Where a cell of the grid lies, which another test holds against the method's table."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence of the catalogue: the numbers written in it are rules of the method."""

    key: str


@dataclass(frozen=True, slots=True)
class Untraced:
    """A number without a source."""

    path: Path
    number: str
    text: str


def untraced_on_card(persona: Persona, analysis: Analysis, language: str) -> list[Untraced]:
    """The numbers of a persona's card that are in neither the analysis nor an answer."""
    shown = card(persona, analysis.totals, analysis.plan, language)
    return list(_untraced(shown, lambda path: _of_person(path, persona, analysis), language))


def untraced_in_report(analysis: Analysis, language: str) -> list[Untraced]:
    """The same of the report, which holds the plan."""
    return untraced_in(report(analysis, language), analysis, language)


def untraced_in(shown: Mapping[str, object], analysis: Analysis, language: str) -> list[Untraced]:
    """The same of a report as it is set, which a test may have changed."""
    return list(_untraced(shown, lambda path: _of_report(path, shown, analysis, language), language))


def leaves(shown: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every text and number that is shown, with where it stands."""
    match shown:
        case Mapping():
            for key, value in shown.items():
                if key not in _NOT_SHOWN:
                    yield from leaves(value, (*path, key))
        case list() | tuple():
            for place, value in enumerate(shown):
                yield from leaves(value, (*path, place))
        case _:
            yield path, shown


def numerals(text: str) -> list[str]:
    """As they are written; the first of a span has the percent sign of the second."""
    return _NUMERAL.findall(_SPAN.sub(r"\1%–", text))


# ---- what is shown against its sources -----------------------------------------------------


def _untraced(shown: object, sources: _Sources, language: str) -> Iterator[Untraced]:
    for path, leaf in leaves(shown):
        match leaf:
            case str():
                written = _Written.of(sources(path), language) if numerals(leaf) else None
                for numeral in numerals(leaf):
                    if written is None or not written.holds(numeral):
                        yield Untraced(path, numeral, leaf)
            case bool():
                pass
            case int() | float() if path[-1] not in _GRID_PLACES:
                known = _Written.of(sources(path), language).numbers
                if not any(isclose(leaf, number, abs_tol=1e-9) for number in known):
                    yield Untraced(path, str(leaf), "")


@dataclass(frozen=True, slots=True)
class _Written:
    """The numbers of some sources: as such, and as they stand in words of others and of the method."""

    numbers: tuple[float, ...]
    tokens: frozenset[str]

    @classmethod
    def of(cls, sources: object, language: str) -> "_Written":
        found = list(_numbers(sources, language))
        numbers = tuple(float(each) for each in found if not isinstance(each, str))
        return cls(numbers, frozenset(each for each in found if isinstance(each, str)))

    def holds(self, numeral: str) -> bool:
        """Whether one of the numbers is written like this when it is rounded."""
        plain = numeral.rstrip(" \u00a0%").replace(",", "").replace("−", "-")
        if plain in self.tokens:
            return True
        scale = 100 if numeral.endswith("%") else 1
        half = 0.5 * 10.0 ** Decimal(plain).as_tuple().exponent  # type: ignore[operator]  # (it is finite)
        return any(abs(number * scale - float(plain)) <= half * (1 + 1e-9) for number in self.numbers)


def _numbers(source: object, language: str) -> Iterator[Decimal | float | str]:  # noqa: C901 - a kind a case
    match source:
        case None | bool():
            return
        case Words(key):
            template = catalog().source(key, language) if catalog().has(key, language) else ""
            words = _OUTSIDE_WORDS.sub(" ", template)
            yield from (each.rstrip(" %") for each in numerals(words))
        case str():
            yield from re.findall(r"\d+(?:\.\d+)?", source.replace(",", ""))
        case int() | float() | Decimal():
            yield source
        case date():
            yield from (source.year, source.month, source.day)
        case Mapping():
            for value in source.values():
                yield from _numbers(value, language)
        case list() | tuple():
            for value in source:
                yield from _numbers(value, language)
        case _ if is_dataclass(source):
            for each in fields(source):
                yield from _numbers(getattr(source, each.name), language)


# ---- the sources of each place -------------------------------------------------------------


def _of_report(path: Path, shown: Mapping[str, object], analysis: Analysis, language: str) -> object:  # noqa: PLR0911
    # One return per part of the report.
    totals = analysis.totals
    match path:
        case ("words", "recent" | "often" as word):
            return Words(f"report.{word}")
        case ("period",):
            return (analysis.as_of, totals and (totals.first_date, totals.last_date))
        case ("totals", int() as place, "value") if totals:
            return (totals.customers, totals.orders, totals.revenue, -totals.cancellations)[place]
        case ("insight",):
            return [
                segment.figures.revenue_share
                for each in analysis.segmentations
                for segment in each.segments
                if (each.method, segment.key) == ("value_tiers", "top_20")
            ]
        case ("groups", int() as number, *rest):
            return _of_group((*rest,), shown["groups"][number], analysis.segmentations[number], language)  # type: ignore[index]
        case ("people", int() as number, *rest):
            return _of_person((*rest,), analysis.personas[number], analysis)
        case ("everybody", int() as number):
            return _of_advice(analysis.plan.general[number])
        case ("sources", int() as number, *_) if number < len(analysis.files):
            return analysis.files[number]
        case ("sources", *_):
            words = [Words(f"switched_off.what.{each.what}") for each in analysis.switched_off]
            return ([each.settings for each in analysis.segmentations], analysis.switched_off, words)
        case _:
            return None


def _of_group(
    path: Path, shown: Mapping[str, Sequence[Mapping[str, str]]], group: Segmentation, language: str
) -> object:
    """Rows are sorted, so that a row is known by its name."""
    names = {str(segment_text(group.method, each.key, "name", language)): each for each in group.segments}
    match path:
        case ("rows" | "cells" as part, int() as number, key):
            segment = names.get(shown[part][number]["name"])
            return _of_row(str(key), segment, group) if segment else None
        case _:
            keys = ("", *(f"{each.key}." for each in group.segments))
            return [Words(f"segments.{group.method}.{key}{path[0]}") for key in keys if path[0] in _TEXTS]


_TEXTS = ("name", "about")


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
        "heat": figures.share / largest,
    }.get(key)


def _of_person(path: Path, persona: Persona, analysis: Analysis) -> object:  # noqa: PLR0911
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
        case ("surprise",):
            return persona.disagreements[:1]
        case ("surprises", int() as place):
            return persona.disagreements[place]
        case ("fields", int() as place, "value" | "note"):
            return strongest(persona)[place]
        case ("all_fields", int() as place, "value" | "note"):
            return persona.fields[place]
        case _:
            return _of_plan(path, persona, plan) if plan else None


def _facts(persona: Persona) -> object:
    return [field for field in persona.fields if field.source is not Source.ASSUMED]


def _of_share(place: int, key: str, persona: Persona, analysis: Analysis) -> object:
    figures, totals = persona.figures, analysis.totals
    assert figures
    assert totals
    if key == "note":
        return ((figures.customers, totals.customers), Money(figures.revenue, totals.currency))[place]
    part = (figures.share, figures.revenue_share)[place]
    return min(max(part, 0), 1) if key == "part" else part


def _of_plan(path: Path, persona: Persona, plan: PersonaPlan) -> object:
    match path:
        case ("channels", int() as place):
            return Words(f"channels.{plan.channels[place].channel}.name")
        case ("say" | "avoid" as part,):
            field = next((each for each in persona.fields if each.key is FieldKey(part)), None)
            return ([_of_advice(each) for each in getattr(plan, part)[:1]], field)
        case ("plan", "channels", int() as place, *_):
            return _of_channel(plan.channels[place])
        case ("plan", "lists", int() as kind, "items", int() as place):
            kinds = [each for each in (plan.timing, plan.say, plan.avoid, plan.actions) if each]
            return _of_advice(kinds[kind][place])
        case _:
            return None


def _of_channel(channel: ChannelAdvice) -> object:
    words = [Words(f"channels.{channel.channel}.{part}") for part in ("name", "presence")]
    reasons = [(Words(f"reasons.{each.key}"), each.values) for each in channel.reasons]
    return (words, reasons)


def _of_advice(advice: Advice) -> object:
    return (Words(f"advice.{advice.key}"), advice.values)


def untraced_in_telling(analysis: Analysis, language: str) -> list[Untraced]:
    """The same of what the chat tells of each persona and their plan, line by line."""
    found: list[Untraced] = []
    for persona in analysis.personas:
        plan = next(each for each in analysis.plan.personas if each.persona == persona.key)
        sources = (persona, *_of_whole_plan(plan), *_of_segment(persona))
        for told in (telling.persona(persona, language), telling.plan(analysis, language, persona.key)):
            lines = dict(enumerate(_RANK.sub("", told).splitlines()))
            shown = {persona.name: lines}
            found += _untraced(shown, lambda _, sources=sources: sources, language)  # type: ignore[misc]
    return found


def _of_whole_plan(plan: PersonaPlan) -> Iterator[object]:
    yield from (_of_channel(each) for each in plan.channels)
    for kind in (plan.timing, plan.say, plan.avoid, plan.actions):
        yield from (_of_advice(each) for each in kind)


def _of_segment(persona: Persona) -> Iterator[object]:
    if persona.segment:
        yield Words(f"segments.{persona.method}.{persona.segment}.name")
