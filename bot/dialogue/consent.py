"""What an owner agrees to before a file of theirs is looked into, and what is kept of them."""

from dataclasses import replace

from bot.dialogue import files
from bot.dialogue.effects import DiscardUpload, ReadUpload
from bot.dialogue.inbound import SentFile
from bot.dialogue.interview import Agreement, FileState, Interview, Moment, Turn
from bot.dialogue.resuming import CONTINUE, resume
from bot.dialogue.utterances import (
    Button,
    Exhibit,
    Line,
    Say,
    Show,
)

VERSION = 2
"""Of the wording, `privacy.consent` in every language: who agreed to an earlier one is asked again."""

AGREE = Button("privacy.buttons.agree", f"agree:{VERSION}")
REFUSE = Button("privacy.buttons.refuse", "agree:no")
PRIVACY = Button("privacy.buttons.privacy", "privacy")
EXPORT = Button("privacy.buttons.export", "export")
DELETE = Button("privacy.buttons.delete", "delete")


def is_given(interview: Interview) -> bool:
    return interview.agreed is not None and interview.agreed.version == VERSION


def ask(interview: Interview, moment: Moment) -> Turn:
    said = Say("privacy.consent", {"days": moment.files_kept_days}, ((AGREE, REFUSE), (PRIVACY,)))
    return Turn(interview, (said,))


def how_to_upload(interview: Interview, moment: Moment) -> Turn:
    return Turn(interview, (files.how_to_send(interview),)) if is_given(interview) else ask(interview, moment)


def sent(interview: Interview, inbound: SentFile, moment: Moment) -> Turn:
    """A file has come; before the word is given nobody looks inside."""
    turn = files.sent(interview, inbound)
    if is_given(interview) or not turn.effects:
        return turn
    number = len(interview.files)
    held = replace(turn.interview.files[number], state=FileState.HELD)
    return ask(files.put(turn.interview, number, held), moment)


def agree(interview: Interview, moment: Moment, version: str) -> Turn:
    """The word is given, if it is the wording of today; files that waited for it are read."""
    if version != str(VERSION):
        return ask(interview, moment)
    given = replace(interview, agreed=Agreement(VERSION, moment.now, interview.language))
    waiting = [file for file in given.files if file.state is FileState.HELD]
    if not waiting:
        return Turn(given, (Say("privacy.agreed"), files.how_to_send(given)))
    reading = _all_held(given, FileState.READING)
    looking = tuple(Say("chat.looking", {"name": file.name}) for file in waiting)
    return Turn(reading, looking, tuple(ReadUpload(file.upload) for file in waiting))


def refuse(interview: Interview) -> Turn:
    """No word, no file; a word that was given is taken back for the files to come."""
    waiting = [file for file in interview.files if file.state is FileState.HELD]
    without = replace(_all_held(interview, FileState.DROPPED), agreed=None)
    said = Line(f"privacy.{_refused(interview, waiting=bool(waiting))}")
    return Turn(without, (resume(without, said),), tuple(DiscardUpload(file.upload) for file in waiting))


def _refused(interview: Interview, *, waiting: bool) -> str:
    if waiting:
        return "refused_files"
    return "refused_further" if interview.confirmed_uploads else "refused"


def tell(interview: Interview, moment: Moment) -> Turn:
    """What is kept, why, how long, and how to have it or be rid of it."""
    said = Say(
        "privacy.told",
        {"days": moment.files_kept_days},
        ((EXPORT, DELETE), (CONTINUE,)),
        below=(_standing(interview),),
    )
    return Turn(interview, (said,))


def export(interview: Interview) -> Turn:
    """Everything about the owner, as one file, and where one goes on."""
    return Turn(interview, (Show(Exhibit.EVERYTHING), resume(interview)))


def _standing(interview: Interview) -> Line:
    if interview.agreed is None:
        return Line("privacy.not_agreed")
    day = interview.agreed.at.date()
    return Line("privacy.agreed_on", {"day": day, "version": interview.agreed.version})


def _all_held(interview: Interview, state: FileState) -> Interview:
    return replace(
        interview,
        files=tuple(
            replace(file, state=state) if file.state is FileState.HELD else file for file in interview.files
        ),
    )
