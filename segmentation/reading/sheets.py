"""Which sheet of a workbook is meant."""

from segmentation.model.choices import ChoiceKind, OpenChoice, Option, SheetRead
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
    together = book.together
    listed = [*([together] if together else []), *tables]
    options = tuple(Option(sheet.name, SheetRead(sheet.columns, sheet.rows)) for sheet in listed)
    is_sure = book.name == wanted or (together is None and _outdoes(tables[0], tables[1]))
    return (OpenChoice(ChoiceKind.SHEET, options, book.name, is_sure),)


def _promise(sheet: Sheet) -> tuple[bool, int]:
    return sheet.dated, sheet.rows


def _outdoes(first: Sheet, second: Sheet) -> bool:
    return first.dated > second.dated or first.rows >= _MANY_TIMES * second.rows
