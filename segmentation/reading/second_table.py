"""Where another table begins below the first."""

from collections.abc import Sequence

from segmentation.reading.cell_types import CellType, cell_type
from segmentation.reading.records import Record

_FEWEST_RECORDS = 8
_FIRST_ROWS = 3
_SAME_HEADINGS = 0.7


def first_table_end(found: Sequence[Record], width: int) -> int:
    """The index of the record with which a second table begins; the number of records when there is none.

    It begins where most headings come again in another form (the identical line is a mere repetition), or
    where a row of words starts a run of rows of another width after a blank line.
    """
    live = [index for index, record in enumerate(found) if record.filled]
    if len(live) < _FEWEST_RECORDS or width < 2:  # noqa: PLR2004 - one column has no headings to compare
        return len(found)
    heading = next((place for place, index in enumerate(live) if _could_head(found[index], width)), None)
    if heading is None:
        return len(found)
    begins = (
        live[place]
        for place in range(heading + _FIRST_ROWS, len(live))
        if _is_same_heading(found[live[place]], found[live[heading]])
    )
    again = next(begins, None)
    if again is not None:
        return again
    return _other_width(found, live, heading, width)


def _could_head(record: Record, width: int) -> bool:
    return len(record.cells) == width and not record.anomalies and record.filled >= max(2, 0.6 * width)


def _is_same_heading(record: Record, heading: Record) -> bool:
    """Whether most of the cells are headings of the first table, though the line is another."""
    names = {cell.strip().lower() for cell in heading.cells if cell.strip()}
    cells = [cell.strip().lower() for cell in record.cells]
    width = len(heading.cells)
    if record.raw == heading.raw or len(names) < 2 or len(cells) < 2:  # noqa: PLR2004 - too little to compare
        return False
    if abs(len(cells) - width) > max(2, width // 2):
        return False
    same = sum(cell in names for cell in cells)
    words = all(cell_type(cell) in (CellType.TEXT, CellType.EMPTY) for cell in cells)
    return words and same >= max(2, _SAME_HEADINGS * min(len(cells), width))


def _extent(record: Record, width: int) -> int:
    """Its cells, without those that are empty at the end where a spreadsheet filled up the table's width."""
    cells = len(record.cells)
    filled = (number for number in range(cells, 0, -1) if record.cells[number - 1].strip())
    return next(filled, 0) if cells == width else cells


def _other_width(found: Sequence[Record], live: Sequence[int], heading: int, width: int) -> int:
    for place in range(heading + _FIRST_ROWS, len(live) - 2):
        index = live[place]
        record = found[index]
        cells = _extent(record, width)
        starts = (
            cells not in (1, width) and not record.anomalies and index > 0 and not found[index - 1].filled
        )
        if not starts or any(cell_type(cell) is not CellType.TEXT for cell in record.cells[:cells]):
            continue
        after = [_extent(found[other], width) for other in live[place : place + 6]]
        before = [_extent(found[other], width) for other in live[max(heading, place - 4) : place - 1]]
        if all(other == cells for other in after) and before.count(width) >= len(before) - 1:
            return index
    return len(found)
