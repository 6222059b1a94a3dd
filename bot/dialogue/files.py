"""Files of the owner: sent at any moment, read, waited for, told apart, left out."""

from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.answers import WordList
from bot.dialogue.effects import ReadUpload
from bot.dialogue.inbound import FileRejected, ReadingGoesOn, SentFile
from bot.dialogue.interview import File, FileState, Interview, Turn
from bot.dialogue.resuming import ANALYSE, CONTINUE, EXAMPLE, EXPRESS, MY_FILES, resume
from bot.dialogue.utterances import (
    Button,
    Exhibit,
    Line,
    Say,
    SayValue,
    Show,
)

MOST_FILES = 20
"""Files of one interview that are not refused or left out."""

MOST_EVER = 500
"""Files of one interview altogether."""

ADD_ANOTHER = Button("chat.buttons.another_file", "another")

_WAITING = (FileState.HELD, FileState.READING, FileState.UNDERSTOOD, FileState.UNCLEAR)
_GONE = (FileState.REFUSED, FileState.DROPPED)


def sent(interview: Interview, inbound: SentFile) -> Turn:
    """A file has come. The open question stays open while somebody looks inside."""
    if any(file.upload == inbound.upload for file in interview.files):
        return Turn(interview)
    kept = [file for file in interview.files if file.state not in _GONE]
    if len(kept) >= MOST_FILES or len(interview.files) >= MOST_EVER:
        buttons = ((MY_FILES, CONTINUE),)
        return Turn(interview, (Say("refusals.too_many_files", {"most": MOST_FILES}, buttons),))
    known = replace(interview, files=(*interview.files, File(inbound.upload, inbound.name)))
    looking = Say("chat.looking", {"name": inbound.name})
    return Turn(known, (looking,), (ReadUpload(inbound.upload),))


def how_to_send(interview: Interview) -> Say:
    buttons = (EXAMPLE, EXPRESS) if interview.is_untouched else (CONTINUE,)
    if interview.has_files:
        buttons = (MY_FILES, CONTINUE)
    return Say("chat.how_to_upload", buttons=(buttons,))


def still_reading(interview: Interview, inbound: ReadingGoesOn) -> Turn:
    """A word on a file that takes its time; the next one takes its place where that can be."""
    number = expecting(interview, inbound.upload)
    if number is None or interview.files[number].state is not FileState.READING:
        return Turn(interview)
    values: dict[str, SayValue] = {"name": interview.files[number].name, "seconds": inbound.seconds}
    return Turn(interview, (Say("chat.progress.reading", values, progress_of=inbound.upload),))


def rejected(interview: Interview, inbound: FileRejected) -> Turn:
    """A file that never reached us."""
    return Turn(interview, (Say(f"errors.{inbound.code}", inbound.details), resume(interview)))


def read_again(interview: Interview, number: int, file: File) -> Turn:
    """Read `file`, which is the one of this number with other words of the owner, anew."""
    reading = replace(file, state=FileState.READING)
    again = Say("chat.looking_again", {"name": file.name})
    return Turn(
        put(interview, number, reading), (again,), (ReadUpload(file.upload, file.roles, file.wishes),)
    )


def drop(interview: Interview, number: int) -> Turn:
    """The owner wants it left out."""
    file = interview.files[number]
    if file.state in _GONE:
        return moved_on(interview, file)
    dropped = put(interview, number, replace(file, state=FileState.DROPPED))
    return Turn(dropped, (resume(dropped, Line("chat.file_is.dropped", {"name": file.name})),))


def overview(interview: Interview) -> Turn:
    """All files that are used, what they bring together, and the way to each."""
    numbers = [number for number, file in enumerate(interview.files) if file.state not in _GONE]
    ready = interview.confirmed_uploads
    look = asking.rows([_look_at(interview, number) for number in numbers], 1)
    ways = ((ANALYSE,), (ADD_ANOTHER, CONTINUE)) if ready else ((ADD_ANOTHER, CONTINUE),)
    if ready:
        return Turn(interview, (Show(Exhibit.FILES, buttons=(*look, *ways), subjects=ready),))
    key = "files.not_ready" if numbers else "files.none"
    return Turn(interview, (Say(key, {"count": len(numbers)}, (*look, *ways)),))


def add_another(interview: Interview) -> Turn:
    return Turn(interview, (Say("chat.add_another", buttons=((ANALYSE, CONTINUE),)),))


def waiting(interview: Interview) -> tuple[int, ...]:
    """The files that nobody has confirmed yet."""
    return tuple(number for number, file in enumerate(interview.files) if file.state in _WAITING)


def ask_about_waiting(interview: Interview) -> Turn:
    """Some files are not confirmed and the owner wants the analysis now."""
    numbers = waiting(interview)
    unread = {FileState.HELD, FileState.READING}
    read = [number for number in numbers if interview.files[number].state not in unread]
    names = WordList(tuple(interview.files[number].name for number in numbers))
    anyway = Button("chat.buttons.run_without", "run:anyway")
    buttons = asking.rows([*(_look_at(interview, number) for number in read), anyway], 1)
    return Turn(interview, (Say("chat.files_waiting", {"count": len(numbers), "names": names}, buttons),))


def moved_on(interview: Interview, file: File) -> Turn:
    """A button of a file that is being read again, was refused or left out."""
    said = Line(f"chat.file_is.{file.state}", {"name": file.name})
    return Turn(interview, (resume(interview, said),))


def can_use(file: File) -> bool:
    """Whether somebody has looked inside and it is still wanted."""
    return file.state in {FileState.UNDERSTOOD, FileState.CONFIRMED}


def expecting(interview: Interview, upload: str) -> int | None:
    """Where a file stands that news are welcome of; None when it is confirmed, left out or unknown."""
    settled = {FileState.CONFIRMED, FileState.DROPPED}
    for number, file in enumerate(interview.files):
        if file.upload == upload and file.state not in settled:
            return number
    return None


def put(interview: Interview, number: int, file: File) -> Interview:
    """The interview with `file` in place of the one of this number."""
    files = (*interview.files[:number], file, *interview.files[number + 1 :])
    return replace(interview, files=files)


def _look_at(interview: Interview, number: int) -> Button:
    name = asking.cut(interview.files[number].name)
    return Button("chat.buttons.look_at", f"file:{number}:show", {"name": name})
