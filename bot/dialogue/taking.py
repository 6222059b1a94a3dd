"""What an owner takes away from a result: documents, and lists of customers in several forms."""

from dataclasses import replace

from bot.dialogue import asking, results
from bot.dialogue.interview import Interview, Result, Turn
from bot.dialogue.utterances import (
    Button,
    Exhibit,
    Say,
    SayValue,
    Show,
)

DOCUMENTS = ("report", "page", "calendar")
LIST_FORMS = ("people", "newsletter", "meta", "google")
"""Whom the list of a group can be for."""


def take_away(interview: Interview, result: Result) -> Turn:
    """Everything there is to keep or to work with."""
    return Turn(replace(interview, showing=result.analysis), (_to_take_away(interview, result),))


def document(interview: Interview, result: Result, exhibit: Exhibit, part: str = "") -> Turn:
    """A file, and what else there is to take away."""
    shown = Show(exhibit, result.analysis, part)
    more = replace(_to_take_away(interview, result), key="chat.take_more")
    return Turn(replace(interview, showing=result.analysis), (shown, more))


def list_forms(interview: Interview, result: Result, number: int) -> Turn:
    """What the list of one person's customers is for."""
    data = f"list:{results.tag(result)}:{number}"
    return _forms(interview, result, data, interview.called(result, number))


def list_methods(interview: Interview, result: Result) -> Turn:
    """By which method the group is made that a list is wanted of."""
    methods = [
        Button(f"segments.{method}.name", f"lists:{results.tag(result)}:{number}")
        for number, method in enumerate(result.methods)
        if result.groups.get(method)
    ]
    rows = (*((each,) for each in methods), (_back(result),))
    return Turn(replace(interview, showing=result.analysis), (Say("chat.list_methods", buttons=rows),))


def list_groups(interview: Interview, result: Result, method: int) -> Turn:
    """Of which group of a method a list is wanted."""
    groups = [
        Button(
            "chat.buttons.list_of",
            f"lists:{results.tag(result)}:{method}:{number}",
            {"name": asking.group(interview, result.methods[method], group)},
        )
        for number, group in enumerate(result.groups[result.methods[method]])
    ]
    other = Button("chat.buttons.other_groups", f"lists:{results.tag(result)}")
    rows = (*((each,) for each in groups), (other, _back(result)))
    return Turn(replace(interview, showing=result.analysis), (Say("chat.list_groups", buttons=rows),))


def group_forms(interview: Interview, result: Result, method: int, group: int) -> Turn:
    """What the list of a group is for."""
    key = result.methods[method]
    name = asking.group(interview, key, result.groups[key][group])
    return _forms(interview, result, f"lists:{results.tag(result)}:{method}:{group}", name)


def _forms(interview: Interview, result: Result, data: str, name: SayValue) -> Turn:
    forms = [Button(f"chat.buttons.list_{form}", f"{data}:{form}") for form in LIST_FORMS]
    rows = (*((each,) for each in forms), (_back(result),))
    said = Say("chat.list_forms", {"name": name}, rows)
    return Turn(replace(interview, showing=result.analysis), (said,))


def _back(result: Result) -> Button:
    return Button("chat.buttons.take_away", f"take:{results.tag(result)}")


def _to_take_away(interview: Interview, result: Result) -> Say:
    documents = [Button(f"chat.buttons.{verb}", f"{verb}:{results.tag(result)}") for verb in DOCUMENTS]
    for_programs = Button("chat.buttons.personas", f"personas:{results.tag(result)}")
    last = ((for_programs,), (results.everyone(result),))
    if not result.has_customers:
        return Say("chat.take_away", buttons=(*asking.rows(documents), *last))
    lists = [
        Button(
            "chat.buttons.list_of",
            f"list:{results.tag(result)}:{number}",
            {"name": interview.called(result, number)},
        )
        for number in range(len(result.names))
    ]
    workbook = Button("chat.buttons.workbook", f"workbook:{results.tag(result)}")
    others = (Button("chat.buttons.other_groups", f"lists:{results.tag(result)}"),) if result.groups else ()
    rows = (*asking.rows([*documents, workbook]), *asking.rows(lists), others, *last)
    return Say("chat.take_away_lists", buttons=tuple(row for row in rows if row))
