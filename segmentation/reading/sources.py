"""A file of any kind to the text in which its table stands."""

import csv
import gzip
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from segmentation.errors import OwnerFixableError
from segmentation.model.choices import OpenChoice
from segmentation.model.dataset import Example, FileFormat, ImportIssue
from segmentation.reading.cells import Cut
from segmentation.reading.encoding import detect_encoding, transcode
from segmentation.reading.kinds import FileKind, file_kind
from segmentation.reading.markup import table_rows
from segmentation.reading.sheets import sheet_choice
from segmentation.reading.spreadsheet import sheet_to_csv

MAX_INFLATED_MB = 1_024
_BLOCK = 1 << 20
_IN_PLACE = frozenset({"ascii", "utf-8", "utf-8-sig"})
_GLOB = frozenset("*?[")
"""DuckDB would take a path with one of these for a pattern."""
_SHEET_CUT = Cut(",")


@dataclass(frozen=True, slots=True)
class Text:
    """A text about to become a dataset: where it is now, and what to say about where it came from.

    `how` it is cut is known where we have written it ourselves.
    """

    name: str
    format: FileFormat
    encoding: str
    path: Path
    workdir: Path
    how: Cut | None = None
    sheet: str | None = None
    issues: tuple[ImportIssue, ...] = ()
    choices: tuple[OpenChoice, ...] = ()


def text_of(path: Path, name: str, workdir: Path, language: str | None, sheet: str | None) -> Text:
    """The text of the file at `path`: the file itself where it is clean UTF-8, else a copy in `workdir`.

    The arguments are those of `reader.read`. Raises OwnerFixableError: file_empty, file_not_a_table,
    file_is_*, file_too_large, file_damaged, too_many_columns, spreadsheet_*.
    """
    source = _unpacked(path, workdir)
    match file_kind(source):
        case FileKind.SPREADSHEET:
            return _from_sheet(source, name, workdir, sheet)
        case FileKind.MARKUP:
            return _from_page(source, name, workdir, language)
        case _:
            return _from_text(source, name, workdir, language)


def written(rows: Iterable[Sequence[str]], workdir: Path) -> Path:
    """The rows as a new file in `workdir`, cut by commas."""
    target = fresh_file(workdir)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return target


def fresh_file(workdir: Path) -> Path:
    """An empty file in `workdir`, which is made where there is none."""
    workdir.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=workdir, suffix=".csv", delete=False) as file:
        return Path(file.name)


def _unpacked(path: Path, workdir: Path) -> Path:
    if file_kind(path) is not FileKind.GZIP:
        return path
    target = fresh_file(workdir)
    try:
        with gzip.open(path) as packed, target.open("wb") as file:
            while block := packed.read(_BLOCK):
                if file.tell() > MAX_INFLATED_MB << 20:
                    raise OwnerFixableError("file_too_large", {"limit_mb": MAX_INFLATED_MB})
                file.write(block)
    except (OSError, EOFError, zlib.error):
        raise OwnerFixableError("file_damaged") from None
    if file_kind(target) is FileKind.GZIP:
        raise OwnerFixableError("file_is_archive")
    return target


def _from_sheet(source: Path, name: str, workdir: Path, wanted: str | None) -> Text:
    target = fresh_file(workdir)
    book = sheet_to_csv(source, target, wanted)
    others = [sheet.name for sheet in book.sheets if sheet not in book.taken]
    examples = tuple(Example(0, other) for other in others[:3])
    return Text(
        name=name,
        format=FileFormat.XLSX,
        encoding="utf-8",
        path=target,
        workdir=workdir,
        how=_SHEET_CUT,
        sheet=book.name,
        issues=(ImportIssue("other_sheets", len(others), examples),) if others else (),
        choices=sheet_choice(book, wanted),
    )


def _from_page(source: Path, name: str, workdir: Path, language: str | None) -> Text:
    encoding, rows = table_rows(source, language)
    width = max(map(len, rows))
    target = written((row + [""] * (width - len(row)) for row in rows), workdir)
    return Text(name, FileFormat.XLSX, encoding, target, workdir, how=_SHEET_CUT)


def _from_text(source: Path, name: str, workdir: Path, language: str | None) -> Text:
    encoding = detect_encoding(source, language)
    text = Text(name, FileFormat.CSV, encoding, source, workdir)
    if encoding in _IN_PLACE and not _GLOB & set(str(source)):
        return text
    target = fresh_file(workdir)
    transcode(source, encoding, target)
    return replace(text, path=target)
