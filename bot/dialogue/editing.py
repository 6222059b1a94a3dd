"""All answers on a page, each to be changed; afterwards the owner is where they were."""

from bot.dialogue import asking, passage
from bot.dialogue.interview import Interview, Turn
from bot.dialogue.questions import QUESTIONS, Question
from bot.dialogue.resuming import AGAIN, CONTINUE, is_stale, resume, ways
from bot.dialogue.utterances import (
    Button,
    Line,
    Say,
    TextKey,
)

PAGE = 8
"""Answers and their buttons on one page."""


def answers(interview: Interview, page: int = 0) -> Turn:
    """One page of what was answered or skipped, by step."""
    behind = [question for question in QUESTIONS if passage.is_behind(interview, question)]
    if not behind:
        return Turn(interview, (Say("chat.no_answers", buttons=asking.rows(ways(interview))),))
    pages = -(-len(behind) // PAGE)
    page = min(max(page, 0), pages - 1)
    shown = behind[page * PAGE : (page + 1) * PAGE]
    buttons = (*asking.rows([_change(question) for question in shown]), *_turning(interview, page, pages))
    title = Say("chat.answers", {"page": page + 1, "pages": pages}, buttons, below=_lines(interview, shown))
    return Turn(interview, (title,))


def change(interview: Interview, question: Question) -> Turn:
    """Ask a question of the past again; the open one waits."""
    changing = passage.change(interview, question)
    return Turn(changing, (asking.question(changing),))


def earlier_question(interview: Interview, question: Question) -> Turn:
    """A button of a question that is not the open one was tapped."""
    told = Say(
        "chat.earlier_question",
        {"question": asking.name(question)},
        ((_change_that(question),),),
        below=_answer(interview, question),
    )
    return Turn(interview, (told, resume(interview)))


def _change(question: Question) -> Button:
    return Button("chat.buttons.change_one", f"change:{question.key}", {"question": asking.name(question)})


def _change_that(question: Question) -> Button:
    return Button("chat.buttons.change_that", f"change:{question.key}")


def _turning(interview: Interview, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    earlier = (Button("chat.buttons.previous_page", f"answers:{page - 1}"),) if page else ()
    later = (Button("chat.buttons.next_page", f"answers:{page + 1}"),) if page + 1 < pages else ()
    again = (AGAIN,) if is_stale(interview) else ()
    return tuple(row for row in ((*earlier, *later), (*again, CONTINUE)) if row)


def _lines(interview: Interview, shown: list[Question]) -> tuple[Line, ...]:
    """The answers, under the title of each step."""
    lines: list[Line] = []
    for before, question in zip([None, *shown], shown, strict=False):
        if before is None or before.step is not question.step:
            lines.append(Line("chat.answers_of_step", {"step": TextKey(f"chat.steps.{question.step}")}))
        lines += _answer(interview, question)
    return tuple(lines)


def _answer(interview: Interview, question: Question) -> tuple[Line, ...]:
    answer = interview.answers.get(question.key)
    if answer is not None:
        return (Line("chat.answer", {"question": asking.name(question), "answer": answer}),)
    if question.key in interview.skipped:
        return (Line("chat.answer_skipped", {"question": asking.name(question)}),)
    return ()
