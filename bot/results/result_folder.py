"""A folder with everything to take away from a result."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copyfile

from bot.errors import OwnerFixableError
from bot.results.export import analysis_json, personas_json
from bot.results.plain_text import person_text, shop_text
from bot.results.takeaway import (
    ChosenList,
    ListForm,
    calendar_file,
    called,
    list_file,
    with_customers,
    workbook,
)
from prompts.drawn.cards import card_png
from prompts.drawn.page import report_html
from prompts.drawn.report import report_pdf
from prompts.labels import main_segmentation
from prompts.told import telling
from prompts.values import catalog
from segmentation.lists.store import refusals
from segmentation.model.analysis import Analysis

_TABLE = "customers.parquet"
"""The customers with their segments, for whoever compares later results with them."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where everything to take away is written."""

    folder: Path
    all_lists: bool = False
    """Lists of the groups of every method, not only of those the people stand for."""


def write(analysis: Analysis, table: Path, today: date, language: str, output: Output) -> None:
    """Cards, texts, the report, the calendar, the lists and the JSON into a folder."""
    out = output.folder
    out.mkdir(parents=True, exist_ok=True)
    out.joinpath("personas.pdf").write_bytes(report_pdf(analysis, language))
    out.joinpath("personas.html").write_bytes(report_html(analysis, language))
    out.joinpath("analysis.json").write_text(analysis_json(analysis, language), encoding="utf-8")
    out.joinpath("personas.json").write_text(personas_json(analysis, language), encoding="utf-8")
    out.joinpath("calendar.ics").write_bytes(calendar_file(analysis, today, language))
    if analysis.main_method is not None:
        copyfile(table, out / _TABLE)
        out.joinpath("customers.xlsx").write_bytes(workbook(table, analysis, language))
        _write_lists(analysis, table, language, output)
    out.joinpath("summary.txt").write_text(shop_text(analysis, language), encoding="utf-8")
    for number, persona in enumerate(analysis.personas, start=1):
        picture = card_png(persona, analysis, language)
        out.joinpath(f"persona-{number}.png").write_bytes(picture)
        text = "\n\n".join((person_text(persona, language), telling.plan(analysis, language, persona.key)))
        out.joinpath(f"persona-{number}.txt").write_text(text, encoding="utf-8")


def table_in(earlier: Path) -> Path:
    """Of an earlier result. Raises OwnerFixableError: no_earlier_result."""
    table = earlier / _TABLE
    if not table.is_file():
        raise OwnerFixableError("no_earlier_result", {"name": earlier.name})
    return table


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
