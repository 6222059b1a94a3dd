"""What an owner takes away from a result: documents, and lists of customers in several forms."""

from dataclasses import replace

from bot.dialogue import asking, results
from bot.dialogue.interview import Interview, Result, Turn
from bot.dialogue.model import Button, Exhibit, Say, Show

DOCUMENTS = ("report", "page", "calendar")
LIST_FORMS = ("people", "newsletter", "meta", "google")
"""Whom the list of a group can be for."""


def take_away(interview: Interview, result: Result) -> Turn:
    """Everything there is to keep or to work with."""
    return Turn(replace(interview, showing=result.analysis), (_to_take_away(result),))


def document(interview: Interview, result: Result, exhibit: Exhibit, part: str = "") -> Turn:
    """A file, and what else there is to take away."""
    shown = Show(exhibit, result.analysis, part)
    return Turn(replace(interview, showing=result.analysis), (shown, _to_take_away(result)))


def list_forms(interview: Interview, result: Result, number: int) -> Turn:
    """What the list of one person's customers is for."""
    data = f"list:{results.tag(result)}:{number}"
    forms = [Button(f"chat.buttons.list_{form}", f"{data}:{form}") for form in LIST_FORMS]
    rows = (*((each,) for each in forms), (results.everyone(result),))
    said = Say("chat.list_forms", {"name": result.names[number]}, rows)
    return Turn(replace(interview, showing=result.analysis), (said,))


def _to_take_away(result: Result) -> Say:
    documents = [Button(f"chat.buttons.{verb}", f"{verb}:{results.tag(result)}") for verb in DOCUMENTS]
    if not result.has_customers:
        return Say("chat.take_away", buttons=(*asking.rows(documents), (results.everyone(result),)))
    lists = [
        Button("chat.buttons.list_of", f"list:{results.tag(result)}:{number}", {"name": name})
        for number, name in enumerate(result.names)
    ]
    workbook = Button("chat.buttons.workbook", f"workbook:{results.tag(result)}")
    return Say(
        "chat.take_away_lists",
        buttons=(*asking.rows(documents), (workbook,), *asking.rows(lists), (results.everyone(result),)),
    )
