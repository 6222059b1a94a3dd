"""A question on the screen: header, text, why it is asked, buttons."""

from collections.abc import Sequence
from functools import lru_cache

from bot.dialogue import passage
from bot.dialogue.answers import WordList
from bot.dialogue.interview import Interview, OpenQuestion, Route
from bot.dialogue.questions import QUESTIONS, SIX_STEPS, Kind, Question, Step, get
from bot.dialogue.utterances import (
    Button,
    GroupName,
    Line,
    Say,
    SayValue,
    TextKey,
)

BLOCKS = 8
"""Of the bar that shows how far the long way has come."""


def question(interview: Interview, *above: Line, edits: bool = False) -> Say:
    """The open question, with lines `above` it; `edits` when only its ticks have changed."""
    open_question, asked = opened(interview)
    typed = (Line("chat.also", {"texts": WordList(open_question.typed)}),) if open_question.typed else ()
    return Say(
        f"questions.{asked.key}.ask",
        buttons=buttons(interview),
        edits_question=edits,
        above=(*above, *_step_done(interview, asked)),
        heading=_header(interview, asked),
        below=(Line("chat.why", {"why": TextKey(f"questions.{asked.key}.why")}), *typed),
    )


def explanation(interview: Interview) -> Say:
    """Help with the open question, which is said again above it."""
    _, asked = opened(interview)
    ask = Line(f"questions.{asked.key}.ask")
    return Say(f"questions.{asked.key}.help", buttons=buttons(interview), above=(ask,))


def opened(interview: Interview) -> tuple[OpenQuestion, Question]:
    """The open question and its definition; there must be one."""
    assert interview.open is not None
    return interview.open, get(interview.open.question)


def buttons(interview: Interview) -> tuple[tuple[Button, ...], ...]:
    """Under the open question: its options, and the ways past it."""
    open_question, asked = opened(interview)
    changing = interview.aside is not None
    return _keyboard(asked, open_question.ticks, typed=bool(open_question.typed), changing=changing)


def name(asked: Question) -> TextKey:
    """The short name of a question, to stand in other texts."""
    return TextKey(f"questions.{asked.key}.name")


def bar(done: int, total: int) -> str:
    """How far it is, in shaded blocks."""
    return "▓" * done + "░" * (total - done)


def cut(text: str, longest: int = 40) -> str:
    """A name from a file, short enough for a button."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def group(interview: Interview, method: str, segment: str) -> SayValue:
    """What the owner calls a group, else what the catalogue does."""
    own = interview.names.get(f"{method}/{segment}")
    return GroupName(method, segment) if own is None else cut(own)


def rows(buttons: Sequence[Button], width: int = 2) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of `width`."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


def _step_done(interview: Interview, asked: Question) -> tuple[Line, ...]:
    """On the long way, a word at the end of each step: one may stop here."""
    if interview.route is not Route.FULL or interview.aside or not interview.trail:
        return ()
    last = get(interview.trail[-1].open.question)
    if last.step is asked.step or QUESTIONS.index(last) > QUESTIONS.index(asked):
        return ()
    return (Line("chat.step_done", {"title": TextKey(f"chat.steps.{last.step}")}),)


def _header(interview: Interview, asked: Question) -> Line:
    if interview.aside:
        return _changing(interview, asked)
    title = TextKey(f"chat.steps.{asked.step}")
    values: dict[str, SayValue]
    if interview.route is Route.EXPRESS:
        number, total = _place(asked, passage.questions_of(interview.route))
        values = {"number": number, "total": total, "title": title, "bar": bar(number, total)}
        return Line("chat.header.express", values)
    number, total = _place(asked, [other for other in QUESTIONS if other.step is asked.step])
    passed, of_all = _place(asked, QUESTIONS)
    values = {
        "number": number,
        "total": total,
        "title": title,
        "bar": bar(-(-passed * BLOCKS // of_all), BLOCKS),
    }
    if asked.step is Step.LOCK_ON:
        return Line("chat.header.last", values)
    step = SIX_STEPS.index(asked.step) + 1
    return Line("chat.header.full", {**values, "step": step, "steps": len(SIX_STEPS)})


def _changing(interview: Interview, asked: Question) -> Line:
    answer = interview.answers.get(asked.key)
    if answer is None:
        return Line("chat.header.changing", {"question": name(asked)})
    return Line("chat.header.changing_from", {"question": name(asked), "answer": answer})


def _place(asked: Question, among: Sequence[Question]) -> tuple[int, int]:
    return among.index(asked) + 1, len(among)


@lru_cache(maxsize=1_000)
def _keyboard(
    asked: Question, ticks: tuple[str, ...], *, typed: bool, changing: bool
) -> tuple[tuple[Button, ...], ...]:
    """Kept, because most turns end with one of few keyboards, and with a dozen buttons."""
    options = [_option(asked, option, chosen=option in ticks) for option in asked.labels]
    ticking = _ticking(asked, typed=typed) if asked.kind is Kind.CHOICES else ()
    return (*rows(options, 1 if asked.wide else 2), *ticking, _ways(asked, changing=changing))


def _option(asked: Question, option: str, *, chosen: bool) -> Button:
    label = f"terms.{asked.key}.{option}"
    if asked.kind is Kind.CHOICES:
        return Button(label, f"a:{asked.key}:{'-' if chosen else '+'}{option}", chosen=chosen)
    return Button(label, f"a:{asked.key}:{option}")


def _ticking(asked: Question, *, typed: bool) -> tuple[tuple[Button, ...], ...]:
    done = Button("chat.buttons.done", f"done:{asked.key}")
    clear = Button("chat.buttons.clear_typed", f"clear:{asked.key}")
    return ((done, clear),) if typed else ((done,),)


def _ways(asked: Question, *, changing: bool) -> tuple[Button, ...]:
    return (
        Button("chat.buttons.keep" if changing else "chat.buttons.back", f"back:{asked.key}"),
        Button("chat.buttons.leave_out" if changing else "chat.buttons.skip", f"skip:{asked.key}"),
        Button("chat.buttons.help", f"help:{asked.key}"),
    )
