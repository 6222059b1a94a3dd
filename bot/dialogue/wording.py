"""Owners hold a text of theirs, a post or a letter, against the words of their people."""

from dataclasses import replace

from bot.dialogue import results
from bot.dialogue.interview import Interview, Moment, Result, Turn
from bot.dialogue.utterances import Button, Exhibit, Say, Show

LONGEST = 3_000
"""Characters of a text; longer than any post."""


def command(interview: Interview, text: str, moment: Moment, showing: str | None) -> Turn:
    """/check, alone or with the text behind it: beside the result on the screen, else the owner's own."""
    result = results.shown(interview, showing) or interview.own_result
    if result is None:
        return results.latest(interview, moment)
    return _compared(interview, result, text) if text.strip() else ask(interview, result)


def ask(interview: Interview, result: Result) -> Turn:
    """The next text is the one to compare."""
    said = Say("relevance.ask", buttons=((results.everyone(result),),))
    return Turn(replace(interview, comparing=result.analysis, showing=result.analysis), (said,))


def said(interview: Interview, analysis: str, text: str) -> Turn | None:
    """What was typed, compared; None when the result is gone."""
    result = results.shown(interview, analysis)
    return None if result is None else _compared(interview, result, text)


def _compared(interview: Interview, result: Result, text: str) -> Turn:
    if len(text) > LONGEST:
        refused = Say("relevance.too_long", {"most": LONGEST}, ((results.everyone(result),),))
        return Turn(replace(interview, comparing=result.analysis, showing=result.analysis), (refused,))
    another = Button("relevance.another", f"check:{results.tag(result)}")
    rows = ((another,), (results.everyone(result),))
    shown = Show(Exhibit.RELEVANCE, result.analysis, text, rows)
    return Turn(replace(interview, showing=result.analysis), (shown,))
