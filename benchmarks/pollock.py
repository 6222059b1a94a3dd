"""How much of damaged CSV files is read exactly, by us and by others.

`python -m benchmarks.pollock [FOLDER]`: the folder holds `messy/` and `clean/` (or the archive
`sample.tar.xz` of both): files as found, and under the same name the table each should read as. Every reader
gets the file and nothing else. Printed per reader: the share of files read to exactly the clean table, the
mean F1 of headings, rows and cells, the seconds for all files, and what ours did not read exactly, and why.
"""

import csv
import importlib
import io
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks import reference
from segmentation.reading.encoding import decoded, detect_encoding
from segmentation.reading.header import headings
from segmentation.reading.lines import split_lines
from segmentation.reading.tables import parse_table

Rows = list[list[str]]
"""The heading first."""


@dataclass(frozen=True)
class Score:
    exact: bool
    heading: float
    rows: float
    cells: float


def ours(path: Path) -> Rows:
    text = "".join(decoded(path, detect_encoding(path))).removeprefix("\ufeff")
    table = parse_table(split_lines(text))
    heading = [list(headings(table.header, table.width))] if table.header else []
    return heading + [list(row) for row in table.rows]


def sniffer(path: Path) -> Rows:
    """The standard library's guess of the dialect, on text in UTF-8."""
    text = path.read_text("utf-8", errors="replace")
    return list(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text[:20_000])))


def standard(path: Path) -> Rows:
    """The standard library without any guess."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return list(csv.reader(file))


def duckdb_lenient(path: Path) -> Rows:
    options = "all_varchar = true, ignore_errors = true, null_padding = true, strict_mode = false"
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_csv(?, {options})", [str(path)])
        heading = [column[0] for column in found.description or ()]
        return [heading, *([cell or "" for cell in row] for row in found.fetchall())]


def clevercsv(path: Path) -> Rows:
    """An extra, which may be absent."""
    rows = importlib.import_module("clevercsv").read_table(str(path))
    return [list(row) for row in rows]


def pandas(path: Path) -> Rows:
    """An extra, which may be absent; it guesses the separator."""
    options = {
        "sep": None,
        "engine": "python",
        "dtype": str,
        "keep_default_na": False,
        "on_bad_lines": "skip",
    }
    frame = importlib.import_module("pandas").read_csv(path, **options).fillna("")
    return [list(map(str, frame.columns)), *(list(map(str, row)) for row in frame.itertuples(index=False))]


_GLUED = "two headings stand together without a separator, and nothing tells where the first one ends"
REASONS = {
    "row_less_sep_row0_col1.csv": f"DATETIME: {_GLUED}",
    "row_less_sep_row0_col4.csv": f"PRODUCTIDPrice: {_GLUED}",
}

READERS: tuple[Callable[[Path], Rows], ...] = (ours, standard, sniffer, duckdb_lenient, clevercsv, pandas)


def main(folder: Path = reference.DATA / "pollock") -> None:
    if not folder.is_dir():
        print(f"skipped: {folder} is missing")
        return
    with samples(folder) as pairs:
        files = list(pairs)
        print(f"{len(files)} files{'':12}exact  heading    rows   cells  seconds")
        for reader in READERS:
            report(reader, files)


@contextmanager
def samples(folder: Path) -> Iterator[Iterable[tuple[Path, Path]]]:
    """Pairs of a messy file and its clean table."""
    archive = folder / "sample.tar.xz"
    with tempfile.TemporaryDirectory() as temporary:
        if archive.exists():
            with tarfile.open(archive) as packed:
                packed.extractall(temporary, filter="data")
            folder = Path(temporary)
        yield [(messy, folder / "clean" / messy.name) for messy in sorted((folder / "messy").iterdir())]


def report(reader: Callable[[Path], Rows], files: Sequence[tuple[Path, Path]]) -> None:
    began = time.perf_counter()
    try:
        scores = {messy.name: score(attempt(reader, messy), standard(clean)) for messy, clean in files}
    except ModuleNotFoundError as absent:
        print(f"{reader.__name__:20} not installed: {absent.name}")
        return
    seconds = time.perf_counter() - began
    every = list(scores.values())
    shares = [
        mean(s.exact for s in every),
        *(mean(getattr(s, part) for s in every) for part in ("heading", "rows", "cells")),
    ]
    print(
        f"{reader.__name__:20}{shares[0]:8.3f} {shares[1]:8.4f}{shares[2]:8.4f}{shares[3]:8.4f}{seconds:9.1f}"
    )
    if reader is ours:
        for name, found in scores.items():
            if not found.exact:
                print(f"    not exact: {name}: {REASONS.get(name, 'not looked into yet')}")


def attempt(reader: Callable[[Path], Rows], path: Path) -> Rows:
    try:
        return reader(path)
    except ModuleNotFoundError:
        raise
    except Exception:  # noqa: BLE001 - a rival that fails has read nothing
        return []


def score(found: Rows, truth: Rows) -> Score:
    return Score(
        exact=found == truth,
        heading=f1(found[0] if found else [], truth[0] if truth else []),
        rows=f1(map(tuple, found[1:]), map(tuple, truth[1:])),
        cells=f1((cell for row in found[1:] for cell in row), (cell for row in truth[1:] for cell in row)),
    )


def f1(found: Iterable[object], truth: Iterable[object]) -> float:
    have, want = Counter(found), Counter(truth)
    if not have and not want:
        return 1.0
    return 2 * (have & want).total() / (have.total() + want.total())


def mean(values: Iterable[float]) -> float:
    every = list(values)
    return sum(every) / len(every)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
