"""The commands that work on files without a chat.

What reads and analyses is imported by the commands that do: all others start in half the time without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from bot.answers_file import read_answers
from bot.beliefs import beliefs
from bot.dialogue.checking import MOST_NAMED
from bot.errors import OwnerFixableError
from bot.results.export import Json, analysis_json, file_facts, files_json, personas_json
from bot.results.tables import write_table
from bot.results.takeaway import (
    ChosenList,
    ListForm,
    calendar_file,
    called,
    list_file,
    with_customers,
    workbook,
)
from bot.work.sample import write_answers, write_sample
from prompts.drawn.cards import card_png
from prompts.drawn.page import report_html
from prompts.drawn.report import report_pdf
from prompts.labels import main_segmentation
from prompts.told import summaries, telling
from prompts.values import catalog, joined
from segmentation.lists.store import refusals
from segmentation.model.analysis import Analysis
from segmentation.model.dataset import Dataset
from segmentation.model.personas import Persona
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


TABLE = "customers.parquet"
"""In a folder of results: the customers with their segments, for whoever compares later ones with them."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where everything to take away is written."""

    folder: Path
    all_lists: bool = False
    """Lists of the groups of every method, not only of those the people stand for."""


def analyse_files(
    files: Sequence[Path],
    language: str,
    *,
    answers: Path | None,
    as_of: date | None,
    out: Output | None,
    earlier: Path | None = None,
) -> Analysis:
    """The result for `files` and the answers in a TOML file, with everything to take away in `out`.

    Who has moved between groups is counted from the folder of an `earlier` result, whose figures must
    be of an earlier day. Raises OwnerFixableError.
    """
    from segmentation.pipeline import analyse, understand  # noqa: PLC0415

    today = date.today()  # noqa: DTZ011  (the day it is for whoever reads the result)
    told = beliefs(read_answers(answers, today.year) if answers else {})
    before = [_table_of(earlier)] if earlier else []
    with TemporaryDirectory() as folder:
        understood = [
            understand(_existing(path), path.name, workdir=_room(folder, number), language=language)
            for number, path in enumerate(files)
        ]
        table = Path(folder) / TABLE
        analysis = analyse(
            understood, told, language=language, today=today, as_of=as_of, table=table, earlier=before
        )
        if out is not None:
            _write_result(analysis, table, today, language, out)
        return analysis


def sample(folder: Path, languages: Sequence[str]) -> str:
    """Write the sample shop in every language, a folder each; return the paths, a line each."""
    paths: list[Path] = []
    for language in languages:
        paths += write_sample(folder / language, language, catalog())
        paths.append(write_answers(folder / language, language, catalog()))
    return "\n".join(str(path) for path in paths)


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


def refusal_text(error: OwnerFixableError, language: str) -> str:
    """Names of columns are joined as the language does it."""
    names = [name for name, _ in error.columns[:MOST_NAMED]]
    more = ["…"] if len(error.columns) > MOST_NAMED else []
    named = {"columns": joined([*names, *more], language)} if names else {}
    return catalog().text(f"errors.{error.code}", language, **{**error.details, **named})


def analysis_text(analysis: Analysis, language: str) -> str:
    """Summary, figures, people and plan, as the chat tells them."""
    people = [_person_text(persona, language) for persona in analysis.personas]
    return "\n\n".join((_shop_text(analysis, language), *people, telling.plan(analysis, language)))


def _person_text(persona: Persona, language: str) -> str:
    return f"{telling.persona(persona, language)}\n\n{telling.sources(persona, language)}"


def _shop_text(analysis: Analysis, language: str) -> str:
    """What holds for the whole shop, the main thing first."""
    summary = summaries.summary(analysis, language)
    return summary if analysis.totals is None else f"{summary}\n\n{summaries.figures(analysis, language)}"


def _write_result(analysis: Analysis, table: Path, today: date, language: str, output: Output) -> None:
    """Cards, texts, the report, the calendar, the lists and the JSON into a folder."""
    out = output.folder
    out.mkdir(parents=True, exist_ok=True)
    out.joinpath("personas.pdf").write_bytes(report_pdf(analysis, language))
    out.joinpath("personas.html").write_bytes(report_html(analysis, language))
    out.joinpath("analysis.json").write_text(analysis_json(analysis, language), encoding="utf-8")
    out.joinpath("personas.json").write_text(personas_json(analysis, language), encoding="utf-8")
    out.joinpath("calendar.ics").write_bytes(calendar_file(analysis, today, language))
    if analysis.main_method is not None:
        copyfile(table, out / TABLE)
        out.joinpath("customers.xlsx").write_bytes(workbook(table, analysis, language))
        _write_lists(analysis, table, language, output)
    out.joinpath("summary.txt").write_text(_shop_text(analysis, language), encoding="utf-8")
    for number, persona in enumerate(analysis.personas, start=1):
        picture = card_png(persona, analysis, language)
        out.joinpath(f"persona-{number}.png").write_bytes(picture)
        text = "\n\n".join((_person_text(persona, language), telling.plan(analysis, language, persona.key)))
        out.joinpath(f"persona-{number}.txt").write_text(text, encoding="utf-8")


def _write_lists(analysis: Analysis, table: Path, language: str, output: Output) -> None:
    """A folder for each method, and in a text beside them what each list holds and whom it leaves out."""
    main = main_segmentation(analysis)
    about: list[str] = []
    for method in analysis.segmentations if output.all_lists else [main] if main else []:
        for segment in with_customers(method):
            who = called(analysis, method.method, segment.key, language)
            refused = refusals(table, method.method, segment.key)
            for form in ListForm:
                name = f"lists/{method.method}/{segment.key}-{form}.csv"
                path = output.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                chosen = ChosenList(method.method, segment.key, form)
                path.write_bytes(list_file(table, analysis, chosen, language))
                told = catalog().text(f"documents.list.{form}.caption", language, who=who, refused=refused)
                about.append(f"{name}\n{told}\n")
    output.folder.joinpath("lists.txt").write_text("\n".join(about), encoding="utf-8")


def _table_of(earlier: Path) -> Path:
    table = earlier / TABLE
    if not table.is_file():
        raise OwnerFixableError("no_earlier_result", {"name": earlier.name})
    return table


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise OwnerFixableError("no_such_file", {"name": path.name})
    return path


def _room(folder: str, number: int) -> Path:
    """A folder for the copies of one file, so that two of the same name do not meet."""
    room = Path(folder) / str(number)
    room.mkdir()
    return room
