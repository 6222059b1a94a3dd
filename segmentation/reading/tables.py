"""Text in any state to a table: the tolerant reader."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from segmentation.model.dataset import Example, ImportIssue
from segmentation.reading.cell_types import CellType, cell_type
from segmentation.reading.cells import Cut
from segmentation.reading.dialect import detect_cut
from segmentation.reading.header import header_rows
from segmentation.reading.layout import table_bounds
from segmentation.reading.lines import Lines
from segmentation.reading.profile import Profile, profile
from segmentation.reading.records import Record, records

_PROFILED_ROWS = 2000
_EXAMPLES = 3
_STRANGE = 0.5
"""Anomalies below which a row is as good as any: a stray quote in the middle of a word."""
_EXAMPLE_LENGTH = 120


class Finding(StrEnum):
    """What can be strange about the rows of a file; keys of `issues.*`."""

    PREAMBLE = "preamble"
    FOOTER = "footer"
    ROW_WIDTH = "row_width"
    REPEATED_HEADER = "repeated_header"
    HEADER_MISSING = "header_missing"


_ABOVE = frozenset({Finding.PREAMBLE, Finding.HEADER_MISSING})
_OF_ROWS = frozenset({Finding.FOOTER, Finding.ROW_WIDTH})


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read; rows may be wider than `width` where the file's are."""

    how: Cut
    header: tuple[tuple[str, ...], ...]
    """Rows of headings, none when the table has no header."""
    rows: tuple[tuple[str, ...], ...]
    width: int
    first_row: int
    """Number of the first data row among all records, blank ones too, from 1."""
    findings: tuple[ImportIssue, ...]

    @property
    def clean(self) -> bool:
        """Whether cutting the text at `how` below `first_row` gives the same table."""
        return all(issue.code in _ABOVE for issue in self.findings)

    @property
    def well_built(self) -> bool:
        """Whether at most single rows are damaged."""
        return all(issue.code in _ABOVE | _OF_ROWS for issue in self.findings)


def parse_table(lines: Lines, how: Cut | None = None) -> Table:
    """The table in the lines, cut as told or as found; without rows when there is none."""
    how = how or detect_cut(lines.lines)
    found = records(lines.lines, how)
    width = _modal_width(found)
    start, end = table_bounds(found, width, how)
    body = [record for record in found[start:end] if record.filled]
    if not body:
        return Table(how, (), (), width, 1, ())
    width = _header_width(body, width)
    edges = (found[:start], found[end:])
    return _table(how, body, width, edges)


def _table(
    how: Cut, body: Sequence[Record], width: int, edges: tuple[Sequence[Record], Sequence[Record]]
) -> Table:
    profiles = _profiles(body, width)
    headings = header_rows([record.cells for record in body], profiles)
    raw = body[0].raw if headings else None
    repeated = [record for record in body[headings:] if record.raw == raw]
    data = [record for record in body[headings:] if record.raw != raw]
    odd = [record for record in data if len(record.cells) != width or record.anomalies >= _STRANGE]
    above, below = ([record for record in edge if record.filled] for edge in edges)
    findings = (
        _finding(Finding.PREAMBLE, above),
        _finding(Finding.FOOTER, below),
        _finding(Finding.ROW_WIDTH, odd),
        _finding(Finding.REPEATED_HEADER, repeated),
        None if headings else ImportIssue(Finding.HEADER_MISSING, 1),
    )
    return Table(
        how=how,
        header=tuple(record.cells for record in body[:headings]),
        rows=tuple(_padded(record.cells, width) for record in data),
        width=width,
        first_row=data[0].number if data else body[-1].number + 1,
        findings=tuple(finding for finding in findings if finding is not None),
    )


def _modal_width(found: Iterable[Record]) -> int:
    rows = [record for record in found if record.cells]
    widths = Counter(len(record.cells) for record in rows if not record.anomalies)
    widths = widths or Counter(len(record.cells) for record in rows)
    return max(widths, key=lambda cells: (widths[cells] * (1 if cells > 1 else 0.3), cells), default=1)


def _header_width(body: Sequence[Record], width: int) -> int:
    """A first row that is full, all text and wider than the rows wins."""
    first = body[0]
    cells = len(first.cells)
    wider = cells > width and first.filled == cells and not first.anomalies and len(body) > 1
    return cells if wider and all(_could_head(cell) for cell in first.cells) else width


def _could_head(cell: str) -> bool:
    year = len(cell.strip()) == 4 and cell.strip().isdigit()  # noqa: PLR2004 - digits of a year
    return year or cell_type(cell) in (CellType.TEXT, CellType.NULL)


def _profiles(body: Sequence[Record], width: int) -> list[Profile]:
    """One profile per column, from rows of the right width below the first few, which may be headings."""
    rows = [record.cells for record in body if len(record.cells) == width and not record.anomalies]
    rows = rows[1:] if len(rows) > 3 else rows  # noqa: PLR2004 - too few to leave one out
    if len(rows) < 3:  # noqa: PLR2004 - too few to describe a column
        rows = [_padded(record.cells, width)[:width] for record in body[1:] if not record.anomalies] or rows
    leave = 4 if len(rows) > 20 else len(rows) // 3 if len(rows) > 5 else 0  # noqa: PLR2004 - further headings
    return [profile([row[column] for row in rows[leave:_PROFILED_ROWS]]) for column in range(width)]


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells + ("",) * (width - len(cells))


def _finding(code: Finding, rows: Sequence[Record]) -> ImportIssue | None:
    examples = tuple(Example(record.number, record.raw[:_EXAMPLE_LENGTH]) for record in rows[:_EXAMPLES])
    return ImportIssue(code, len(rows), examples) if rows else None
