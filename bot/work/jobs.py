"""What the child process does: read a file, run an analysis. Values come and go as JSON text.

The pipeline is imported by those who run it, and not with this module: the chat's process, which only says
what is to be done, starts in half the time without it and needs half the memory.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.answers_file import read_answers
from bot.beliefs import beliefs
from bot.errors import OwnerFixableError
from bot.work.sample import write_answers, write_sample
from prompts.catalog import Catalog
from segmentation.model.beliefs import Beliefs
from segmentation.model.codec import from_json, to_json
from segmentation.model.roles import OwnerMemory, OwnerWord, Understanding
from segmentation.reading.limits import OutOfMemory, bounded, limited
from segmentation.roles.audit import findings
from segmentation.steps import Stage, Steps

MOST_LISTED = 2_000
"""Rows of one kind that are listed for the owner."""
MAX_CPU_SECONDS = 1_200
"""Of one analysis, over all its threads."""


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
    """What was understood before of the table that lies at `path`; empty to read the file anew."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """Values as JSON: an Understanding, and the rows set aside as ImportIssues."""

    understanding: str
    findings: str
    table: Path
    """The clean copy that the understanding is of; the file itself where it was clean."""


def read_file(file: FileToRead) -> FileRead:
    """What is made of one file, and which rows are set aside. Raises OwnerFixableError."""
    understanding = _understood(file)
    listed = (*understanding.dataset.issues, *findings(understanding, MOST_LISTED))
    return FileRead(to_json(understanding), to_json(listed), understanding.dataset.path)


STEPS = ("reading", *Stage)
"""Of an analysis, as `tell` is told when each begins; with a colon, how many groups are tried in it."""


@dataclass(frozen=True, slots=True)
class AnalysisToRun:
    """What an analysis rests on, the same each time it is taken up again."""

    files: tuple[FileToRead, ...]
    beliefs: str
    """As JSON."""
    language: str
    today: date
    folder: Path
    """What its steps find is kept here; what is here already is not looked for again."""
    memory_mb: int
    earlier: tuple[Path, ...] = ()
    """Tables of the owner's analyses before this one, the newest first."""
    former: Path | None = None
    """The table of the one whose natural groups are to stand."""

    @property
    def table(self) -> Path:
        """The customers with their segments, where there are any."""
        return self.folder / "customers.parquet"


def analyse_files(asked: AnalysisToRun, tell: Callable[[str], None]) -> str:
    """The Analysis of the files (none: of the beliefs alone) as JSON. Raises OwnerFixableError."""
    from segmentation.pipeline import analyse  # noqa: PLC0415

    tell("reading")
    known = tuple(_known(file) for file in asked.files)
    told = from_json(asked.beliefs, Beliefs)
    steps, table = Steps(asked.folder, tell, lambda groups: tell(f"{Stage.SEGMENTS}:{groups}")), asked.table
    try:
        with bounded(asked.memory_mb, MAX_CPU_SECONDS):
            found = analyse(
                known,
                told,
                language=asked.language,
                today=asked.today,
                steps=steps,
                table=table,
                earlier=asked.earlier,
                former=asked.former,
            )
            return to_json(found)
    except OutOfMemory:
        raise OwnerFixableError("analysis_out_of_memory", {"limit_mb": asked.memory_mb}) from None


def analyse_sample(folder: Path, language: str, today: date, table: Path) -> str:
    """The Analysis of the sample shop, whose files and answers are written to `folder` first.

    Its customers go to `table`.
    """
    from segmentation.pipeline import analyse  # noqa: PLC0415

    paths = write_sample(folder, language, Catalog())
    answers = read_answers(write_answers(folder, language, Catalog()), today.year)
    files = [FileToRead(path, path.name, folder / "work", language) for path in paths]
    known = [_understood(file) for file in files]
    return to_json(analyse(known, beliefs(answers), language=language, today=today, table=table))


def _known(file: FileToRead) -> Understanding:
    if not file.understanding:
        return _understood(file)
    before = from_json(file.understanding, Understanding)
    return replace(before, dataset=replace(before.dataset, path=file.path))


def _understood(file: FileToRead) -> Understanding:
    from segmentation.pipeline import understand  # noqa: PLC0415

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
