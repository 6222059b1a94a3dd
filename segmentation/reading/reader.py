"""A file in any state to a dataset."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np

from segmentation.errors import OwnerFixableError
from segmentation.model.dataset import Dataset, Dialect, Example, ImportIssue
from segmentation.reading.cells import Cut
from segmentation.reading.encoding import decoded
from segmentation.reading.header import names
from segmentation.reading.lines import Lines, split_lines, unmarked, unwrapped
from segmentation.reading.patching import patched
from segmentation.reading.scan import connect, identifier, literal, scan_sql
from segmentation.reading.sources import Text, fresh_file, text_of, written
from segmentation.reading.spreadsheet import MAX_COLUMNS
from segmentation.reading.tables import Finding, Table, parse_table

MAX_DAMAGED_MB = 48
"""Text that DuckDB refuses is read in Python, which takes seventeen times its size in memory."""
_HEAD = 1 << 20
_SAMPLE_ROWS = 1_000
_LONGEST_CELL, _LONGEST_ROW = 32_767, 400_000
"""Characters; as in spreadsheets, and what DuckDB takes for a line of text in any script."""
_BLOCK = 1 << 20
_NEWLINE = ord("\n")
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.{1,2}?)"?[;,]*\r?$', re.IGNORECASE)


def read(
    path: Path, name: str, *, workdir: Path, language: str | None = None, sheet: str | None = None
) -> Dataset:
    """The table in the file at `path`, which its owner calls `name`; what it is, its content tells.

    Clean text stays where it is; a workbook, another encoding, packed or damaged text gets a clean copy in
    `workdir`. `language` helps to tell encodings apart; `sheet` is the one the owner wants of a workbook, and
    means nothing where there is none of that name. Raises OwnerFixableError: file_empty, file_not_a_table,
    file_is_*, file_damaged, file_too_large, file_too_damaged, file_one_column, too_many_columns, no_rows,
    spreadsheet_*.
    """
    return _dataset(text_of(path, name, workdir, language, sheet))


def _dataset(text: Text) -> Dataset:
    table = _parsed(_head(text.path), text.how)
    partly = text.path.stat().st_size > _HEAD
    if table.rows and _may_stand(table, partly=partly):
        table = replace(table, findings=table.above)
        dataset = _in_place(text, table) or (_mended(text, table) if partly else None)
        if dataset is not None:
            return dataset
    return _repaired(text)


def _head(path: Path) -> Lines:
    """The lines at the start; the last one may be cut off, so it is left out."""
    with path.open("rb") as file:
        start = file.read(_HEAD)
    text = start.decode("utf-8-sig", "replace")
    if len(start) == _HEAD and "\n" in text:
        text = text[: text.rindex("\n")]
    return _bounded(split_lines(text))


def _bounded(lines: Lines) -> Lines:
    """Refuses a million columns before anyone looks at them."""
    if not lines.lines:
        raise OwnerFixableError("file_empty")
    columns = max(lines.lines[0].count(delimiter) for delimiter in ",;\t|") + 1
    if columns > MAX_COLUMNS:
        raise OwnerFixableError("too_many_columns", {"columns": columns, "limit": MAX_COLUMNS})
    return lines


def _parsed(lines: Lines, how: Cut | None) -> Table:
    """A first line like `sep=;`, which spreadsheets write and hide, is obeyed and blanked."""
    announced = _SEPARATOR_LINE.match(lines.lines[0])
    if announced:
        how, lines = Cut(announced[1]), replace(lines, lines=("", *lines.lines[1:]))
    if plain := unmarked(lines):
        return _checked(_taken_out_of_marks(parse_table(plain, how)))
    table = parse_table(lines, how)
    if table.width == 1 and (inside := unwrapped(lines)):
        table = _taken_out_of_marks(parse_table(inside))
    return _checked(table)


def _taken_out_of_marks(table: Table) -> Table:
    first = tuple(Example(table.first_row, ", ".join(row)) for row in table.rows[:1])
    return replace(
        table, findings=(*table.findings, ImportIssue(Finding.ROW_REPAIRED, len(table.rows), first))
    )


def _checked(table: Table) -> Table:
    if table.width > MAX_COLUMNS:
        raise OwnerFixableError("too_many_columns", {"columns": table.width, "limit": MAX_COLUMNS})
    if table.width < 2:  # noqa: PLR2004 - a table of one column tells nothing about customers
        raise OwnerFixableError("file_one_column")
    return table


def _may_stand(table: Table, *, partly: bool) -> bool:
    """Whether the text can be used as it is; of a file seen only partly, DuckDB judges the rows."""
    return not table.how.runs and (table.clean or (partly and table.well_built))


def _in_place(text: Text, table: Table) -> Dataset | None:
    """The text as DuckDB reads it strictly; None when it refuses, or reads something else than we did."""
    draft = _draft(text, table)
    try:
        with connect() as connection:
            rows = _count(connection, draft)
            sample = _sample(connection, draft)
            if not _agree(sample, table) or _swallows_rows(connection, draft, rows):
                return None
    except duckdb.Error:
        return None
    return replace(draft, rows=rows, sample=sample)


def _mended(text: Text, table: Table) -> Dataset | None:
    """The same for a copy in which DuckDB finds the damaged rows mended."""
    target = fresh_file(text.workdir)
    found = patched(_draft(text, table), table, target)
    if found is None:
        return None
    return _in_place(replace(text, path=target), replace(table, findings=(*table.above, *found)))


def _agree(sample: Sequence[tuple[str, ...]], table: Table) -> bool:
    return [row[: table.width] for row in sample[:1]] == list(table.rows[:1])


def _draft(text: Text, table: Table) -> Dataset:
    how = table.how
    return Dataset(
        name=text.name,
        format=text.format,
        encoding=text.encoding,
        path=text.path,
        dialect=Dialect(how.delimiter, how.quote, how.escape if how.quote else "", table.first_row - 1),
        columns=names(table.header, table.width + table.unnamed),
        rows=len(table.rows),
        sample=(),
        issues=text.issues + table.findings,
        sheet=text.sheet,
        first_row=table.first_row,
        choices=text.choices,
    )


def _count(connection: duckdb.DuckDBPyConnection, draft: Dataset) -> int:
    """Rows of the whole file; raises duckdb.Error at the first that is not as wide as the others."""
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {scan_sql(draft)}").fetchall()
    return int(rows)


def _sample(connection: duckdb.DuckDBPyConnection, draft: Dataset) -> tuple[tuple[str, ...], ...]:
    found = connection.execute(f"SELECT * FROM {scan_sql(draft)} LIMIT {_SAMPLE_ROWS}").fetchall()
    return tuple(tuple(cell or "" for cell in row) for row in found)


def _swallows_rows(connection: duckdb.DuckDBPyConnection, draft: Dataset, rows: int) -> bool:
    """Whether a stray quote made one cell of several rows, which is legal and never meant."""
    if _line_breaks(draft.path) <= rows + draft.dialect.skip_lines:
        return False
    delimiter, most = literal(draft.dialect.delimiter), len(draft.columns) - 1
    swallowed = " OR ".join(
        f"(contains({cell}, chr(10)) AND len(string_split({cell}, {delimiter})) > {most})"
        for cell in map(identifier, draft.columns)
    )
    query = f"SELECT count(*) FROM (SELECT 1 FROM {scan_sql(draft)} WHERE {swallowed} LIMIT 1)"
    return bool(connection.execute(query).fetchall()[0][0])


def _line_breaks(path: Path) -> int:
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(_BLOCK), b"")
        # Seven times as fast as bytes.count where every line is short.
        return sum(int(np.count_nonzero(np.frombuffer(block, np.uint8) == _NEWLINE)) for block in blocks)


def _repaired(text: Text) -> Dataset:
    """The table as the tolerant reader finds it, in a clean copy."""
    if text.path.stat().st_size > MAX_DAMAGED_MB << 20:
        raise OwnerFixableError("file_too_damaged", {"limit_mb": MAX_DAMAGED_MB})
    lines = split_lines("".join(decoded(text.path, "utf-8-sig")))
    table = _parsed(lines, text.how)
    if not table.rows:
        raise OwnerFixableError("no_rows")
    rows = _even(table.rows)
    columns = names(table.header, len(rows[0]))
    path = written(rows, text.workdir)
    draft = replace(_draft(text, table), path=path, dialect=Dialect(","), columns=columns)
    return replace(draft, sample=tuple(rows[:_SAMPLE_ROWS]))


def _even(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows of equal width: what a few have too much becomes columns of its own, so nothing is lost."""
    width = min(max(map(len, rows)), MAX_COLUMNS)
    longest = min(_LONGEST_CELL, _LONGEST_ROW // width)
    return [
        tuple(_tidied(cell)[:longest] for cell in (row + ("",) * (width - len(row)))[:width]) for row in rows
    ]


def _tidied(cell: str) -> str:
    """Without characters at which a strict reader of the copy stumbles."""
    return cell.replace("\r\n", "\n").replace("\r", " ").replace("\x00", "")
