"""Tables for spreadsheet programs, in which no text ever becomes a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | None
Rows = Iterable[Sequence[Cell]]

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIGNED_NUMBER = re.compile(r"[+-]\d+", re.ASCII)
_LONGEST_TITLE = 31
"""Characters in the title of a sheet, and none of those below."""
_NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDEST = 40
"""Characters a column is made wide for."""


def csv_bytes(heading: Sequence[str], rows: Rows, *, marked: bool = True) -> bytes:
    """RFC 4180 in UTF-8. A text that a program could take for a formula gets an apostrophe before it.

    `marked` puts a byte-order mark first: spreadsheet programs need it, services that import do not like it.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, heading))
    writer.writerows([_in_csv(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if marked else "utf-8", "replace")


def xlsx_bytes(sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> bytes:
    """A workbook of sheets: title, heading and rows of each. Texts are written as texts."""
    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        head = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for title, heading, rows in sheets:
            sheet = workbook.add_worksheet(_title(title, [each.name for each in workbook.worksheets()]))
            sheet.freeze_panes(1, 0)
            for column, words in enumerate(heading):
                sheet.set_column(column, column, min(max(len(words) + 4, 12), _WIDEST))
                sheet.write_string(0, column, words, head)
            for number, row in enumerate(rows, start=1):
                _write_row(sheet, number, row, day)
    return content.getvalue()


def harmless(text: str) -> str:
    """`text` for a cell of a CSV file: an apostrophe keeps it from being computed.

    A number with its sign computes to itself and stays: a phone number is worth nothing with an apostrophe.
    """
    if text.startswith(_STARTS_A_FORMULA) and not _SIGNED_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _in_csv(cell: Cell) -> str:
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _write_row(sheet: Worksheet, number: int, row: Sequence[Cell], day: xlsxwriter.format.Format) -> None:
    for column, cell in enumerate(row):
        match cell:
            case None:
                continue
            case str():
                sheet.write_string(number, column, cell)
            case date():
                sheet.write_datetime(number, column, cell, day)
            case _:
                sheet.write_number(number, column, cell)


def _title(title: str, taken: Sequence[str]) -> str:
    """A title the format takes: short, without its reserved signs, unlike the others'."""
    plain = title.translate(_NOT_IN_A_TITLE).strip(" '")[:_LONGEST_TITLE] or "-"
    used = {each.lower() for each in taken}
    number = 2
    unlike = plain
    while unlike.lower() in used:
        unlike = f"{plain[: _LONGEST_TITLE - 4].rstrip()} {number}"
        number += 1
    return unlike
