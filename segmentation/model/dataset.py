"""A file as it was read: where its table lies, and what was strange about it."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from segmentation.model.choices import OpenChoice, SheetRead


class FileFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    """A workbook of any kind, or a page that a shop system calls one."""


@dataclass(frozen=True, slots=True)
class Example:
    """One place in the file: `row` counts as the owner's spreadsheet does, the first line is 1."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class ImportIssue:
    """A finding about some rows; `code` is a key of `issues.*`. Findings never stop a reading."""

    code: str
    rows: int
    examples: tuple[Example, ...] = ()
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the text at `Dataset.path` is to be cut into cells, told to DuckDB in full."""

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    skip_lines: int = 0
    """Lines before the first data row (preamble and header)."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A readable table: UTF-8 text at `path`, cut by `dialect`, every cell still text."""

    name: str
    """The file's name as the owner knows it."""
    format: FileFormat
    encoding: str
    """Of the file as it was sent (`path` is always UTF-8)."""
    path: Path
    dialect: Dialect
    columns: tuple[str, ...]
    """Unique, never empty; in the order of the file."""
    rows: int
    sample: tuple[tuple[str, ...], ...]
    """Up to 1,000 rows from the head of the table, each as wide as `columns`."""
    issues: tuple[ImportIssue, ...] = ()
    sheet: str | None = None
    first_row: int = field(default=2)
    """The row, as the owner's spreadsheet counts, of the first data row."""
    choices: tuple[OpenChoice, ...] = ()
    """What reading left open, such as which sheet is meant."""

    def cells(self, column: str) -> tuple[str, ...]:
        """What the sample holds of a column, from top to bottom."""
        position = self.columns.index(column)
        return tuple(row[position] for row in self.sample)

    @property
    def is_headed(self) -> bool:
        """Whether the file names its columns."""
        return not any(issue.code == "header_missing" for issue in self.issues)

    @property
    def header(self) -> str | None:
        """A mark that files with the same columns have in common; None where columns have no names.

        Workbooks have that of all sheets that could be meant, whichever is chosen; a sheet more with the
        same columns changes nothing.
        """
        if not self.is_headed:
            return None
        effects = [option.effect for choice in self.choices for option in choice.options]
        sheets = [effect.columns for effect in effects if isinstance(effect, SheetRead)]
        columns = "\x1e".join(sorted({"\x1f".join(each) for each in sheets or [self.columns]}))
        return hashlib.sha256(columns.encode()).hexdigest()[:32]
