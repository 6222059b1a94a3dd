"""The conversation: one inbound event in, what to say and do out. Pure, the same for every messenger."""

import re
from dataclasses import replace
from typing import assert_never

from bot.dialogue import (
    answering,
    bounds,
    checking,
    consent,
    correcting,
    deep_links,
    editing,
    files,
    naming,
    opening,
    reminding,
    results,
    taps,
    wording,
)
from bot.dialogue.inbound import (
    AnalysisAdvanced,
    AnalysisFailed,
    AnalysisFinished,
    Command,
    Commanded,
    FileRefused,
    FileRejected,
    FileUnderstood,
    Idled,
    Inbound,
    Overtaken,
    ReadingGoesOn,
    Said,
    SentFile,
    SpokenInGroup,
    Tapped,
)
from bot.dialogue.interview import Interview, Moment, Turn
from bot.dialogue.resuming import resume
from bot.dialogue.utterances import Line, Say, TextKey

_ASKED_IN_PASSING = ("confirming", "naming", "bounding", "correcting", "comparing")
"""What of an interview says that a question was asked whose answer comes next or never."""
_COMMAND = re.compile(r"/[A-Za-z_]{1,32}")
_Report = (
    Overtaken | SentFile | FileRejected | FileUnderstood | FileRefused | AnalysisFinished | AnalysisFailed
)


def advance(interview: Interview, inbound: Inbound, moment: Moment) -> Turn:  # noqa: PLR0911
    """What follows from `inbound`: the next state, what is said, what is to be done."""
    # One return per kind of event.
    awake = replace(interview.calm, greeted=True)
    wish = _language_wish(inbound)
    if wish is not None:
        return _language(replace(awake, showing=interview.showing), wish, moment)
    match inbound:
        case Said() | Tapped() if not interview.greeted:
            return opening.welcome(awake)
        case Said(text):
            return _asked_for(awake, text, interview) or _said(
                awake, text, moment, confirming=interview.confirming is not None
            )
        case Tapped(data):
            return taps.tapped(awake, data, moment, interview.confirming)
        case Commanded():
            return _commanded(awake, inbound, moment, interview.showing)
        case SpokenInGroup(name):
            return Turn(interview, (Say("chat.only_private", {"name": name}),))
        case Idled():
            return reminding.remind(interview)
        case AnalysisAdvanced():
            return results.advanced(interview, inbound)
        case ReadingGoesOn():
            return files.still_reading(interview, inbound)
        case _:
            waiting = {each: getattr(interview, each) for each in _ASKED_IN_PASSING}
            return _reported(replace(awake, **waiting), inbound, moment)


def _language_wish(inbound: Inbound) -> str | None:
    """The language code that is asked for, empty for the list of languages; None for anything else."""
    match inbound:
        case Tapped("languages"):
            return ""
        case Tapped(data):
            return taps.language_of(data)
        case Commanded(Command.LANGUAGE, argument):
            return argument.strip().casefold()
        case _:
            return None


def _asked_for(interview: Interview, text: str, before: Interview) -> Turn | None:
    """Text right after its question names a group, sets a bound, corrects a person or is compared.

    No command does.
    """
    if _COMMAND.fullmatch(text.strip()):
        return None
    if before.naming is not None:
        return naming.named(interview, before.naming, text)
    if before.bounding is not None:
        return bounds.typed(interview, before.bounding, text)
    if before.correcting is not None:
        return correcting.said(interview, before.correcting, text)
    if before.comparing is not None:
        return wording.said(interview, before.comparing, text)
    return None


def _said(interview: Interview, text: str, moment: Moment, *, confirming: bool) -> Turn:
    """Text answers the open question. A command we do not have is no answer, nor is a typed yes or no."""
    if _COMMAND.fullmatch(text.strip()):
        return opening.help_(interview)
    if confirming:
        return opening.nothing_deleted(interview)
    if interview.open is None:
        return opening.hint(interview)
    return answering.read(interview, text, moment)


def _commanded(interview: Interview, commanded: Commanded, moment: Moment, showing: str | None) -> Turn:
    """`showing` is the analysis that is on the screen."""
    match commanded.command:
        case Command.START:
            turn = deep_links.follow(interview, commanded.argument, moment)
        case Command.HELP:
            turn = opening.help_(interview)
        case Command.BACK:
            turn = results.back(interview, showing) if showing else opening.back(interview)
        case Command.SKIP:
            turn = answering.skip(interview) if interview.open else opening.hint(interview)
        case Command.ANSWERS:
            turn = editing.answers(interview)
        case Command.UPLOAD:
            turn = consent.how_to_upload(interview, moment)
        case Command.RESULT | Command.CHECK:
            turn = _of_result(interview, commanded, moment, showing)
        case Command.PRIVACY | Command.EXPORT | Command.DELETE:
            turn = _own_data(interview, commanded.command, moment)
        case Command.LANGUAGE:
            turn = opening.languages(interview, moment)
        case _:
            assert_never(commanded.command)
    return turn


def _of_result(interview: Interview, commanded: Commanded, moment: Moment, showing: str | None) -> Turn:
    if commanded.command is Command.RESULT:
        return results.latest(interview, moment)
    return wording.command(interview, commanded.argument, moment, showing)


def _own_data(interview: Interview, command: Command, moment: Moment) -> Turn:
    """What is kept of the owner: told, given, deleted."""
    if command is Command.PRIVACY:
        return consent.tell(interview, moment)
    if command is Command.EXPORT:
        return consent.export(interview)
    return opening.ask_to_delete(interview, moment)


def _reported(interview: Interview, inbound: _Report, moment: Moment) -> Turn:
    """Files, and news from the background."""
    match inbound:
        case Overtaken():
            turn = Turn(interview, (resume(interview, Line("chat.overtaken")),))
        case SentFile():
            turn = consent.sent(interview, inbound, moment)
        case FileRejected():
            turn = files.rejected(interview, inbound)
        case FileUnderstood():
            turn = checking.understood(interview, inbound)
        case FileRefused():
            turn = checking.refused(interview, inbound)
        case AnalysisFinished():
            turn = results.finished(interview, inbound)
        case AnalysisFailed():
            turn = results.failed(interview, inbound)
        case _:
            assert_never(inbound)
    return turn


def _language(interview: Interview, code: str, moment: Moment) -> Turn:
    """Ask which language, or switch: what the owner had before them is said again in the new one."""
    if code not in moment.languages:
        return opening.languages(interview, moment)
    switched = replace(interview, language=code)
    done = Line("chat.language_set", {"name": TextKey("language.name", code)})
    shown = results.shown(interview, interview.showing)
    if shown:
        turn = results.show(switched, shown)
        return replace(turn, utterances=(Say(done.key, done.values), *turn.utterances))
    if switched.is_untouched:
        return opening.welcome(switched)
    return Turn(switched, (resume(switched, done),))
