"""Workbooks, parsed in a child process that may die in our stead."""

import json
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from segmentation.errors import DefectError, OwnerFixableError
from segmentation.model.choices import TOGETHER
from segmentation.reading.kinds import DAMAGED_ARCHIVE

MAX_ENTRIES = 5_000
MAX_INFLATED_MB = 1_024
MAX_CELLS = 20_000_000
"""Empty ones between the first and the last included; the child counts them, too."""
MAX_COLUMNS = 2_000
"""A table of customers has tens; the limit holds for text too."""
MAX_SECONDS = 60
_CHILD = Path(__file__).with_name("spreadsheet_child.py")
_FAR_COLUMN = re.compile(rb'r="([A-Z]{3})\d')
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """What lies on a sheet."""

    name: str
    columns: tuple[str, ...]
    """The headings; empty where nothing looks like a table."""
    rows: int
    """Below the headings."""
    dated: bool
    """Whether most rows hold a day."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook of which one sheet was written out as CSV, or several with the same columns."""

    taken: tuple[Sheet, ...]
    sheets: tuple[Sheet, ...]
    """The visible ones, in their order."""

    @property
    def name(self) -> str:
        """Of the sheet that was taken; TOGETHER for several."""
        return self.taken[0].name if len(self.taken) == 1 else TOGETHER

    @property
    def alike(self) -> tuple[Sheet, ...]:
        """The sheets of purchases with the columns of the likeliest; none where it is the only one."""
        likeliest = max(self.sheets, key=lambda sheet: (sheet.dated, sheet.rows))
        alike = tuple(sheet for sheet in self.sheets if sheet.rows and sheet.columns == likeliest.columns)
        return alike if likeliest.dated and len(alike) > 1 else ()


def sheet_to_csv(workbook: Path, target: Path, wanted: str | None = None) -> Workbook:
    """Write a sheet to `target` (UTF-8, comma, quotes doubled): the `wanted` one, else the likeliest.

    That is the fullest visible one among those whose rows have days, or among all; if they have days, all
    that have the same columns, one below the other. Refuses workbooks that
    are encrypted, damaged or larger than the limits above. The child's memory, CPU and wall-clock time are
    limited: some small workbooks ask for 500 GB and abort their process.
    """
    if zipfile.is_zipfile(workbook):
        _check_entries(workbook)
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the paths are arguments, not a command line
            [sys.executable, "-I", str(_CHILD), str(workbook), str(target), *([wanted] if wanted else [])],
            capture_output=True,
            timeout=MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_big() from None
    if done.returncode != 0:
        raise _too_big()
    return _workbook(json.loads(done.stdout))


def _check_entries(workbook: Path) -> None:
    try:
        with zipfile.ZipFile(workbook) as archive:
            entries = archive.infolist()
            if (
                len(entries) > MAX_ENTRIES
                or sum(entry.file_size for entry in entries) > MAX_INFLATED_MB << 20
            ):
                raise _too_big()
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _check_references(archive, entry)
    except DAMAGED_ARCHIVE:
        raise OwnerFixableError("spreadsheet_damaged") from None


def _check_references(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Inflate a sheet bit by bit: it must hold what it says, and no cell far to the right."""
    inflated, rest = 0, b""
    with archive.open(entry) as sheet:
        while block := sheet.read(_BLOCK):
            inflated += len(block)
            if inflated > MAX_INFLATED_MB << 20:
                raise _too_big()
            furthest = max((_column(found) for found in _FAR_COLUMN.findall(rest + block)), default=0)
            if furthest > MAX_COLUMNS:
                raise OwnerFixableError("too_many_columns", {"columns": furthest, "limit": MAX_COLUMNS})
            rest = block[-16:]


def _column(letters: bytes) -> int:
    """`AAA` is 703."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _too_big() -> OwnerFixableError:
    return OwnerFixableError(
        "spreadsheet_too_big", {"limit": MAX_CELLS, "limit_mb": MAX_INFLATED_MB, "limit_seconds": MAX_SECONDS}
    )


def _workbook(answer: dict[str, object]) -> Workbook:
    match answer:
        case {"refusal": "spreadsheet_too_big"}:
            raise _too_big()
        case {"refusal": str(code)}:
            raise OwnerFixableError(code)
        case {"taken": list(names), "sheets": list(found)}:
            sheets = tuple(
                Sheet(each["name"], tuple(each["columns"]), each["rows"], each["dated"]) for each in found
            )
            return Workbook(tuple(sheet for sheet in sheets if sheet.name in names), sheets)
    raise DefectError("the workbook's child gave an unknown answer")
