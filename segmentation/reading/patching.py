"""A long text in which a few rows are damaged: those are mended in a copy, the rest is left to DuckDB."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segmentation.model.dataset import Dataset, Example, ImportIssue
from segmentation.reading.cells import cut_line
from segmentation.reading.fitting import Fit, Fitted, Shape, fit_row
from segmentation.reading.layout import is_note, is_totals, looks_like_row
from segmentation.reading.profile import profile
from segmentation.reading.records import OPEN, Record
from segmentation.reading.scan import connect, scan_sql
from segmentation.reading.tables import EXAMPLE_LENGTH, EXAMPLES, Finding, Table

MOST_DAMAGED = 1_000
"""Rows beyond which the text is read by the tolerant reader instead."""
_PROFILED_ROWS = 2_000
_NEAR_THE_END = 4_096
_BLOCK = 1 << 20
_REJECTS = """
SELECT min(line), line_byte_position - 1, any_value(csv_line) FROM reject_errors
GROUP BY line_byte_position ORDER BY line_byte_position
"""


@dataclass(frozen=True, slots=True)
class _Damage:
    """A row that DuckDB refused, where its bytes are, and what to put in their place."""

    record: Record
    start: int
    end: int
    fitted: Fitted | None
    """None for a note below the table, which goes."""


def patched(draft: Dataset, table: Table, target: Path) -> tuple[ImportIssue, ...] | None:
    """Write the text of `draft` to `target` with its damaged rows mended, and say what was found.

    None, and nothing written, when too much is damaged or a row cannot be brought to the table's width.
    """
    if len(draft.dialect.delimiter) > 1:
        return None
    damages = _damages(draft, table)
    if damages is None or any(_is_hopeless(damage, table.width) for damage in damages):
        return None
    _write(draft, damages, target)
    return _findings(damages)


def _damages(draft: Dataset, table: Table) -> list[_Damage] | None:
    rejected = _rejected(draft)
    if rejected is None or len(rejected) > MOST_DAMAGED:
        return None
    shape, size = _shape(table), draft.path.stat().st_size
    return [_damage(number, start, text, shape, size) for number, start, text in rejected]


def _rejected(draft: Dataset) -> list[tuple[int, int, str]] | None:
    """Number, byte offset and text of every row that a strict reading refuses; None when it gives up."""
    limit = MOST_DAMAGED * (len(draft.columns) + 1)
    try:
        with connect() as connection:
            rejecting = scan_sql(draft, rejects=limit)
            connection.execute(f"SELECT count(*) FROM {rejecting}").fetchall()
            return connection.execute(_REJECTS).fetchall()
    except duckdb.Error:
        return None


def _shape(table: Table) -> Shape:
    rows = table.rows[:_PROFILED_ROWS]
    columns = [profile([row[column] for row in rows]) for column in range(table.width)]
    return Shape(table.how, tuple(columns), Counter({table.width: len(rows)}), words_above=True)


def _damage(number: int, start: int, text: str, shape: Shape, size: int) -> _Damage:
    line = text.strip("\r\n")
    start += len(text) - len(text.lstrip("\r\n"))
    end = start + len(line.encode())
    cut = cut_line(line, shape.how)
    record = Record(line, cut.cells, cut.anomalies + OPEN * cut.is_open, number)
    note = is_totals(record) or (is_note(record, shape.width) and not looks_like_row(line, shape.width))
    below = note and size - end < _NEAR_THE_END
    return _Damage(record, start, end, None if below else fit_row(record, shape))


def _is_hopeless(damage: _Damage, width: int) -> bool:
    """Several lines in one, or more cells than columns."""
    too_wide = damage.fitted is not None and len(damage.fitted.cells) != width
    return too_wide or "\n" in damage.record.raw or "\r" in damage.record.raw


def _write(draft: Dataset, damages: Sequence[_Damage], target: Path) -> None:
    with draft.path.open("rb") as source, target.open("wb") as copy:
        for damage in damages:
            _copy(source, copy, damage.start - source.tell())
            if damage.fitted is not None:
                copy.write(_line(damage.fitted.cells, draft))
            source.seek(damage.end)
        _copy(source, copy, draft.path.stat().st_size - source.tell())


def _copy(source: io.BufferedReader, target: io.BufferedWriter, length: int) -> None:
    while length > 0 and (block := source.read(min(length, _BLOCK))):
        target.write(block)
        length -= len(block)


def _line(cells: Sequence[str], draft: Dataset) -> bytes:
    dialect = draft.dialect
    text = io.StringIO(newline="")
    doubled = dialect.escape == dialect.quote
    csv.writer(
        text,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        doublequote=doubled,
        escapechar=None if doubled else dialect.escape,
        lineterminator="",
    ).writerow(cells)
    return text.getvalue().encode()


def _findings(damages: Sequence[_Damage]) -> tuple[ImportIssue, ...]:
    kinds = {
        Finding.FOOTER: [damage for damage in damages if damage.fitted is None],
        Finding.ROW_WIDTH: [
            damage for damage in damages if damage.fitted and damage.fitted.fit is not Fit.REPAIRED
        ],
        Finding.ROW_REPAIRED: [
            damage for damage in damages if damage.fitted and damage.fitted.fit is Fit.REPAIRED
        ],
    }
    return tuple(ImportIssue(kind, len(found), _examples(found)) for kind, found in kinds.items() if found)


def _examples(damages: Sequence[_Damage]) -> tuple[Example, ...]:
    return tuple(
        Example(damage.record.number, damage.record.raw[:EXAMPLE_LENGTH]) for damage in damages[:EXAMPLES]
    )
