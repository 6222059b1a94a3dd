"""The commands that work on files without a chat.

What reads and analyses is imported by the commands that do: all others start in half the time without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers_file import read_answers
from bot.beliefs import beliefs
from bot.dialogue.checking import MOST_NAMED
from bot.errors import OwnerFixableError
from bot.results.export import Json, file_facts, files_json
from bot.results.result_folder import Output, table_in, write
from bot.results.tables import write_table
from bot.work.sample import write_answers, write_sample
from prompts.told import telling
from prompts.values import catalog, joined
from segmentation.model.analysis import Analysis
from segmentation.model.dataset import Dataset
from segmentation.model.roles import Understanding


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file as read, and what it means or why it cannot be analysed."""

    dataset: Dataset
    understanding: Understanding | None
    refusal: OwnerFixableError | None


def inspect(files: Sequence[Path], language: str, *, as_json: bool, table: Path | None) -> str:
    """What the reader makes of files. Raises OwnerFixableError for one that cannot be read at all."""
    with TemporaryDirectory() as folder:
        found = [_inspected(path, _room(folder, number), language) for number, path in enumerate(files)]
        if table is not None:
            write_table(found[0].dataset, table)
        if as_json:
            return files_json([_facts(each) for each in found])
        return "\n\n".join(_told(each, language) for each in found)


def analyse_files(
    files: Sequence[Path],
    language: str,
    *,
    answers: Path | None,
    as_of: date | None,
    out: Output | None,
    earlier: Path | None,
) -> Analysis:
    """The result for `files` and the answers in a TOML file, with everything to take away in `out`.

    Who has moved between groups is counted from the folder of an `earlier` result, whose figures must
    be of an earlier day. Raises OwnerFixableError.
    """
    from segmentation.pipeline import analyse  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011  (the day it is for whoever reads the result)
    told = beliefs(read_answers(answers, today.year) if answers else {})
    before = [table_in(earlier)] if earlier else []
    with TemporaryDirectory() as folder:
        understood = _understood(files, folder, language)
        table = Path(folder) / "customers.parquet"
        analysis = analyse(
            understood, told, language=language, today=today, as_of=as_of, table=table, earlier=before
        )
        if out is not None:
            write(analysis, table, today, language, out)
        return analysis


def sample(folder: Path, languages: Sequence[str]) -> str:
    """Write the sample shop in every language, a folder each; return the paths, a line each."""
    paths: list[Path] = []
    for language in languages:
        paths += write_sample(folder / language, language, catalog())
        paths.append(write_answers(folder / language, language, catalog()))
    return "\n".join(str(path) for path in paths)


def refusal_text(error: OwnerFixableError, language: str) -> str:
    """Names of columns are joined as the language does it."""
    names = [name for name, _ in error.columns[:MOST_NAMED]]
    more = ["…"] if len(error.columns) > MOST_NAMED else []
    named = {"columns": joined([*names, *more], language)} if names else {}
    return catalog().text(f"errors.{error.code}", language, **{**error.details, **named})


def _inspected(path: Path, workdir: Path, language: str) -> Inspected:
    from segmentation.reading.reader import read  # noqa: PLC0415
    from segmentation.roles.assign import understand  # noqa: PLC0415

    dataset = read(_existing(path), path.name, workdir=workdir, language=language)
    try:
        return Inspected(dataset, understand(dataset, {}), None)
    except OwnerFixableError as refusal:
        return Inspected(dataset, None, refusal)


def _facts(inspected: Inspected) -> Json:
    code = inspected.refusal.code if inspected.refusal else None
    return file_facts(inspected.dataset, inspected.understanding, code)


def _told(inspected: Inspected, language: str) -> str:
    if inspected.understanding is not None:
        return telling.understanding(inspected.understanding, language)
    assert inspected.refusal is not None
    return refusal_text(inspected.refusal, language)


def _understood(files: Sequence[Path], folder: str, language: str) -> list[Understanding]:
    from segmentation.pipeline import understand  # noqa: PLC0415

    return [
        understand(_existing(path), path.name, workdir=_room(folder, number), language=language)
        for number, path in enumerate(files)
    ]


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise OwnerFixableError("no_such_file", {"name": path.name})
    return path


def _room(folder: str, number: int) -> Path:
    """A folder for the copies of one file, so that two of the same name do not meet."""
    room = Path(folder) / str(number)
    room.mkdir()
    return room
