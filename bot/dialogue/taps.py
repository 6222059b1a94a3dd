"""What a button's data means. Data nobody knows any more explain themselves.

    sample  mine  express  full  continue  upload  files  another  languages  lang:<code>  answers:<page>
    reminders:off  agree:<version>  agree:no  privacy  export
    run  run:anyway  stop:<analysis>  result  over  over:yes:<yes>  delete:yes:<yes>  no
    a:<question>:<option>  done:  clear:  skip:  back:  help:  change:<question>
    file:<file>:ok|drop|show|details|findings|change|forget  file:<file>:instead:<file>
    choice:<file>:<kind>:<page>  choose:<file>:<kind>:<option>
    columns:<file>:<page>  column:<file>:<column>[:<page>]
    role:<file>:<column>:<role>  people:<result>  person:<result>:<n>  sources:<result>:<n>
    segments:<result>[:<n>]  figures:<result>
    plan:<result>[:<n>]  take:<result>  report:<result>  page:<result>  personas:<result>
    calendar:<result>  workbook:<result>  list:<result>:<n>[:<form>]
    lists:<result>[:<method>[:<group>[:<form>]]]
    targets:<result>  adjust:<result>:<bound>[:<option>]  use:<result>:<bound>:<option>|=<number>|auto
    correct:<result>:<n>[:<field>]  uncorrect:<result>:<n>:<field>
    merge:<result>[:<group>[:<group>]]  join:<result>:<group>:<group>  apart:<result>
    pins:<result>  pin:<result>:<group>
    names:<result>:<method>  name:<result>:<method>:<group>  unname:<result>:<method>:<group>

Files, columns and personas are numbers and results short tags, so that data fit into 64 bytes.
"""

from bot.dialogue import (
    answering,
    checking,
    choosing,
    columns,
    consent,
    editing,
    files,
    opening,
    reminding,
    result_taps,
    results,
)
from bot.dialogue.interview import Interview, Moment, Route, Turn
from bot.dialogue.questions import Question, find
from bot.dialogue.result_taps import number as _number
from bot.dialogue.resuming import resume
from bot.dialogue.utterances import Line


def tapped(interview: Interview, data: str, moment: Moment, confirming: str | None) -> Turn:
    """Follow a button. `confirming` is the yes that the message before asked for."""
    parts = data.split(":")
    return (
        _menu(interview, parts, moment)
        or _privacy(interview, parts, moment)
        or _run(interview, parts, moment)
        or _confirmation(interview, parts, moment, confirmed=data == confirming)
        or _question(interview, parts)
        or _file(interview, parts)
        or result_taps.follow(interview, parts, moment)
        or Turn(interview, (resume(interview, Line("chat.unknown_button")),))
    )


def language_of(data: str) -> str | None:
    """The language a button stands for."""
    verb, _, code = data.partition(":")
    return code if verb == "lang" else None


def _menu(interview: Interview, parts: list[str], moment: Moment) -> Turn | None:  # noqa: PLR0911
    # One return per button of the menus.
    match parts:
        case ["mine"]:
            return opening.begin(interview)
        case ["express"]:
            return opening.set_out(interview, Route.EXPRESS)
        case ["full"]:
            return opening.set_out(interview, Route.FULL)
        case ["continue"]:
            return opening.go_on(interview)
        case ["upload"]:
            return consent.how_to_upload(interview, moment)
        case ["files"]:
            return files.overview(interview)
        case ["another"]:
            return files.add_another(interview)
        case ["reminders", "off"]:
            return reminding.switch_off(interview)
        case ["answers", page]:
            return editing.answers(interview, _number(page) or 0)
        case _:
            return None


def _privacy(interview: Interview, parts: list[str], moment: Moment) -> Turn | None:
    match parts:
        case ["agree", "no"]:
            return consent.refuse(interview)
        case ["agree", version]:
            return consent.agree(interview, moment, version)
        case ["privacy"]:
            return consent.tell(interview, moment)
        case ["export"]:
            return consent.export(interview)
        case _:
            return None


def _run(interview: Interview, parts: list[str], moment: Moment) -> Turn | None:
    match parts:
        case ["sample"]:
            return results.run_sample(interview, moment)
        case ["run"]:
            return results.run(interview, moment)
        case ["run", "anyway"]:
            return results.run(interview, moment, anyway=True)
        case ["stop", analysis]:
            return results.stop(interview, analysis)
        case ["result"]:
            return results.latest(interview, moment)
        case _:
            return None


def _confirmation(interview: Interview, parts: list[str], moment: Moment, *, confirmed: bool) -> Turn | None:
    """A yes counts only right after its question; an old one asks again."""
    match parts[0]:
        case "over" if confirmed:
            return opening.started_over(interview)
        case "over":
            return opening.start_over(interview, moment)
        case "delete" if confirmed:
            return opening.delete(interview)
        case "delete":
            return opening.ask_to_delete(interview, moment)
        case "no":
            return opening.nothing_deleted(interview)
        case _:
            return None


