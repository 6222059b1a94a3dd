"""What the buttons of a result mean: looking at it, taking it away, changing its groups."""

from bot.dialogue import (
    correcting,
    grouping,
    keeping,
    looking,
    merging,
    naming,
    pinning,
    results,
    taking,
    wording,
)
from bot.dialogue.inbound import Adjustable
from bot.dialogue.interview import Interview, Moment, Result, Turn
from bot.dialogue.utterances import Exhibit

_VIEWS = ("people", "person", "sources", "figures", "segments", "targets", "plan", "check", "take")
_BOUNDS = ("adjust", "use")
_NAMES = ("names", "name", "unname")
_MERGERS = ("merge", "join", "apart")
_PINS = ("pins", "pin")
_CORRECTIONS = ("correct", "uncorrect")
_CHANGES = (*_BOUNDS, *_NAMES, *_MERGERS, *_PINS, *_CORRECTIONS)
_DOCUMENTS = {
    "report": Exhibit.REPORT,
    "page": Exhibit.PAGE,
    "personas": Exhibit.PERSONAS,
    "calendar": Exhibit.CALENDAR,
    "workbook": Exhibit.WORKBOOK,
}


def follow(interview: Interview, parts: list[str], moment: Moment) -> Turn | None:
    """The button with these data, verb and result first; None for buttons of something else."""
    if parts[0] not in {*_VIEWS, *_CHANGES, "list", "lists", *_DOCUMENTS}:
        return None
    result = results.find(interview, parts[1]) if len(parts) > 1 else None
    if result is None:
        return results.earlier_result(interview)
    place = number(parts[2]) if len(parts) > 2 else None  # noqa: PLR2004 - verb, result, number
    match parts[0]:
        case verb if verb in _DOCUMENTS:
            begins = moment.now.date().isoformat() if verb == "calendar" else ""
            turn = taking.document(interview, result, _DOCUMENTS[verb], begins)
        case "list":
            turn = _list(interview, result, place, parts[3:])
        case "lists":
            turn = _list_of_group(interview, result, place, parts[3:])
        case verb if verb in _CHANGES:
            turn = _change(interview, result, place, parts, moment)
        case verb:
            return _look_at(interview, result, verb, place)
    return turn


