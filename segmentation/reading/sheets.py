"""Which sheet of a workbook is meant."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from segmentation.model.choices import TOGETHER, ChoiceKind, OpenChoice, Option, SheetRead
from segmentation.reading.spreadsheet import Sheet, Workbook

_MANY_TIMES = 10
"""Of two tables of the same sort, the longer one is meant without doubt if it is so much longer."""


def sheet_choice(book: Workbook, wanted: str | None) -> tuple[OpenChoice, ...]:
    """The owner's choice among the sheets that hold a table, the likeliest first; none with only one.

    Sheets of purchases with the same columns, such as one per month, may be wanted together.
    """
    tables = sorted((sheet for sheet in book.sheets if sheet.rows), key=_promise, reverse=True)
    if len(tables) < 2:  # noqa: PLR2004 - nothing to choose between
        return ()
    others = [sheet for sheet in tables if sheet not in book.alike]
    options = tuple(
        Option(sheet.name, SheetRead(sheet.columns, sheet.rows))
        for sheet in (*_together(book.alike), *book.alike, *others)
    )
    is_sure = book.name == wanted or (not book.alike and _outdoes(tables[0], tables[1]))
    return (OpenChoice(ChoiceKind.SHEET, options, book.name, is_sure),)


def _together(alike: Sequence[Sheet]) -> Iterator[Sheet]:
    """As if they were one sheet."""
    for first in alike[:1]:
        yield replace(first, name=TOGETHER, rows=sum(sheet.rows for sheet in alike))


def _promise(sheet: Sheet) -> tuple[bool, int]:
    return sheet.dated, sheet.rows


def _outdoes(first: Sheet, second: Sheet) -> bool:
    return first.dated > second.dated or first.rows >= _MANY_TIMES * second.rows