# ---- questions -----------------------------------------------------------------------------


def _question(interview: Interview, parts: list[str]) -> Turn | None:
    question = find(parts[1]) if len(parts) > 1 else None
    if question is None or parts[0] not in {"a", "done", "clear", "skip", "back", "help", "change"}:
        return None
    if parts[0] == "change":
        return editing.change(interview, question)
    if interview.open and interview.open.question == question.key:
        return _open_question(interview, parts)
    if parts[0] == "back":
        return (
            opening.back(interview)
            if _is_last(interview, question)
            else Turn(interview, (resume(interview),))
        )
    if _was_just_done(interview, question, parts):
        return Turn(interview)
    return editing.earlier_question(interview, question)


def _open_question(interview: Interview, parts: list[str]) -> Turn | None:  # noqa: PLR0911
    # One return per button of a question.
    match parts:
        case ["a", _, option]:
            return answering.pick(interview, option)
        case ["done", _]:
            return answering.finish(interview)
        case ["clear", _]:
            return answering.clear_typed(interview)
        case ["skip", _]:
            return answering.skip(interview)
        case ["back", _]:
            return opening.back(interview)
        case ["help", _]:
            return answering.explain(interview)
        case _:
            return None


def _is_last(interview: Interview, question: Question) -> bool:
    """Whether the way ended with it."""
    trail = interview.trail
    return interview.open is None and bool(trail) and trail[-1].open.question == question.key


def _was_just_done(interview: Interview, question: Question, parts: list[str]) -> bool:
    """Whether this is the second half of a double tap: it asks for what it has just brought about."""
    if not interview.trail or interview.trail[-1].open.question != question.key:
        return False
    match parts:
        case ["a", _, option]:
            same = answering.answer_of(question, option)
            return same is not None and interview.answers.get(question.key) == same
        case ["skip", _]:
            return question.key in interview.skipped
        case _:
            return parts[0] == "done"


# ---- files ---------------------------------------------------------------------------------


def _file(interview: Interview, parts: list[str]) -> Turn | None:  # noqa: PLR0911
    # One return per shape of data.
    number = _number(parts[1]) if len(parts) > 1 else None
    if number is None or number >= len(interview.files):
        return None
    match parts:
        case ["file", _, verb, *rest]:
            return _whole_file(interview, number, verb, rest)
        case ["choice" | "choose", _, kind, what]:
            return _choice(interview, number, parts[0], kind, what)
        case ["columns", _, page] if columns.can_change(interview, number):
            return columns.choose_column(interview, number, _number(page) or 0)
        case ["column" | "role", _, column, *rest] if _can_change(interview, number, column):
            return _column(interview, number, int(column), parts[0], rest)
        case ["columns" | "column" | "role", *_]:
            return checking.look(interview, number)
        case _:
            return None


def _whole_file(interview: Interview, number: int, verb: str, rest: list[str]) -> Turn:  # noqa: PLR0911
    # One return per button of a file.
    can_use = files.can_use(interview.files[number])
    match verb, rest:
        case "ok", []:
            return checking.confirm(interview, number)
        case "instead", [other] if _is_another(interview, number, other):
            return checking.confirm(interview, number, int(other))
        case "drop", []:
            return files.drop(interview, number)
        case "details", [] if can_use:
            return checking.details(interview, number)
        case "findings", [] if can_use:
            return checking.findings(interview, number)
        case "change", [] if can_use:
            return checking.change(interview, number)
        case "forget", [] if can_use:
            return checking.forget(interview, number)
        case _:
            return checking.look(interview, number)


def _is_another(interview: Interview, number: int, other: str) -> bool:
    index = _number(other)
    return index is not None and index != number and index < len(interview.files)


def _choice(interview: Interview, number: int, verb: str, kind: str, what: str) -> Turn:
    """A way of reading that the file leaves open, as it is understood now."""
    choice = choosing.find(interview, number, kind)
    if choice is None or not files.can_use(interview.files[number]):
        return checking.look(interview, number)
    if verb == "choice":
        return choosing.ask(interview, number, choice, _number(what) or 0)
    option = choosing.option_of(choice, what)
    if option is None:
        return choosing.ask(interview, number, choice)
    return checking.choose(interview, number, choice, option)


def _can_change(interview: Interview, number: int, column: str) -> bool:
    index = _number(column)
    return index is not None and columns.can_change(interview, number, index)


def _column(interview: Interview, number: int, column: int, verb: str, rest: list[str]) -> Turn | None:
    if verb == "role":
        known = len(rest) == 1 and columns.is_role(rest[0])
        return columns.choose(interview, number, column, rest[0]) if known else None
    page = _number(rest[0]) if rest else None
    return columns.choose_role(interview, number, column, page)