def number(text: str) -> int | None:
    """A small number in button data; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None  # noqa: PLR2004


def _look_at(  # noqa: PLR0911  (one return per view)
    interview: Interview, result: Result, verb: str, place: int | None
) -> Turn | None:
    match verb:
        case "person" if place is not None and place < len(result.personas):
            return looking.person(interview, result, place)
        case "sources" if place is not None and place < len(result.personas):
            return looking.sources(interview, result, place)
        case "segments" if place is None or place < len(result.methods):
            return grouping.segments(interview, result, place or 0)
        case "figures":
            return looking.figures(interview, result)
        case "targets":
            return grouping.targets(interview, result)
        case "plan" if place is None or place < len(result.personas):
            return looking.plan(interview, result, place)
        case "check":
            return wording.ask(interview, result)
        case "people":
            return results.people(interview, result)
        case "take":
            return taking.take_away(interview, result)
        case _:
            return None


def _list(interview: Interview, result: Result, place: int | None, form: list[str]) -> Turn:
    """The customers of one person, in one of the forms."""
    if place is None or place >= len(result.names) or not result.has_customers:
        return taking.take_away(interview, result)
    if not form or form[0] not in taking.LIST_FORMS:
        return taking.list_forms(interview, result, place)
    method, _, segment = result.personas[place].partition(".")
    return taking.document(interview, result, Exhibit.LIST, f"{method}/{segment}/{form[0]}")


def _list_of_group(interview: Interview, result: Result, place: int | None, rest: list[str]) -> Turn:
    """The customers of any group of any method, chosen step by step."""
    groups = (
        result.groups.get(result.methods[place], ())
        if place is not None and place < len(result.methods)
        else ()
    )
    if place is None or not groups:
        return taking.list_methods(interview, result)
    group = number(rest[0]) if rest else None
    if group is None or group >= len(groups):
        return taking.list_groups(interview, result, place)
    if rest[1:2] == [] or rest[1] not in taking.LIST_FORMS:
        return taking.group_forms(interview, result, place, group)
    part = f"{result.methods[place]}/{groups[group]}/{rest[1]}"
    return taking.document(interview, result, Exhibit.LIST, part)


def _change(
    interview: Interview, result: Result, place: int | None, parts: list[str], moment: Moment
) -> Turn:
    """What the owner sets of the groups, or knows better of a person."""
    match parts[0]:
        case verb if verb in _BOUNDS:
            return _bound(interview, result, place, parts, moment)
        case verb if verb in _NAMES:
            return _name(interview, result, place, parts)
        case verb if verb in _CORRECTIONS:
            return _correction(interview, result, place, parts)
        case _:
            return _natural_groups(interview, result, place, parts, moment)


def _bound(interview: Interview, result: Result, place: int | None, parts: list[str], moment: Moment) -> Turn:
    """A number that divides customers: asked about, looked at in effect, used."""
    if place is None or place >= len(result.adjustable) or result.sample:
        return grouping.segments(interview, result)
    what = result.adjustable[place]
    chosen = parts[3] if len(parts) > 3 else ""  # noqa: PLR2004 - verb, result, bound, option
    option = number(chosen)
    wished = (
        what.numbers[option] if option is not None and option < len(what.numbers) else _typed(chosen, what)
    )
    match parts[0]:
        case "use" if wished is not None or chosen == grouping.BY_ITSELF:
            return grouping.use(interview, result, place, wished, moment)
        case "adjust" if option is not None and wished is not None:
            return grouping.preview(interview, result, place, chosen)
        case _:
            return grouping.adjust(interview, result, place)


def _typed(chosen: str, what: Adjustable) -> float | None:
    """The number in a button for one that was typed, as far as its effect is known."""
    digits = chosen.removeprefix(grouping.TYPED)
    if digits == chosen or not digits.replace(".", "", 1).isdecimal() or what.lowest is None:
        return None
    typed = float(digits)
    return typed if what.lowest <= typed <= (what.highest or typed) else None


def _name(interview: Interview, result: Result, place: int | None, parts: list[str]) -> Turn:
    """What a group is called: chosen among those of a method, asked, taken back."""
    if place is None or place >= len(result.methods) or result.sample:
        return grouping.segments(interview, result)
    group = number(parts[3]) if len(parts) > 3 else None  # noqa: PLR2004 - verb, result, method, group
    if parts[0] == "names" or group is None or group >= len(result.groups.get(result.methods[place], ())):
        return naming.which(interview, result, place)
    act = naming.ask if parts[0] == "name" else naming.unnamed
    return act(interview, result, place, group)


def _natural_groups(
    interview: Interview, result: Result, one: int | None, parts: list[str], moment: Moment
) -> Turn:
    """Two of them merged or taken apart, some pinned; a number that is none of theirs asks again."""
    groups = result.groups.get(keeping.NATURAL, ())
    if result.sample or not groups:
        return grouping.segments(interview, result)
    other = number(parts[3]) if len(parts) > 3 else None  # noqa: PLR2004 - verb, result, group, group
    one = one if one is not None and one < len(groups) else None
    match parts[0], one, other:
        case "apart", _, _:
            return merging.apart(interview, result, moment)
        case "pin", int(), _:
            return pinning.pin(interview, result, one)
        case "pins" | "pin", _, _:
            return pinning.which(interview, result)
        case _, None, _:
            return merging.first(interview, result)
        case _:
            return _merger(interview, result, (one, other), parts[0], moment)


def _merger(
    interview: Interview, result: Result, pair: tuple[int, int | None], verb: str, moment: Moment
) -> Turn:
    one, other = pair
    if other is None or other == one or other >= len(result.groups[keeping.NATURAL]):
        return merging.second(interview, result, one)
    if verb == "join":
        return merging.merge(interview, result, one, other, moment)
    return merging.preview(interview, result, one, other)


def _correction(interview: Interview, result: Result, place: int | None, parts: list[str]) -> Turn:
    """What the owner knows better of a person: chosen, asked, taken back."""
    if place is None or place >= len(result.names) or result.sample:
        return results.people(interview, result)
    field = parts[3] if len(parts) > 3 else None  # noqa: PLR2004 - verb, result, person, field
    if field not in correcting.fields(result, place):
        return correcting.which(interview, result, place)
    act = correcting.ask if parts[0] == "correct" else correcting.taken_back
    return act(interview, result, place, field)
