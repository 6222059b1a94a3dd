"""Text in any state to a table: the tolerant reader."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from segmentation.model.dataset import Example, ImportIssue
from segmentation.reading.cell_types import CellType, cell_type
from segmentation.reading.cells import Cut
from segmentation.reading.dialect import detect_cut
from segmentation.reading.fitting import (
    MOST_STATES,
    Fit,
    Fitted,
    Shape,
    fit_heading,
    fit_row,
    has_words_above,
)
from segmentation.reading.groups import ungrouped
from segmentation.reading.header import header_rows
from segmentation.reading.layout import table_bounds
from segmentation.reading.lines import Lines
from segmentation.reading.profile import Profile, profile
from segmentation.reading.records import Record, records
from segmentation.reading.second_table import first_table_end

_PROFILED_ROWS = 2000
EXAMPLES = 3
EXAMPLE_LENGTH = 120


class Finding(StrEnum):
    """What can be strange about the rows of a file; keys of `issues.*`."""

    PREAMBLE = "preamble"
    FOOTER = "footer"
    SECOND_TABLE = "second_table"
    ROW_WIDTH = "row_width"
    ROW_REPAIRED = "row_repaired"
    REPEATED_HEADER = "repeated_header"
    HEADER_MISSING = "header_missing"
    GROUP_ROWS = "group_rows"
    """Name or sum up the rows of a group."""


_ABOVE = frozenset({Finding.PREAMBLE, Finding.HEADER_MISSING})
_OF_ROWS = frozenset({Finding.FOOTER, Finding.ROW_WIDTH, Finding.ROW_REPAIRED})


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
    unnamed: int = 0
    """Columns at the right, beyond `width`, that hold nothing and have no name."""

    @property
    def clean(self) -> bool:
        """Whether cutting the text at `how` below `first_row` gives the same table."""
        return all(issue.code in _ABOVE for issue in self.findings)

    @property
    def above(self) -> tuple[ImportIssue, ...]:
        """The findings that concern the head of the file alone."""
        return tuple(issue for issue in self.findings if issue.code in _ABOVE)

    @property
    def well_built(self) -> bool:
        """Whether at most single rows are damaged."""
        return all(issue.code in _ABOVE | _OF_ROWS for issue in self.findings)


def parse_table(lines: Lines, how: Cut | None = None) -> Table:
    """The first table in the lines, cut as told or as found; without rows when there is none."""
    how = how or detect_cut(lines.lines)
    found = records(lines.lines, how)
    further = first_table_end(found, _modal_width(found))
    second, found = found[further:], found[:further]
    width = _modal_width(found)
    start, end = table_bounds(found, width, how)
    body = [record for record in found[start:end] if record.filled]
    if not body:
        return Table(how, (), (), width, 1, ())
    plain = ungrouped(body)
    width += len(plain.body[0].cells) - len(body[0].cells)
    around = {
        Finding.PREAMBLE: found[:start],
        Finding.FOOTER: found[end:],
        Finding.SECOND_TABLE: second,
        Finding.GROUP_ROWS: plain.set_aside,
    }
    return _table(how, plain.body, _header_width(plain.body, width), around)


def _table(how: Cut, body: Sequence[Record], width: int, around: Mapping[Finding, Sequence[Record]]) -> Table:
    shape = _shape(how, body, width)
    fitted = _fitted(body, shape)
    headings = header_rows([row.cells for row in fitted], shape.columns)
    heading = body[0].raw if headings else None
    rows = [each for each in zip(body, fitted, strict=True) if each[0].raw != heading]
    data = rows[max(0, headings - 1) :]
    findings = {
        **around,
        Finding.ROW_WIDTH: [record for record, row in data if row.fit is Fit.UNEVEN],
        Finding.ROW_REPAIRED: _repaired(body, fitted),
        Finding.REPEATED_HEADER: [record for record in body[headings:] if record.raw == heading],
    }
    table = Table(
        how=how,
        header=tuple(row.cells for row in fitted[:headings]),
        rows=tuple(row.cells for _, row in data),
        width=width,
        first_row=data[0][0].number if data else body[-1].number + 1,
        findings=_issues(findings, headed=headings > 0),
    )
    # A heading that is shorter than the rows may have lost a name: then the column is kept.
    return _without_empty_end(table) if len(body[0].cells) >= width else table


def _shape(how: Cut, body: Sequence[Record], width: int) -> Shape:
    widths = Counter(len(record.cells) for record in body if not record.anomalies)
    widths = widths or Counter(len(record.cells) for record in body)
    return Shape(how, tuple(_profiles(body, width)), widths, has_words_above(body[0], width))


def _fitted(body: Sequence[Record], shape: Shape) -> list[Fitted]:
    """Every row fitted, as long as that is not too much work."""
    fitted = [fit_heading(body[0], shape)]
    states = 0
    for record in body[1:]:
        if states > MOST_STATES:
            fitted.append(Fitted(shape.padded(record.cells), Fit.UNEVEN))
            continue
        row = fit_row(record, shape)
        states += row.states
        fitted.append(row)
    return fitted


def _repaired(body: Sequence[Record], fitted: Sequence[Fitted]) -> list[Record]:
    return [record for record, row in zip(body, fitted, strict=True) if row.fit is Fit.REPAIRED]


def _without_empty_end(table: Table) -> Table:
    """Without the columns at the right that have neither a name nor a cell: separators end every line."""
    cells = (*table.header, *table.rows)
    if not table.header or not table.rows or any(len(row) > table.width for row in cells):
        return table
    width = table.width
    while width > 1 and not any(row[width - 1].strip() for row in cells):
        width -= 1
    if width == table.width:
        return table
    header, rows = (tuple(row[:width] for row in part) for part in (table.header, table.rows))
    return replace(table, header=header, rows=rows, width=width, unnamed=table.width - width)


def _issues(findings: Mapping[Finding, Sequence[Record]], *, headed: bool) -> tuple[ImportIssue, ...]:
    every = [_issue(code, found) for code, found in findings.items()]
    missing = () if headed else (ImportIssue(Finding.HEADER_MISSING, 1),)
    return (*(issue for issue in every if issue.rows), *missing)


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


def _issue(code: Finding, found: Sequence[Record]) -> ImportIssue:
    filled = [record for record in found if record.filled]
    examples = tuple(Example(record.number, record.raw[:EXAMPLE_LENGTH]) for record in filled[:EXAMPLES])
    return ImportIssue(code, len(filled), examples)
