"""The child that opens a workbook: `python -I spreadsheet_child.py WORKBOOK TARGET.csv [SHEET]`.

Prints one JSON object: the sheets it wrote and what lies on each, or a refusal. It imports nothing of this
project, so that it starts fast and can be run by its path.
"""

import csv
import datetime as dt
import errno
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import dropwhile, islice
from pathlib import Path

import python_calamine

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 50
MAX_WRITTEN = 1 << 30
"""One long cell that holds for a million rows is small in a workbook, but not in a text."""
MAX_SHEETS = 50
MAX_CELLS = 20_000_000
TOGETHER = "*"
"""In place of a sheet's name: all that have the columns of the likeliest. No sheet may be called so."""

_HEADED_WITHIN = 20
"""Rows from the first filled one among which the headings stand."""
_HEADED = 0.7
"""Share of the cells of the fullest of them that the headings fill at least."""
_DAYS = 0.5
"""Share of the rows that hold a day in a table of purchases."""
_DAY = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?\b")

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies on a sheet."""

    name: str
    columns: tuple[str, ...]
    """The headings; empty where nothing looks like a table."""
    rows: int
    """Below the headings, with two cells or more: a long text does not pass for a table."""
    dated: bool
    """Whether most rows hold a day."""


def main(workbook: Path, target: Path, wanted: str | None = None) -> None:
    """Convert under limits; a breach of the memory limit ends this process, which the parent expects."""
    _limit()
    sys.stdout.write(json.dumps(_converted(workbook, target, wanted)))


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - absent on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN, MAX_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _converted(workbook: Path, target: Path, wanted: str | None) -> dict[str, object]:
    try:
        with python_calamine.CalamineWorkbook.from_path(workbook) as book:
            surveys = [_survey(book.get_sheet_by_name(name)) for name in _visible(book)]
            if not surveys:
                return {"refusal": "no_rows"}
            taken = _taken(surveys, wanted)
            _write(_rows_of_all([book.get_sheet_by_name(survey.name) for survey in taken]), target)
    except _TooBigError:
        return {"refusal": "spreadsheet_too_big"}
    except python_calamine.PasswordError:
        return {"refusal": "spreadsheet_encrypted"}
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        is_too_long = isinstance(error, OSError) and error.errno == errno.EFBIG
        return {"refusal": "spreadsheet_too_big" if is_too_long else "spreadsheet_damaged"}
    return {"taken": [survey.name for survey in taken], "sheets": [asdict(survey) for survey in surveys]}


class _TooBigError(Exception):
    """The sheets have more cells than we read."""


def _taken(surveys: Sequence[Survey], wanted: str | None) -> list[Survey]:
    """The sheet wanted; else the likeliest, with those that have its columns where it holds purchases."""
    named = [survey for survey in surveys if survey.name == wanted]
    # Purchases have days; a longer list of goods has none.
    likeliest = max(named or surveys, key=lambda survey: (survey.dated, survey.rows))
    if named or not likeliest.dated:
        return [likeliest]
    return [survey for survey in surveys if survey.rows and survey.columns == likeliest.columns]


def _visible(book: python_calamine.CalamineWorkbook) -> list[str]:
    sheets = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    return sheets[:MAX_SHEETS] or book.sheet_names[:MAX_SHEETS]


def _survey(sheet: python_calamine.CalamineSheet) -> Survey:
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise _TooBigError
    head: list[Row] = []
    rows = dated = 0
    for row in _rows(sheet):
        if _filled(row) > 1:
            rows += 1
            dated += any(map(_is_day, row))
            if len(head) < _HEADED_WITHIN:
                head.append(row)
    above, columns = _headings(head)
    return Survey(sheet.name, columns, max(0, rows - above), dated > _DAYS * max(1, rows - above))


def _headings(head: Sequence[Row]) -> tuple[int, tuple[str, ...]]:
    """The first row about as full as the fullest, and how many rows end with it."""
    filled = [_filled(row) for row in head]
    for number, (row, cells) in enumerate(zip(head, filled, strict=True), 1):
        if cells >= _HEADED * max(filled):
            return number, _names(row)
    return 0, ()


def _names(row: Row) -> tuple[str, ...]:
    return tuple(_text(cell) for cell in row if cell != "")


def _rows_of_all(sheets: Sequence[python_calamine.CalamineSheet]) -> Iterator[Row]:
    """The rows of the first sheet, and those below the headings of the others."""
    if sum(sheet.total_height * sheet.total_width for sheet in sheets) > MAX_CELLS:
        raise _TooBigError
    yield from _rows(sheets[0])
    columns = _survey(sheets[0]).columns
    for sheet in sheets[1:]:
        from_headings = dropwhile(lambda row: _names(row) != columns, _rows(sheet))
        yield from islice(from_headings, 1, None)


def _filled(row: Row) -> int:
    """How many cells hold something; a damaged workbook may consist of millions that do not."""
    return len(row) - row.count("")


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, dt.date) or (isinstance(cell, str) and _DAY.match(cell.strip()) is not None)


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    """All rows from the first of the sheet, so that numbers are the owner's; an empty one has no cells.

    Cells merged over several rows hold for each of them.
    """
    merged = _merged(sheet)
    held: dict[int, tuple[int, Cell]] = {}
    for number, row in enumerate(sheet.iter_rows()):
        held = {column: kept for column, kept in held.items() if kept[0] >= number}
        for column, (_, cell) in held.items():
            row[column] = cell
        held |= {column: (last, row[column]) for column, last in merged.get(number, ())}
        yield row if _filled(row) else []


def _merged(sheet: python_calamine.CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """For the row in which a merger over several rows of one column begins: its column and last row."""
    left = sheet.start[1] if sheet.start else 0
    found: dict[int, list[tuple[int, int]]] = {}
    for (row, column), (last, right) in sheet.merged_cell_ranges or ():
        if last > row and right == column and 0 <= column - left < sheet.width:
            found.setdefault(row, []).append((column - left, last))
    return found


def _write(rows: Iterable[Row], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Cell) -> str:
    """As the owner sees it, dates in ISO form: 17850.0 is 17850."""
    match cell:
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(" ", "seconds")
        case dt.date() | dt.time():
            return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
