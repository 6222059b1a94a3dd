"""Files of the owner: sent at any moment, looked into, confirmed, corrected or left out."""

from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.answers import WordList
from bot.dialogue.interview import File, FileState, Interview, Turn
from bot.dialogue.model import (
    Button,
    Exhibit,
    FileRefused,
    FileRejected,
    FileUnderstood,
    Line,
    ReadUpload,
    Say,
    SentFile,
    Show,
)
from bot.dialogue.resuming import ANALYSE, CONTINUE, resume

MOST_FILES = 20
"""Files of one interview that are not refused or left out."""

MOST_EVER = 500
"""Files of one interview altogether."""

_WAITING = (FileState.READING, FileState.UNDERSTOOD, FileState.UNCLEAR)


def sent(interview: Interview, inbound: SentFile) -> Turn:
    """A file has come. The open question stays open while somebody looks inside."""
    if any(file.upload == inbound.upload for file in interview.files):
        return Turn(interview)
    kept = [file for file in interview.files if file.state not in {FileState.REFUSED, FileState.DROPPED}]
    if len(kept) >= MOST_FILES or len(interview.files) >= MOST_EVER:
        return Turn(interview, (Say("refusals.too_many_files", {"most": MOST_FILES}), resume(interview)))
    known = replace(interview, files=(*interview.files, File(inbound.upload, inbound.name)))
    looking = Say("chat.looking", {"name": inbound.name})
    return Turn(known, (looking,), (ReadUpload(inbound.upload),))


def rejected(interview: Interview, inbound: FileRejected) -> Turn:
    """A file that never reached us."""
    return Turn(interview, (Say(f"errors.{inbound.code}", inbound.details), resume(interview)))


def understood(interview: Interview, inbound: FileUnderstood) -> Turn:
    """Show what was made of a file, to be confirmed."""
    number = _number(interview, inbound.upload)
    if number is None:
        return Turn(interview)
    file = replace(interview.files[number], state=FileState.UNDERSTOOD, columns=tuple(inbound.columns))
    return preview(_with(interview, number, file), number)


def refused(interview: Interview, inbound: FileRefused) -> Turn:
    """A file that cannot be used, or only once the owner has said what a column is."""
    number = _number(interview, inbound.upload)
    if number is None:
        return Turn(interview)
    file = interview.files[number]
    about = Line("chat.about_file", {"name": file.name})
    error = Say(f"errors.{inbound.code}", inbound.details, above=(about,))
    columns = tuple(inbound.columns) or file.columns
    if columns:
        unclear = replace(file, state=FileState.UNCLEAR, columns=columns)
        told = replace(error, buttons=_correct(number), below=(Line("chat.or_name_column"),))
        return Turn(_with(interview, number, unclear), (told,))
    without = _with(interview, number, replace(file, state=FileState.REFUSED))
    return Turn(without, (error, resume(without)))


def preview(interview: Interview, number: int) -> Turn:
    """What was understood of a file, with the ways to agree or not."""
    right = Button("chat.buttons.looks_right", f"file:{number}:ok")
    buttons = ((right,), *_correct(number))
    return Turn(interview, (Show(Exhibit.UNDERSTANDING, interview.files[number].upload, buttons=buttons),))


def confirm(interview: Interview, number: int) -> Turn:
    """The owner says that it looks right, once or twice."""
    file = interview.files[number]
    if not can_use(file):
        return look(interview, number)
    confirmed = _with(interview, number, replace(file, state=FileState.CONFIRMED))
    buttons = ((ANALYSE,), (Button("chat.buttons.another_file", "another"), CONTINUE))
    return Turn(confirmed, (Say("chat.file_confirmed", {"name": file.name}, buttons),))


def drop(interview: Interview, number: int) -> Turn:
    """The owner wants it left out."""
    file = interview.files[number]
    if file.state in {FileState.REFUSED, FileState.DROPPED}:
        return _moved_on(interview, file)
    dropped = _with(interview, number, replace(file, state=FileState.DROPPED))
    return Turn(dropped, (resume(dropped, Line("chat.file_is.dropped", {"name": file.name})),))


def look(interview: Interview, number: int) -> Turn:
    """The preview again."""
    file = interview.files[number]
    if file.state is FileState.UNCLEAR:
        said = Say("chat.file_is.unclear", {"name": file.name}, _correct(number))
        return Turn(interview, (said,))
    return preview(interview, number) if can_use(file) else _moved_on(interview, file)


def can_use(file: File) -> bool:
    """Whether somebody has looked inside and it is still wanted."""
    return file.state in {FileState.UNDERSTOOD, FileState.CONFIRMED}


def add_another(interview: Interview) -> Turn:
    return Turn(interview, (Say("chat.add_another", buttons=((ANALYSE, CONTINUE),)),))


def waiting(interview: Interview) -> tuple[int, ...]:
    """The files that nobody has confirmed yet."""
    return tuple(number for number, file in enumerate(interview.files) if file.state in _WAITING)


def ask_about_waiting(interview: Interview) -> Turn:
    """Some files are not confirmed and the owner wants the analysis now."""
    numbers = waiting(interview)
    look = [
        Button(
            "chat.buttons.look_at", f"file:{number}:show", {"name": asking.cut(interview.files[number].name)}
        )
        for number in numbers
        if interview.files[number].state is not FileState.READING
    ]
    names = WordList(tuple(interview.files[number].name for number in numbers))
    anyway = Button("chat.buttons.run_without", "run:anyway")
    said = Say("chat.files_waiting", {"count": len(numbers), "names": names}, asking.rows([*look, anyway], 1))
    return Turn(interview, (said,))


def with_role(interview: Interview, number: int, column: int, role: str) -> Turn:
    """The owner's word on a column; the file is read again with it."""
    file = interview.files[number]
    name = file.columns[column][0]
    roles = {**file.roles, name: role}
    columns = (*file.columns[:column], (name, role), *file.columns[column + 1 :])
    reading = replace(file, state=FileState.READING, roles=roles, columns=columns)
    again = Say("chat.looking_again", {"name": file.name})
    return Turn(_with(interview, number, reading), (again,), (ReadUpload(file.upload, roles),))


def _moved_on(interview: Interview, file: File) -> Turn:
    """A button of a file that is being read again, was refused or left out."""
    said = Line(f"chat.file_is.{file.state}", {"name": file.name})
    return Turn(interview, (resume(interview, said),))


def _number(interview: Interview, upload: str) -> int | None:
    """Where a file stands that news are welcome of; None when it is confirmed, left out or unknown."""
    settled = {FileState.CONFIRMED, FileState.DROPPED}
    for number, file in enumerate(interview.files):
        if file.upload == upload and file.state not in settled:
            return number
    return None


def _with(interview: Interview, number: int, file: File) -> Interview:
    files = (*interview.files[:number], file, *interview.files[number + 1 :])
    return replace(interview, files=files)


def _correct(number: int) -> tuple[tuple[Button, ...], ...]:
    change = Button("chat.buttons.change", f"columns:{number}:0")
    return ((change, Button("chat.buttons.not_this_file", f"file:{number}:drop")),)
