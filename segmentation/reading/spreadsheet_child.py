"""The child that opens a workbook: `python -I spreadsheet_child.py WORKBOOK TARGET.csv`.

Prints one JSON object: the sheet it wrote and the names of the others, or a refusal. It imports nothing
of this project, so that it starts fast and can be run by its path.
"""

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import python_calamine

MAX_MEMORY = 1 << 30
MAX_CPU_SECONDS = 50
MAX_SHEETS = 50
MAX_CELLS = 20_000_000

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Row = Sequence[Cell]


def main(workbook: Path, target: Path) -> None:
    """Convert under limits; a breach of the memory limit ends this process, which the parent expects."""
    _limit()
    sys.stdout.write(json.dumps(_converted(workbook, target)))


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - absent on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _converted(workbook: Path, target: Path) -> dict[str, object]:
    try:
        with python_calamine.CalamineWorkbook.from_path(workbook) as book:
            names = _visible(book)
            if max((_cells(book, name) for name in names), default=0) > MAX_CELLS:
                return {"refusal": "spreadsheet_too_big"}
            fullest = max(names, key=lambda name: _filled_rows(book, name), default=None)
            if fullest is None:
                return {"refusal": "no_rows"}
            _write(_rows(book, fullest), target)
    except python_calamine.PasswordError:
        return {"refusal": "spreadsheet_encrypted"}
    except (python_calamine.CalamineError, ValueError, OSError):
        return {"refusal": "spreadsheet_damaged"}
    return {"sheet": fullest, "others": [name for name in names if name != fullest]}


def _visible(book: python_calamine.CalamineWorkbook) -> list[str]:
    sheets = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    return sheets[:MAX_SHEETS] or book.sheet_names[:MAX_SHEETS]


def _cells(book: python_calamine.CalamineWorkbook, name: str) -> int:
    sheet = book.get_sheet_by_name(name)
    return sheet.total_height * sheet.total_width


def _filled_rows(book: python_calamine.CalamineWorkbook, name: str) -> int:
    """Rows with two cells or more, so that a long text does not pass for a table."""
    return sum(sum(cell != "" for cell in row) > 1 for row in _rows(book, name))


def _rows(book: python_calamine.CalamineWorkbook, name: str) -> Iterator[Row]:
    """All rows from the first of the sheet, so that numbers are the owner's; an empty one has no cells."""
    sheet = book.get_sheet_by_name(name)
    first = sheet.start[0] if sheet.start else 0
    yield from ([] for _ in range(first))
    for row in sheet.iter_rows():
        yield row if any(cell != "" for cell in row) else []


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
    main(Path(sys.argv[1]), Path(sys.argv[2]))
