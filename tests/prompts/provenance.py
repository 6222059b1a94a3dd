"""Where every number that is shown comes from: the checker of what stands on cards, plan and report.

A number in a text must be a number of the very thing the text tells, rounded as it is written; one in a
place that nobody has named a source for has none. A number that drives a drawing must be one of them too.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from math import isclose

from prompts.drawn.cards import card
from prompts.drawn.report import report
from prompts.told import telling
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.channels import PersonaPlan
from segmentation.model.personas import Persona
from tests.prompts.chart_origins import of_chart
from tests.prompts.origins import Path, Rough, Words, of_person, of_report, of_telling

_Sources = Callable[[Path], object]
"""Whatever holds the numbers that may stand in a place; None where there are none."""

_NUMERAL = re.compile(r"[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?%)?")
_SPAN = re.compile(r"(\d)–(?=\d+(?:\.\d+)?%)")
_RANK = re.compile(r"^\*?\d\. ", re.MULTILINE)
_OUTSIDE_WORDS = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
_NOT_SHOWN = frozenset(
    {
        *(
            "lang",
            "region",
            "portrait",
            "variant",
            "accent",
            "source",
            "about_source",
            "quote_source",
            "method",
            "order",
            "verdict",
            "kind",
        )
    }
)
"""Keys of what a template needs besides what people read."""
_GRID_PLACES = frozenset({"left", "top", "width", "height"})
"""Where a cell of the grid lies, which another test holds against the method's table."""


@dataclass(frozen=True, slots=True)
class Untraced:
    """A number without a source."""

    path: Path
    number: str
    text: str


def untraced_on_card(persona: Persona, analysis: Analysis, language: str) -> list[Untraced]:
    """The numbers of a persona's card that are in neither the analysis nor an answer."""
    shown = card(persona, analysis, language)
    return list(_untraced(shown, lambda path: of_person(path, persona, analysis), language))


def untraced_in_report(analysis: Analysis, language: str) -> list[Untraced]:
    """The same of the report, which holds the plan."""
    return untraced_in(report(analysis, language), analysis, language)


def untraced_in(shown: Mapping[str, object], analysis: Analysis, language: str) -> list[Untraced]:
    """The same of a report as it is set, which a test may have changed."""

    def sources(path: Path) -> object:
        match path:
            case ("charts", str() as chart, *rest):
                return of_chart(chart, (*rest,), analysis)
            case _:
                return of_report(path, shown, analysis, language)

    return list(_untraced(shown, sources, language))


def untraced_in_telling(analysis: Analysis, language: str) -> list[Untraced]:
    """The same of what the chat tells of each persona and their plan, line by line."""
    plans = {each.persona: each for each in analysis.plan.personas}
    return [
        each
        for person in analysis.personas
        for each in _untold(person, plans[person.key], analysis, language)
    ]


def _untold(persona: Persona, plan: PersonaPlan, analysis: Analysis, language: str) -> Iterator[Untraced]:
    told = (telling.persona(persona, language), telling.plan(analysis, language, persona.key))
    lines = {persona.name: [line for text in told for line in _RANK.sub("", text).splitlines()]}
    return _untraced(lines, lambda _: of_telling(persona, plan), language)


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
    rough: Rough | None = None

    @classmethod
    def of(cls, sources: object, language: str) -> "_Written":
        parts = sources if isinstance(sources, tuple) else (sources,)
        rough = next((each for each in parts if isinstance(each, Rough)), None)
        found = list(_numbers(tuple(each for each in parts if each is not rough), language))
        numbers = tuple(float(each) for each in found if not isinstance(each, str))
        return cls(numbers, frozenset(each for each in found if isinstance(each, str)), rough)

    def holds(self, numeral: str) -> bool:
        """Whether one of the numbers is written like this when it is rounded."""
        plain = numeral.rstrip(" \u00a0%").replace(",", "").replace("−", "-")
        if plain in self.tokens:
            return True
        scale = 100 if numeral.endswith("%") else 1
        half = 0.5 * 10.0 ** Decimal(plain).as_tuple().exponent * (1 + 1e-9)  # type: ignore[operator]  # (it is finite)
        if any(abs(number * scale - float(plain)) <= half for number in self.numbers):
            return True
        return self.rough is not None and any(
            abs(number - Decimal(plain)) <= self.rough.within for number in self.rough.numbers
        )


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
