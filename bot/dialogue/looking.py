"""A result looked at from every side: one person, where all of it comes from, the plan, all figures."""

from dataclasses import replace

from bot.dialogue import asking, results
from bot.dialogue.interview import Interview, Result, Turn
from bot.dialogue.utterances import Button, Exhibit, Show


def person(interview: Interview, result: Result, number: int) -> Turn:
    """One persona in full."""
    part = result.personas[number]
    plan = Button("chat.buttons.plan_for", f"plan:{results.tag(result)}:{number}")
    why = Button("chat.buttons.why", f"sources:{results.tag(result)}:{number}")
    correct = Button("corrections.buttons.correct", f"correct:{results.tag(result)}:{number}")
    own = () if result.sample or number >= len(result.names) else (correct,)
    return _exhibit(interview, result, Exhibit.PERSONA, part, (plan,), (why, *own))


def sources(interview: Interview, result: Result, number: int) -> Turn:
    """Where what is said of a person comes from."""
    part, back = result.personas[number], results.to_person(interview, result, number)
    return _exhibit(interview, result, Exhibit.SOURCES, part, (back,))


def plan(interview: Interview, result: Result, number: int | None = None) -> Turn:
    """The plan in short, or for one persona in full."""
    part = "" if number is None else result.personas[number]
    others = [other for other in range(len(result.personas)) if other != number]
    each = [results.to_person(interview, result, other, "plan") for other in others]
    check = Button("relevance.button", f"check:{results.tag(result)}")
    return _exhibit(interview, result, Exhibit.PLAN, part, *asking.rows(each), (check,))


def figures(interview: Interview, result: Result) -> Turn:
    """What the summary leaves out."""
    return _exhibit(interview, result, Exhibit.FIGURES, "")


def _exhibit(
    interview: Interview, result: Result, exhibit: Exhibit, part: str, *rows: tuple[Button, ...]
) -> Turn:
    show = Show(exhibit, result.analysis, part, (*rows, (results.everyone(result),)))
    return Turn(replace(interview, showing=result.analysis), (show,))
