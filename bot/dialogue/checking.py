"""What was made of a file, shown to its owner until they agree: preview, details, change, confirm."""

from dataclasses import replace

from bot.dialogue import choosing, files
from bot.dialogue.answers import WordList
from bot.dialogue.effects import ForgetReading, RememberReading
from bot.dialogue.inbound import FileChoice, FileRefused, FileUnderstood
from bot.dialogue.interview import File, FileState, Interview, Turn
from bot.dialogue.resuming import ANALYSE, CONTINUE, resume
from bot.dialogue.utterances import (
    Button,
    Exhibit,
    Line,
    Say,
    SayValue,
    Show,
)

MOST_NAMED = 15
"""Columns that are named in one sentence."""


def understood(interview: Interview, inbound: FileUnderstood) -> Turn:
    """Ask what the file leaves open; then show what was made of it, to be confirmed."""
    number = files.expecting(interview, inbound.upload)
    if number is None:
        return Turn(interview)
    file = replace(
        interview.files[number],
        state=FileState.UNDERSTOOD,
        columns=tuple(inbound.columns),
        choices=tuple(inbound.choices),
        findings=inbound.findings,
        remembered=inbound.remembered,
    )
    return show(files.put(interview, number, file), number)


def refused(interview: Interview, inbound: FileRefused) -> Turn:
    """A file that cannot be used, or only once the owner has said what a column is."""
    number = files.expecting(interview, inbound.upload)
    if number is None:
        return Turn(interview)
    file = interview.files[number]
    about = Line("chat.about_file", {"name": file.name})
    error = Say(f"errors.{inbound.code}", _details(inbound), above=(about,))
    columns = tuple(inbound.columns) or file.columns
    if columns:
        unclear = replace(file, state=FileState.UNCLEAR, columns=columns)
        told = replace(error, buttons=_correct(number), below=(Line("chat.or_name_column"),))
        return Turn(files.put(interview, number, unclear), (told,))
    without = files.put(interview, number, replace(file, state=FileState.REFUSED))
    return Turn(without, (error, resume(without)))


def look(interview: Interview, number: int) -> Turn:
    """The file as it stands: to be asked about, to be confirmed, or gone."""
    file = interview.files[number]
    if file.state is FileState.UNCLEAR:
        said = Say("chat.file_is.unclear", {"name": file.name}, _correct(number))
        return Turn(interview, (said,))
    return show(interview, number) if files.can_use(file) else files.moved_on(interview, file)


def show(interview: Interview, number: int) -> Turn:
    """The first question that is open about a file, else its preview."""
    open_choice = interview.files[number].unsettled
    return choosing.ask(interview, number, open_choice) if open_choice else preview(interview, number)


def preview(interview: Interview, number: int) -> Turn:
    """What was understood of a file in short, with the ways to agree or not."""
    file = interview.files[number]
    look_closer = (
        Button("files.buttons.details", f"file:{number}:details"),
        Button("files.buttons.change_something", f"file:{number}:change"),
    )
    leave = Button("chat.buttons.not_this_file", f"file:{number}:drop")
    known = (Line("files.read_as_before"),) if file.remembered else ()
    alike = _double(interview, number)
    asked: tuple[Line, ...] = ()
    if alike is not None:
        asked = (Line("files.same_columns", {"name": interview.files[alike].name}),)
    money = [choosing.change(number, each) for each in file.choices if each.chosen == choosing.NO_CURRENCY]
    buttons = (*_agree(number, alike), *((button,) for button in money), look_closer, (leave,))
    shown = Show(Exhibit.UNDERSTANDING, file.upload, buttons=buttons, above=known, below=asked)
    return Turn(interview, (shown,))


def details(interview: Interview, number: int) -> Turn:
    """Every column with the reasons, every finding with examples."""
    file = interview.files[number]
    listed = (Button("files.buttons.findings", f"file:{number}:findings"),) if file.findings else ()
    change = Button("files.buttons.change_something", f"file:{number}:change")
    back = Button("chat.buttons.to_preview", f"file:{number}:show")
    buttons = tuple(row for row in (listed, (change, back)) if row)
    return Turn(interview, (Show(Exhibit.DETAILS, file.upload, buttons=buttons),))


