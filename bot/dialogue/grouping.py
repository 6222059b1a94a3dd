"""The groups of a result: looked at by every method, their bounds set by the owner, before seen in effect."""

from dataclasses import replace

from bot.dialogue import asking, keeping, results
from bot.dialogue.inbound import Adjustable
from bot.dialogue.interview import Interview, Moment, Result, Turn
from bot.dialogue.utterances import (
    Button,
    Exhibit,
    Line,
    Say,
    Show,
)

BY_ITSELF = "auto"
"""Instead of an option: the number that the customers themselves give."""
TYPED = "="
"""Before a number that was typed, instead of an option."""
FEWEST_TO_MERGE = 3
"""Natural groups: of two, one would be left, which is none."""


def segments(interview: Interview, result: Result, number: int = 0, *above: Line) -> Turn:
    """The segments of one method, what can be changed about them, and the other methods."""
    if not result.methods:
        return Turn(interview, (results.menu(interview, result),))
    method = result.methods[number]
    others = [
        Button(f"segments.{each}.name", f"segments:{results.tag(result)}:{other}")
        for other, each in enumerate(result.methods)
        if other != number
    ]
    aim = ((_aim(result),),) if result.ranked and number == 0 else ()
    rows = (*aim, *_changes(interview, result, number), *asking.rows(others), (results.everyone(result),))
    stay = keeping.lines(interview, result) if method == keeping.NATURAL else ()
    shown = Show(Exhibit.SEGMENTS, result.analysis, method, rows, above=(*above, *stay))
    return Turn(replace(interview, showing=result.analysis), (shown,))


def targets(interview: Interview, result: Result) -> Turn:
    """Which of the groups to aim at, with what speaks for each."""
    if not result.ranked:
        return segments(interview, result)
    back = Button("groups.buttons.groups", f"segments:{results.tag(result)}:0")
    shown = Show(Exhibit.TARGETS, result.analysis, buttons=((back, results.everyone(result)),))
    return Turn(replace(interview, showing=result.analysis), (shown,))


def adjust(interview: Interview, result: Result, place: int) -> Turn:
    """What a bound is now, and what it could be."""
    what = result.adjustable[place]
    verb = "adjust" if what.foreseen else "use"
    numbers = [
        Button(_text(what, "number"), f"{verb}:{_data(result, place)}:{option}", {"number": number})
        for option, number in enumerate(what.numbers)
        if what.setting != keeping.WANTED or number > len(keeping.pinned(interview, result))
    ]
    by_itself = Button(_text(what, "by_itself"), f"use:{_data(result, place)}:{BY_ITSELF}")
    rows = (*asking.rows(numbers, 3), *(((by_itself,),) if what.is_own else ()), (back(result, what.method),))
    key = "none" if what.setting == keeping.WANTED and what.method not in result.methods else "ask"
    stay = keeping.lines(interview, result) if what.setting == keeping.WANTED else ()
    typing = (Line(_text(what, "type")),) if what.lowest is not None else ()
    said = Say(_text(what, key), {"used": what.used}, rows, below=(*stay, *typing))
    bounding = f"{what.method}/{what.setting}" if typing else None
    return Turn(replace(interview, showing=result.analysis, bounding=bounding), (said,))


def preview(interview: Interview, result: Result, place: int, chosen: str) -> Turn:
    """Who would be where with another bound, an option or a typed number; nothing has changed yet."""
    what = result.adjustable[place]
    use = Button("groups.buttons.use", f"use:{_data(result, place)}:{chosen}")
    other = Button("groups.buttons.another_number", f"adjust:{_data(result, place)}")
    part = f"{what.method}/{what.setting}/{chosen}"
    shown = Show(Exhibit.ADJUSTMENT, result.analysis, part, ((use,), (other, back(result, what.method))))
    return Turn(replace(interview, showing=result.analysis), (shown,))


def use(interview: Interview, result: Result, place: int, number: float | None, moment: Moment) -> Turn:
    """Work everything out again with another bound; without one with the customers' own."""
    what = result.adjustable[place]
    wishes = {setting: wished for setting, wished in interview.wishes.items() if setting != what.setting}
    noted = Line(_text(what, "by_itself_noted"))
    if number is not None:
        wishes[what.setting] = number
        noted = Line(_text(what, "noted"), {"number": number})
    turn = results.run(replace(interview, wishes=wishes), moment)
    first, *rest = turn.utterances
    return replace(turn, utterances=(replace(first, above=(noted,)), *rest))


def back(result: Result, method: str) -> Button:
    """To the groups of a method, or where it gave none, to those that come first."""
    number = result.methods.index(method) if method in result.methods else 0
    return Button("groups.buttons.groups", f"segments:{results.tag(result)}:{number}")


def _changes(interview: Interview, result: Result, number: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons for what the owner can set and name here; the sample shop is nobody's to change."""
    if result.sample:
        return ()
    method = result.methods[number]
    tag = results.tag(result)
    names = Button("groups.buttons.names", f"names:{tag}:{number}")
    natural = _of_natural_groups(interview, result) if method == keeping.NATURAL else []
    bounds = [
        Button(_text(each, "button"), f"adjust:{_data(result, place)}", {"used": each.used})
        for place, each in enumerate(result.adjustable)
        if each.numbers and (each.method == method or (number == 0 and each.method not in result.methods))
    ]
    return asking.rows([*bounds, names, *natural])


def _of_natural_groups(interview: Interview, result: Result) -> list[Button]:
    """What can be done with groups that no rule gives."""
    tag = results.tag(result)
    enough = len(result.groups.get(keeping.NATURAL, ())) >= FEWEST_TO_MERGE
    merge = [Button("groups.buttons.merge", f"merge:{tag}")] if enough else []
    apart = [Button("groups.buttons.apart", f"apart:{tag}")] if interview.apart else []
    return [*merge, Button("groups.buttons.pins", f"pins:{tag}"), *apart]


def _aim(result: Result) -> Button:
    return Button("groups.buttons.targets", f"targets:{results.tag(result)}")


def _data(result: Result, place: int) -> str:
    return f"{results.tag(result)}:{place}"


def _text(what: Adjustable, part: str) -> str:
    return f"groups.{what.setting}.{part}"
