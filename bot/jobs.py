"""What the child process does: read a file, run an analysis. Values come and go as JSON text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.answers_file import read_answers
from bot.beliefs import beliefs
from bot.sample import write_answers, write_sample
from prompts.catalog import Catalog
from segmentation.model.beliefs import Beliefs
from segmentation.model.codec import from_json, to_json
from segmentation.model.roles import OwnerMemory, OwnerWord, Understanding
from segmentation.pipeline import Stage, analyse, understand
from segmentation.reading.limits import limited
from segmentation.roles.audit import findings

MOST_LISTED = 2_000
"""Rows of one kind that are listed for the owner."""


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file on disk; copies that reading needs go to `workdir`."""

    path: Path
    name: str
    workdir: Path
    language: str
    word: OwnerWord = field(default_factory=OwnerWord)
    """The owner's own on this file."""
    memory: OwnerMemory = field(default_factory=OwnerMemory)
    understanding: str = ""
    """What was understood before; read again when its copies are gone."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """Values as JSON: an Understanding, and the rows set aside as ImportIssues."""

    understanding: str
    findings: str


def read_file(file: FileToRead) -> FileRead:
    """What is made of one file, and which rows are set aside. Raises OwnerFixableError."""
    understanding = _understood(file)
    listed = (*understanding.dataset.issues, *findings(understanding, MOST_LISTED))
    return FileRead(to_json(understanding), to_json(listed))


STEPS = ("reading", *Stage)
"""Of an analysis, as `tell` is told when each begins."""


def analyse_files(
    files: tuple[FileToRead, ...],
    beliefs: str,
    language: str,
    today: date,
    table: Path,
    tell: Callable[[str], None],
) -> str:
    """The Analysis of the files (none: of the beliefs alone). Raises OwnerFixableError.

    The customers with their segments go to `table`, where there are any.
    """
    tell("reading")
    known = tuple(_known(file) or _understood(file) for file in files)
    told = from_json(beliefs, Beliefs)
    table.parent.mkdir(parents=True, exist_ok=True)
    return to_json(analyse(known, told, language=language, today=today, progress=tell, table=table))


def analyse_sample(folder: Path, language: str, today: date, table: Path) -> str:
    """The Analysis of the sample shop, whose files and answers are written to `folder` first.

    Its customers go to `table`.
    """
    paths = write_sample(folder, language, Catalog())
    answers = read_answers(write_answers(folder, language, Catalog()), today.year)
    files = [FileToRead(path, path.name, folder / "work", language) for path in paths]
    known = [_understood(file) for file in files]
    return to_json(analyse(known, beliefs(answers), language=language, today=today, table=table))


def _known(file: FileToRead) -> Understanding | None:
    if not file.understanding:
        return None
    understanding = from_json(file.understanding, Understanding)
    return understanding if understanding.dataset.path.exists() else None


def _understood(file: FileToRead) -> Understanding:
    file.workdir.mkdir(parents=True, exist_ok=True)
    with limited():
        return understand(
            file.path,
            file.name,
            workdir=file.workdir,
            word=file.word,
            memory=file.memory,
            language=file.language,
        )
