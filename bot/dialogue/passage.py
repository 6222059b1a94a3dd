"""The way through the questions, as changes of state only: pass one, go back, come to the next."""

from dataclasses import replace

from bot.dialogue.answers import Answer, Choices
from bot.dialogue.interview import Aside, Interview, OpenQuestion, Passed, Route
from bot.dialogue.questions import EXPRESS, QUESTIONS, Question, get

LONGEST_TRAIL = 200
"""Steps that Back can undo; far more than there are questions."""


def questions_of(route: Route) -> tuple[Question, ...]:
    match route:
        case Route.NONE:
            return ()
        case Route.EXPRESS:
            return EXPRESS
        case Route.FULL:
            return QUESTIONS


def take(interview: Interview, route: Route) -> Interview:
    """Set out on `route`. A question of it that is open already stays as it is."""
    on_route = replace(interview, route=route, aside=None)
    open_question = interview.aside.open if interview.aside else interview.open
    if open_question and get(open_question.question) in questions_of(route):
        return replace(on_route, open=open_question)
    return replace(on_route, open=_next(on_route))


def pass_with(interview: Interview, answer: Answer | None) -> Interview:
    """Leave the open question with `answer`, or skipped when None; the next one opens."""
    assert interview.open is not None
    key = interview.open.question
    told = {question: value for question, value in interview.answers.items() if question != key}
    passed = replace(
        interview,
        answers=told if answer is None else told | {key: answer},
        skipped=_skipped(interview, key, also=answer is None),
        trail=(*interview.trail, _step(interview))[-LONGEST_TRAIL:],
        aside=None,
    )
    return replace(passed, open=interview.aside.open if interview.aside else _next(passed))


def pass_with_ticks(interview: Interview) -> Interview:
    """What is ticked or typed but not yet done becomes the answer; without any nothing changes."""
    open_question = interview.open
    if open_question is None or not (open_question.ticks or open_question.typed):
        return interview
    ticked = Choices(open_question.question, open_question.ticks, open_question.typed)
    return pass_with(interview, ticked)


def step_back(interview: Interview) -> Interview:
    """Undo the last step, whatever it was. While an answer is being changed: leave it as it is."""
    if interview.aside:
        return replace(interview, open=interview.aside.open, aside=None)
    if not interview.trail:
        return replace(interview, open=None)
    *earlier, last = interview.trail
    key = last.open.question
    told = {question: value for question, value in interview.answers.items() if question != key}
    return replace(
        interview,
        open=last.open,
        answers=told if last.answer_before is None else told | {key: last.answer_before},
        skipped=_skipped(interview, key, also=last.skipped_before),
        trail=tuple(earlier),
        aside=last.aside,
    )


def change(interview: Interview, question: Question) -> Interview:
    """Open `question` again, with what was answered, and remember where the owner was."""
    before = interview.aside or Aside(interview.open)
    if before.open and before.open.question == question.key:
        return replace(interview, open=before.open, aside=None)
    return replace(interview, open=_with_answer(interview, question), aside=before)


def is_behind(interview: Interview, question: Question) -> bool:
    """Whether the owner has answered or skipped it."""
    return question.key in interview.answers or question.key in interview.skipped


def _step(interview: Interview) -> Passed:
    assert interview.open is not None
    key = interview.open.question
    return Passed(interview.open, interview.answers.get(key), key in interview.skipped, interview.aside)


def _skipped(interview: Interview, key: str, *, also: bool) -> tuple[str, ...]:
    """The skipped questions with or without `key`, in the order of all questions."""
    keys = {*interview.skipped, key} if also else {*interview.skipped} - {key}
    return tuple(question.key for question in QUESTIONS if question.key in keys)


def _next(interview: Interview) -> OpenQuestion | None:
    ahead = (question for question in questions_of(interview.route) if not is_behind(interview, question))
    return next((OpenQuestion(question.key) for question in ahead), None)


def _with_answer(interview: Interview, question: Question) -> OpenQuestion:
    answer = interview.answers.get(question.key)
    if isinstance(answer, Choices):
        return OpenQuestion(question.key, answer.options, answer.others)
    return OpenQuestion(question.key)
