"""What the owner does with the open question: answer it, tick options, skip it, ask for help."""

from collections.abc import Iterable
from dataclasses import replace

from bot.dialogue import asking, passage
from bot.dialogue.answers import Answer, Choice, Choices
from bot.dialogue.interview import Interview, Moment, OpenQuestion, Turn
from bot.dialogue.questions import Kind, Question
from bot.dialogue.resuming import AGAIN, arrive, is_stale, resume
from bot.dialogue.utterances import Line, Say
from bot.dialogue.validation import MOST_ITEMS, NoAnswer, Refusal, parse

ALONE = "none"
"""The option of a question that excludes all others."""


def read(interview: Interview, text: str, moment: Moment) -> Turn:
    """Typed text as the answer to the open question."""
    _, asked = asking.opened(interview)
    parsed = parse(asked, text, moment.now.year, moment.words.get(asked.key))
    if isinstance(parsed, Refusal):
        return _refuse(interview, parsed)
    if isinstance(parsed, NoAnswer):
        return skip(interview)
    if isinstance(parsed, Choices):
        return _tick_typed(interview, parsed)
    return _accept(interview, parsed)


def pick(interview: Interview, option: str) -> Turn | None:
    """A tapped option of the open question; None when it has no such option.

    Options of a question that takes several come with the wanted state, "+option" or "-option", so
    that a tap that arrives twice does no harm.
    """
    _, asked = asking.opened(interview)
    if asked.kind is Kind.CHOICES:
        return _tick(interview, option)
    answer = answer_of(asked, option)
    return None if answer is None else _accept(interview, answer)


def answer_of(asked: Question, option: str) -> Answer | None:
    """The answer that a button of a question that takes one stands for."""
    if asked.kind is Kind.CHOICE and option in asked.options:
        return Choice(asked.key, option)
    return next((preset.answer for preset in asked.presets if preset.option == option), None)


def finish(interview: Interview) -> Turn:
    """All that is ticked and typed becomes the answer."""
    open_question, asked = asking.opened(interview)
    if not open_question.ticks and not open_question.typed:
        return _refuse(interview, Refusal("nothing_ticked"))
    return _accept(interview, Choices(asked.key, open_question.ticks, open_question.typed))


def clear_typed(interview: Interview) -> Turn:
    """Take back what was typed beside the ticks."""
    open_question, _ = asking.opened(interview)
    cleared = replace(interview, open=replace(open_question, typed=()))
    return Turn(cleared, (asking.question(cleared, edits=True),))


def skip(interview: Interview) -> Turn:
    _, asked = asking.opened(interview)
    skipped = Line("chat.skipped", {"question": asking.name(asked)})
    return _go_on(interview, passage.pass_with(interview, None), skipped)


def explain(interview: Interview) -> Turn:
    """Help with the open question; the place is kept."""
    return Turn(interview, (asking.explanation(interview),))


def _accept(interview: Interview, answer: Answer) -> Turn:
    _, asked = asking.opened(interview)
    noted = Line("chat.noted", {"question": asking.name(asked), "answer": answer})
    return _go_on(interview, passage.pass_with(interview, answer), noted)


def _go_on(before: Interview, after: Interview, noted: Line) -> Turn:
    """The next question, with a word on what was noted; a changed answer may outdate the result."""
    if before.aside and is_stale(after):
        outdated = Say("chat.result_outdated", buttons=((AGAIN,),), above=(noted,))
        return Turn(after, (outdated, resume(after)))
    return Turn(after, (arrive(after, noted),))


def _refuse(interview: Interview, refusal: Refusal) -> Turn:
    said = Say(f"refusals.{refusal.code}", refusal.values, buttons=asking.buttons(interview))
    return Turn(interview, (said,))


def _tick(interview: Interview, signed: str) -> Turn | None:
    open_question, asked = asking.opened(interview)
    sign, option = signed[:1], signed[1:]
    if sign not in {"+", "-"} or option not in asked.options:
        return None
    ticks = {*open_question.ticks} - {option} if sign == "-" else _with(option, open_question.ticks)
    ticked = replace(interview, open=replace(open_question, ticks=_ordered(asked, ticks)))
    if ticked == interview:
        return Turn(interview)
    return Turn(ticked, (asking.question(ticked, edits=True),))


def _tick_typed(interview: Interview, typed: Choices) -> Turn:
    """Typed numbers and words join what is ticked; a new message shows all of it."""
    open_question, asked = asking.opened(interview)
    ticks = {*open_question.ticks}
    for option in typed.options:
        ticks = _with(option, ticks)
    words = dict.fromkeys((*open_question.typed, *typed.others))
    if len(words) > MOST_ITEMS:
        return _refuse(interview, Refusal("list_too_long", {"most": MOST_ITEMS, "count": len(words)}))
    ticked = replace(interview, open=OpenQuestion(asked.key, _ordered(asked, ticks), tuple(words)))
    return Turn(ticked, (asking.question(ticked),))


def _with(option: str, ticks: Iterable[str]) -> set[str]:
    return {option} if option == ALONE else {*ticks, option} - {ALONE}


def _ordered(asked: Question, ticks: set[str]) -> tuple[str, ...]:
    return tuple(option for option in asked.options if option in ticks)
