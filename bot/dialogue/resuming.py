"""Where the owner goes on: at the open question, or at the ways there are from here."""

from bot.dialogue import asking
from bot.dialogue.interview import Interview, Route, mark
from bot.dialogue.passage import is_behind, questions_of
from bot.dialogue.utterances import Button, Line, Say

EXAMPLE = Button("chat.buttons.example", "sample")
EXPRESS = Button("chat.buttons.express", "express")
FULL = Button("chat.buttons.full", "full")
MORE = Button("chat.buttons.more_questions", "full")
FILE = Button("chat.buttons.file", "upload")
MY_FILES = Button("files.buttons.my_files", "files")
LANGUAGE = Button("chat.buttons.language", "languages")
CONTINUE = Button("chat.buttons.continue", "continue")
ANALYSE = Button("chat.buttons.analyse", "run")
FROM_ANSWERS = Button("chat.buttons.from_answers", "run")
AGAIN = Button("chat.buttons.run_again", "run")
RESULT = Button("chat.buttons.result", "result")
ANSWERS = Button("chat.buttons.answers", "answers:0")


def resume(interview: Interview, *above: Line) -> Say:
    """The open question again, else what can be done next."""
    if interview.open:
        return asking.question(interview, *above)
    key = "chat.menu" if interview.is_untouched else "chat.what_next"
    return Say(key, buttons=asking.rows(ways(interview)), above=above)


def arrive(interview: Interview, *above: Line) -> Say:
    """The next question, or a word of thanks after the last one, and what can be done next."""
    if interview.open or interview.route is Route.NONE or is_unfinished(interview, interview.route):
        return resume(interview, *above)
    key = "chat.express_done" if interview.route is Route.EXPRESS else "chat.all_done"
    values = {
        "files": len(interview.confirmed_uploads),
        "results": int(interview.own_result is not None),
        "stale": int(is_stale(interview)),
    }
    return Say(key, values, (*asking.rows(ways(interview)), *_back(interview)), above=above)


def ways(interview: Interview) -> tuple[Button, ...]:
    """All that makes sense now, most useful first; never empty."""
    on = (CONTINUE,) if interview.open else onward(interview)
    answers = (ANSWERS,) if interview.answers or interview.skipped else ()
    example = () if interview.own_result else (EXAMPLE,)
    file = MY_FILES if interview.has_files else FILE
    return (*_analysis(interview), *on, file, *answers, *example)


def onward(interview: Interview) -> tuple[Button, ...]:
    """The ways to further questions while none is open; () when all are behind the owner."""
    if not is_unfinished(interview, Route.FULL):
        return ()
    if interview.route is Route.NONE:
        return (EXPRESS, FULL)
    return (CONTINUE,) if is_unfinished(interview, interview.route) else (MORE,)


def is_unfinished(interview: Interview, route: Route) -> bool:
    """Whether `route` has questions that were neither answered nor skipped."""
    return not all(is_behind(interview, question) for question in questions_of(route))


def is_stale(interview: Interview) -> bool:
    """Whether the owner's result is older than their answers or files."""
    result = interview.own_result
    return result is not None and (result.told, result.uploads) != inputs(interview)


def inputs(interview: Interview) -> tuple[str, tuple[str, ...]]:
    """What an analysis started now would rest on: a mark of what was told, and the uploads."""
    return mark(interview.answers, interview.wishes), interview.confirmed_uploads


def _back(interview: Interview) -> tuple[tuple[Button, ...], ...]:
    """To the question that was answered last."""
    if not interview.trail:
        return ()
    return ((Button("chat.buttons.back", f"back:{interview.trail[-1].open.question}"),),)


def _analysis(interview: Interview) -> tuple[Button, ...]:
    if interview.own_result:
        return (AGAIN, RESULT) if is_stale(interview) else (RESULT,)
    if interview.confirmed_uploads:
        return (ANALYSE,)
    return (FROM_ANSWERS,) if interview.answers else ()
