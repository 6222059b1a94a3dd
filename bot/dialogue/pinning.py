"""Which natural groups stay as they are when groups are found anew; each is pinned and released by a tap."""

from dataclasses import replace

from bot.dialogue import asking, grouping, keeping, results
from bot.dialogue.interview import Interview, Pins, Result, Turn
from bot.dialogue.utterances import Button, Line, Say


def which(interview: Interview, result: Result, *above: Line) -> Turn:
    """All natural groups, those that stay ticked."""
    stay = keeping.pinned(interview, result)
    buttons = [
        Button(
            "groups.buttons.one",
            f"pin:{results.tag(result)}:{place}",
            {"name": asking.group(interview, keeping.NATURAL, group)},
            chosen=group in stay,
        )
        for place, group in enumerate(result.groups[keeping.NATURAL])
    ]
    rows = (*((each,) for each in buttons), (grouping.back(result, keeping.NATURAL),))
    said = Say("groups.pins.which", buttons=rows, above=above)
    return Turn(replace(interview, showing=result.analysis), (said,))


def pin(interview: Interview, result: Result, place: int) -> Turn:
    """Pin the group, or release it; what is so at once is only what the next calculation does."""
    group, stay = result.groups[keeping.NATURAL][place], keeping.pinned(interview, result)
    groups = tuple(each for each in stay if each != group) if group in stay else (*stay, group)
    key = "groups.pins.released" if group in stay else "groups.pins.pinned"
    noted = Line(key, {"name": asking.group(interview, keeping.NATURAL, group)})
    pins = Pins(result.analysis, groups) if groups else None
    return which(replace(interview, pins=pins), result, noted)
