"""Rows of the wrong width, or with strange quotes, to rows of their table.

The bounds here, in `dialect`, `profile`, `repair` and `layout` are by eye, and held against damaged files
whose clean tables are known: `python -m benchmarks pollock`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from segmentation.reading.cell_types import CellType, cell_type
from segmentation.reading.cells import Cut
from segmentation.reading.profile import Profile
from segmentation.reading.records import Record
from segmentation.reading.repair import Repaired, repair

STRANGE = 0.5
"""Anomalies below which a row is as good as any: a stray quote in the middle of a word."""
MOST_STATES = 200_000
"""Work on repairs per table, a few seconds; rows beyond it are left as they are."""
_REGULAR = 0.7
"""Share of rows of the usual width below which a file is ragged by nature, and guessing does harm."""
_HABIT_ROWS, _HABIT_SHARE = 3, 0.02
_ROW_DELIMITERS, _HEADING_DELIMITERS = ";\t| ,", ";\t| "
_MUCH_TOO_SHORT = 0.6
_CLEARLY = 0.5
"""By how much another delimiter must be the better one."""


class Fit(StrEnum):
    """What was done to a row."""

    GOOD = "good"
    REPAIRED = "repaired"
    """Cut anew: a guess."""
    UNEVEN = "uneven"
    """Left as it is, filled up with empty cells."""


@dataclass(frozen=True, slots=True)
class Fitted:
    cells: tuple[str, ...]
    fit: Fit
    states: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row is to fit: the table's columns, its cut, and how many rows have how many cells."""

    how: Cut
    columns: tuple[Profile, ...]
    widths: Counter[int]
    words_above: bool
    """Whether the first row is a full one of words."""

    @property
    def width(self) -> int:
        return len(self.columns)

    @property
    def regular(self) -> float:
        return self.widths[self.width] / max(1, self.widths.total())

    def is_habit(self, cells: int) -> bool:
        """Whether so many rows have that width that it is no accident."""
        return self.widths[cells] >= max(_HABIT_ROWS, _HABIT_SHARE * self.widths.total())

    def misfit(self, cells: Sequence[str]) -> float:
        return sum(column.misfit(cell) for column, cell in zip(self.columns, cells, strict=False))

    def padded(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        return cells + ("",) * (self.width - len(cells))


def fit_row(record: Record, shape: Shape) -> Fitted:
    """The row with one cell per column where that can be had; wider where its surplus means something."""
    if len(record.cells) == shape.width and record.anomalies < STRANGE:
        return Fitted(record.cells, Fit.GOOD)
    left = Fitted(shape.padded(record.cells), Fit.UNEVEN)
    if shape.how.runs or (not record.anomalies and not _is_regular(shape)):
        return left
    return _unquoted_fit(record, shape) or _repaired_row(record, shape) or left


def fit_heading(record: Record, shape: Shape) -> Fitted:
    """The same for the first row, in which every cell is to be text."""
    cells = record.cells
    if len(cells) == shape.width and record.anomalies < STRANGE:
        return Fitted(cells, Fit.GOOD)
    left = Fitted(shape.padded(cells), Fit.UNEVEN)
    if shape.how.runs:
        return left
    if not record.anomalies and len(cells) > shape.width:
        return _wide_heading(record, shape) or left
    if not record.anomalies and 1 < len(cells) < shape.width and shape.how.quote not in record.raw:
        return left
    return _repaired_heading(record, shape) or left


def _is_regular(shape: Shape) -> bool:
    """A table cut at spaces may be irregular by nature: a space in a cell makes two of it."""
    spaced = shape.how.delimiter == " " and shape.words_above
    enough = shape.widths[shape.width] >= 5 and min(shape.widths) >= shape.width - 1  # noqa: PLR2004 - a few rows
    return shape.regular >= _REGULAR or (spaced and enough)


def _unquoted_fit(record: Record, shape: Shape) -> Fitted | None:
    """Rows whose cells are cut rightly, but are too many or too few."""
    cells, width = record.cells, shape.width
    if record.anomalies:
        return None
    if len(cells) > width:
        if not any(cell.strip() for cell in cells[width:]) and shape.misfit(cells) < STRANGE:
            return Fitted(cells[:width], Fit.UNEVEN)
        habit = shape.is_habit(len(cells)) and shape.how.delimiter != " "
        return Fitted(cells, Fit.UNEVEN) if habit else None
    padded = shape.padded(cells)
    fits = shape.misfit(padded) <= 0.8 * (width - len(cells)) + 0.4
    return Fitted(padded, Fit.UNEVEN) if fits or (len(cells) > 1 and shape.is_habit(len(cells))) else None


def _repaired_row(record: Record, shape: Shape) -> Fitted | None:
    most = max(4, 0.5 * shape.width)
    found: Repaired | None = None
    if "\n" not in record.raw or record.anomalies:
        found = repair(record.raw, _quoting(shape.how), shape.columns, most=most)
    states = found.states if found else 0
    if len(record.cells) < max(2, _MUCH_TOO_SHORT * shape.width):
        for how in _other_cuts(record, shape, _ROW_DELIMITERS, shape.width - 1):
            better = found.cost - _CLEARLY if found else most
            other = repair(record.raw, how, shape.columns, most=better)
            states += other.states if other else 0
            found = other or found
    if found is None:
        return None
    same = found.cells == shape.padded(record.cells)
    return Fitted(found.cells, Fit.UNEVEN if same else Fit.REPAIRED, states)


def _wide_heading(record: Record, shape: Shape) -> Fitted | None:
    filled = tuple(cell for cell in record.cells if cell.strip())
    if len(filled) == shape.width:
        return Fitted(filled, Fit.REPAIRED)
    if not any(cell.strip() for cell in record.cells[shape.width :]):
        return Fitted(record.cells[: shape.width], Fit.REPAIRED)
    if shape.regular > 0.9 and len(record.cells) == shape.width + 1:  # noqa: PLR2004 - of rows so even, one slipped
        return _repaired_heading(record, shape)
    return None


def _repaired_heading(record: Record, shape: Shape) -> Fitted | None:
    most = 0.75 * shape.width
    best = repair(record.raw, shape.how, shape.columns, most=most, heading=True)
    if len(record.cells) < max(2, _MUCH_TOO_SHORT * shape.width):
        for how in _other_cuts(record, shape, _HEADING_DELIMITERS, 1):
            better = best.cost - _CLEARLY if best else most
            best = repair(record.raw, how, shape.columns, most=better, heading=True) or best
    return Fitted(best.cells, Fit.REPAIRED, best.states) if best else None


def _other_cuts(record: Record, shape: Shape, delimiters: str, least: int) -> list[Cut]:
    """Other delimiters that occur often enough in the line."""
    quoting = _quoting(shape.how)
    return [
        Cut(delimiter, quoting.quote, quoting.escape)
        for delimiter in delimiters
        if delimiter != shape.how.delimiter and record.raw.count(delimiter) >= least
    ]


def _quoting(how: Cut) -> Cut:
    return Cut(how.delimiter, how.quote or '"', how.escape or '"')


def has_words_above(first: Record, width: int) -> bool:
    return len(first.cells) == width > 2 and all(cell_type(cell) is CellType.TEXT for cell in first.cells)  # noqa: PLR2004
