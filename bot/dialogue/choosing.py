"""What a file leaves open: asked before it is used, changed by buttons at any time."""

import hashlib
from collections.abc import Mapping

from bot.dialogue import asking
from bot.dialogue.inbound import FileChoice
from bot.dialogue.interview import Interview, Turn
from bot.dialogue.utterances import (
    Button,
    Exhibit,
    SayValue,
    Show,
    TextKey,
)

PAGE = 8
"""Options on one page."""
NO_CURRENCY = "none"
_LONGEST_KEY = 24


def ask(interview: Interview, number: int, choice: FileChoice, page: int = 0) -> Turn:
    """What each option would do, and a button for each."""
    file = interview.files[number]
    shown = choice.options[page * PAGE : (page + 1) * PAGE]
    options = [_option(number, choice, option) for option in shown]
    more = (page + 1) * PAGE < len(choice.options)
    ways = (*_turning(number, choice, page, more=more), _way_out(number, is_settled=file.unsettled is None))
    buttons = (*asking.rows(options, 2 if choice.kind == "currency" else 1), ways)
    return Turn(interview, (Show(Exhibit.CHOICE, file.upload, choice.kind, buttons),))


def change(number: int, choice: FileChoice) -> Button:
    """The way to change what was chosen."""
    label, values = _label(choice.kind, choice.chosen)
    chosen: Mapping[str, SayValue] = values or {"chosen": TextKey(label)}
    return Button(f"files.change.{choice.kind}", f"choice:{number}:{choice.kind}:0", chosen)


def find(interview: Interview, number: int, kind: str) -> FileChoice | None:
    return next((choice for choice in interview.files[number].choices if choice.kind == kind), None)


def option_of(choice: FileChoice, wanted: str) -> str | None:
    """The option that button data name."""
    return next((option for option in choice.options if _tag(option) == wanted), None)


def _option(number: int, choice: FileChoice, option: str) -> Button:
    label, values = _label(choice.kind, option)
    is_taken = choice.is_sure and option == choice.chosen
    return Button(label, f"choose:{number}:{choice.kind}:{_tag(option)}", values, chosen=is_taken)


def _label(kind: str, option: str) -> tuple[str, Mapping[str, SayValue]]:
    """Names from the file and currencies stand for themselves, the others are texts of their own."""
    match kind:
        case "sheet":
            return "files.options.sheet", {"sheet": asking.cut(option)}
        case "currency":
            return "files.options.currency", {"currency": option}
        case _:
            return f"files.options.{kind}.{option}", {}


def _tag(option: str) -> str:
    """The option inside button data, which are short and cut at colons."""
    if option.isascii() and option.isidentifier() and len(option) <= _LONGEST_KEY:
        return option
    return hashlib.sha256(option.encode()).hexdigest()[:12]


def _turning(number: int, choice: FileChoice, page: int, *, more: bool) -> tuple[Button, ...]:
    here = f"choice:{number}:{choice.kind}"
    earlier = (Button("chat.buttons.previous_page", f"{here}:{page - 1}"),) if page else ()
    later = (Button("chat.buttons.next_page", f"{here}:{page + 1}"),) if more else ()
    return (*earlier, *later)


def _way_out(number: int, *, is_settled: bool) -> Button:
    if is_settled:
        return Button("chat.buttons.back", f"file:{number}:change")
    return Button("chat.buttons.not_this_file", f"file:{number}:drop")
