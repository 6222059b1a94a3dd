"""Bounds that owners type instead of tapping one: read, looked at in effect, explained when wrong."""

from dataclasses import replace

from bot.dialogue import grouping, numerals
from bot.dialogue.inbound import Adjustable
from bot.dialogue.interview import Interview, Result, Turn
from bot.dialogue.utterances import Say

FIGURES = 2
"""Of a bound that count: more nobody remembers, and their effect is not known."""


def typed(interview: Interview, bound: str, text: str) -> Turn | None:
    """What a typed bound would do; None when its result is gone."""
    result = interview.own_result
    place = _place(result, bound) if result else None
    if result is None or place is None:
        return None
    what, number = result.adjustable[place], _number(text)
    if number is None:
        return _again(interview, result, place, "not_a_number")
    if what.lowest is None or what.highest is None or not what.lowest <= number <= what.highest:
        return _again(interview, result, place, "out_of_range")
    digits = f"{number:.6f}".rstrip("0").rstrip(".")
    return grouping.preview(interview, result, place, f"{grouping.TYPED}{digits}")


def name_of(what: Adjustable) -> str:
    """How the interview remembers which bound was asked for."""
    return f"{what.method}/{what.setting}"


def _place(result: Result, bound: str) -> int | None:
    return next((place for place, each in enumerate(result.adjustable) if name_of(each) == bound), None)


def _number(text: str) -> float | None:
    """The one number in it, with as many figures as count; None without, or with several."""
    plain = numerals.plain(text)
    found = numerals.numbers(plain)
    value = numerals.value(found[0]) if len(found) == 1 and "-" not in plain else None
    return float(f"{value:.{FIGURES - 1}e}") if value else None


def _again(interview: Interview, result: Result, place: int, why: str) -> Turn:
    """The same once more, with what is wrong; the next text counts again."""
    what = result.adjustable[place]
    turn = grouping.adjust(interview, result, place)
    (asked,) = turn.utterances
    values = {"lowest": what.lowest or 0, "highest": what.highest or 0}
    refused = Say(f"groups.{what.setting}.{why}", values, asked.buttons)
    return replace(turn, utterances=(refused,))