def findings(interview: Interview, number: int) -> Turn:
    """The rows that are set aside as a document, and the ways on under it."""
    document = Show(Exhibit.FINDINGS, interview.files[number].upload)
    back = Button("chat.buttons.to_preview", f"file:{number}:show")
    buttons = (*_agree(number, _double(interview, number)), (back,))
    return Turn(interview, (document, Say("files.mend_or_use", buttons=buttons)))


def change(interview: Interview, number: int) -> Turn:
    """All that can be read differently: a column, and what the file leaves open."""
    file = interview.files[number]
    column = Button("chat.buttons.change", f"columns:{number}:0")
    choices = [choosing.change(number, choice) for choice in file.choices]
    forget = [Button("files.buttons.forget_reading", f"file:{number}:forget")] if file.remembered else []
    back = Button("chat.buttons.to_preview", f"file:{number}:show")
    buttons = tuple((button,) for button in (column, *choices, *forget, back))
    return Turn(interview, (Say("files.what_to_change", {"name": file.name}, buttons),))


def choose(interview: Interview, number: int, choice: FileChoice, option: str) -> Turn:
    """Take the owner's word; the file is read again unless it was read like that already."""
    file = interview.files[number]
    told = replace(file, wishes={**file.wishes, choice.kind: option})
    if option != choice.chosen:
        return files.read_again(interview, number, told)
    return show(files.put(interview, number, told), number)


def forget(interview: Interview, number: int) -> Turn:
    """Read the file as if none like it had ever been confirmed."""
    file = replace(interview.files[number], roles={}, wishes={}, remembered=False)
    turn = files.read_again(interview, number, file)
    said = Say("files.reading_forgotten", {"name": file.name})
    return replace(turn, utterances=(said,), effects=(ForgetReading(file.upload), *turn.effects))


def confirm(interview: Interview, number: int, instead_of: int | None = None) -> Turn:
    """The owner says that it looks right, once or twice; `instead_of` is the file it replaces."""
    file = interview.files[number]
    if not files.can_use(file) or file.unsettled:
        return look(interview, number)
    ready = files.put(interview, number, replace(file, state=FileState.CONFIRMED))
    if instead_of is not None:
        ready = files.put(ready, instead_of, replace(ready.files[instead_of], state=FileState.DROPPED))
    remember = RememberReading(file.upload, dict(file.columns), file.wishes)
    if len(ready.confirmed_uploads) > 1:
        return replace(files.overview(ready), effects=(remember,))
    buttons = ((ANALYSE,), (files.ADD_ANOTHER, CONTINUE))
    learned = () if file.remembered else (Line("files.will_remember"),)
    said = Say("chat.file_confirmed", {"name": file.name}, buttons, below=learned)
    return Turn(ready, (said,), (remember,))


def _details(inbound: FileRefused) -> dict[str, SayValue]:
    """What the refusal says, with the file's columns joined as the language does it."""
    names = tuple(name for name, _ in inbound.columns[:MOST_NAMED])
    more = ("…",) if len(inbound.columns) > MOST_NAMED else ()
    return {**inbound.details, **({"columns": WordList((*names, *more))} if names else {})}


def _agree(number: int, alike: int | None) -> tuple[tuple[Button, ...], ...]:
    """One tap; two to choose from where the file could be a newer copy of another."""
    if alike is None:
        return ((Button("chat.buttons.looks_right", f"file:{number}:ok"),),)
    return (
        (Button("files.buttons.use_both", f"file:{number}:ok"),),
        (Button("files.buttons.use_instead", f"file:{number}:instead:{alike}"),),
    )


def _double(interview: Interview, number: int) -> int | None:
    """The last confirmed file with the same columns, which this one could replace."""
    file = interview.files[number]
    alike = [
        other
        for other, before in enumerate(interview.files)
        if other != number and before.state is FileState.CONFIRMED and _names(before) == _names(file)
    ]
    return alike[-1] if alike and file.state is not FileState.CONFIRMED else None


def _names(file: File) -> tuple[str, ...]:
    return tuple(name for name, _ in file.columns)


def _correct(number: int) -> tuple[tuple[Button, ...], ...]:
    column = Button("chat.buttons.change", f"columns:{number}:0")
    return ((column, Button("chat.buttons.not_this_file", f"file:{number}:drop")),)
