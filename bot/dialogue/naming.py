"""Owners call groups as they like; the name stays when the groups are worked out again."""

from dataclasses import replace

from bot.dialogue import asking, grouping, results
from bot.dialogue.interview import Interview, Result, Turn
from bot.dialogue.utterances import Button, Line, Say

LONGEST = 40
"""Characters of a name, so that it fits on a card and on a button."""


def which(interview: Interview, result: Result, number: int) -> Turn:
    """Which group of a method is to be called otherwise."""
    method = result.methods[number]
    groups = [
        Button(
            "groups.buttons.group",
            f"name:{results.tag(result)}:{number}:{place}",
            {"name": asking.group(interview, method, segment)},
        )
        for place, segment in enumerate(result.groups.get(method, ()))
    ]
    rows = (*((group,) for group in groups), (_back(result, number),))
    return Turn(replace(interview, showing=result.analysis), (Say("groups.which_name", buttons=rows),))


def ask(interview: Interview, result: Result, number: int, place: int) -> Turn:
    """The next text is the group's name."""
    method = result.methods[number]
    segment = result.groups[method][place]
    ours = Button("groups.buttons.our_name", f"unname:{results.tag(result)}:{number}:{place}")
    has_own = f"{method}/{segment}" in interview.names
    rows = (*(((ours,),) if has_own else ()), (_back(result, number),))
    said = Say("groups.name_it", {"name": asking.group(interview, method, segment)}, rows)
    naming = replace(interview, naming=f"{method}/{segment}", showing=result.analysis)
    return Turn(naming, (said,))


def named(interview: Interview, group: str, text: str) -> Turn | None:
    """What was typed becomes the name of `group`; None when its result is gone."""
    result, method = interview.own_result, group.partition("/")[0]
    if result is None or method not in result.methods:
        return None
    name = " ".join(text.split())
    number = result.methods.index(method)
    if not name or len(name) > LONGEST:
        said = Say("groups.name_too_long", {"most": LONGEST}, ((_back(result, number),),))
        return Turn(replace(interview, naming=group, showing=result.analysis), (said,))
    after = replace(interview, names={**interview.names, group: name})
    return grouping.segments(after, result, number, Line("groups.named", {"name": name}))


def unnamed(interview: Interview, result: Result, number: int, place: int) -> Turn:
    """The group gets its first name back."""
    method = result.methods[number]
    group = f"{method}/{result.groups[method][place]}"
    names = {each: name for each, name in interview.names.items() if each != group}
    return grouping.segments(replace(interview, names=names), result, number, Line("groups.unnamed"))


def _back(result: Result, number: int) -> Button:
    return grouping.back(result, result.methods[number])
