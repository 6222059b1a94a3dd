"""Two natural groups become one: chosen, looked at in effect, merged; and taken apart again."""

from dataclasses import replace

from bot.dialogue import asking, grouping, keeping, results
from bot.dialogue.interview import Interview, Keeping, Moment, Pins, Result, Turn
from bot.dialogue.utterances import Button, Exhibit, Line, Say, Show


def first(interview: Interview, result: Result) -> Turn:
    """Which group is to become one with another."""
    buttons = [_group(interview, result, place, f"merge:{_tag(result)}:{place}") for place in _places(result)]
    said = Say("groups.merge.which", buttons=(*((each,) for each in buttons), (_back(result),)))
    return Turn(replace(interview, showing=result.analysis), (said,))


def second(interview: Interview, result: Result, one: int) -> Turn:
    """With which other group."""
    buttons = [
        _group(interview, result, place, f"merge:{_tag(result)}:{one}:{place}")
        for place in _places(result)
        if place != one
    ]
    other = Button("groups.buttons.another_group", f"merge:{_tag(result)}")
    name = asking.group(interview, keeping.NATURAL, _groups(result)[one])
    rows = (*((each,) for each in buttons), (other, _back(result)))
    return Turn(
        replace(interview, showing=result.analysis), (Say("groups.merge.with", {"name": name}, rows),)
    )


def preview(interview: Interview, result: Result, one: int, other: int) -> Turn:
    """What the two would be together; nothing has changed yet."""
    merge = Button("groups.buttons.merge_them", f"join:{_tag(result)}:{one}:{other}")
    others = Button("groups.buttons.another_group", f"merge:{_tag(result)}")
    part = "/".join((keeping.NATURAL, *(_groups(result)[place] for place in (one, other))))
    shown = Show(Exhibit.MERGER, result.analysis, part, ((merge,), (others, _back(result))))
    return Turn(replace(interview, showing=result.analysis), (shown,))


def merge(interview: Interview, result: Result, one: int, other: int, moment: Moment) -> Turn:
    """Work everything out again with the two as one; the other groups stay."""
    parts = (_groups(result)[one], _groups(result)[other])
    pins = Pins(result.analysis, keeping.pinned(interview, result))
    asked = Keeping(pins, parts, others_stay=keeping.nothing_new(interview, pins))
    return _begun(interview, interview, asked, moment, Line("groups.merge.noted"))


def apart(interview: Interview, result: Result, moment: Moment) -> Turn:
    """Go back to the groups as they were before the last two were merged."""
    before = interview.apart
    if before is None:
        return grouping.segments(interview, result, result.methods.index(keeping.NATURAL))
    stay = keeping.nothing_new(interview, Pins(result.analysis))
    after = replace(interview, pins=before if before.groups else None, apart=None)
    return _begun(interview, after, Keeping(before, others_stay=stay), moment, Line("groups.merge.undone"))


def _begun(before: Interview, after: Interview, asked: Keeping, moment: Moment, noted: Line) -> Turn:
    """The analysis, if it can be begun now; else everything is as it was."""
    turn = results.run(after, moment, keeping=asked)
    if not turn.effects:
        return replace(turn, interview=before)
    said, *rest = turn.utterances
    return replace(turn, utterances=(replace(said, above=(noted,)), *rest))


def _group(interview: Interview, result: Result, place: int, data: str) -> Button:
    name = asking.group(interview, keeping.NATURAL, _groups(result)[place])
    return Button("groups.buttons.one", data, {"name": name})


def _groups(result: Result) -> tuple[str, ...]:
    return result.groups.get(keeping.NATURAL, ())


def _places(result: Result) -> range:
    return range(len(_groups(result)))


def _tag(result: Result) -> str:
    return results.tag(result)


def _back(result: Result) -> Button:
    return grouping.back(result, keeping.NATURAL)
