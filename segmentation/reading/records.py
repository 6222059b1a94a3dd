"""Physical lines to records: a cell may hold line breaks, if it closes cleanly."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.reading.cells import Cut, CutLine, cut_line

_LONGEST_CELL_LINES = 300
_MOST_STRAYS = 100
"""Quotes left open for good after which a quote hardly means anything in the text, and the next is looked
for in the next line alone: the work must not grow with every one of them."""
_AND_THE_NEXT = 2
_LONGEST_RECORD = 200_000
_WIDTH_LINES = 3000
OPEN = 2.0
"""Anomalies that a quote weighs which is never closed."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands: its raw text, its cells, how strange its quotes are, its number from 1."""

    raw: str
    cells: tuple[str, ...]
    anomalies: float
    number: int

    @property
    def filled(self) -> int:
        return sum(bool(cell.strip()) for cell in self.cells)


def records(lines: Sequence[str], how: Cut) -> list[Record]:
    """All records; a blank line is one without cells. An open quote joins lines only to the usual width."""
    width, is_usual = _usual_width(lines, how)
    found: list[Record] = []
    at = strays = 0
    while at < len(lines):
        line = lines[at]
        cut = cut_line(line, how) if line.strip() else CutLine(())
        last = at
        if cut.is_open and not how.runs:
            most = _LONGEST_CELL_LINES if strays < _MOST_STRAYS else _AND_THE_NEXT
            joined = join_open(lines, at, how, width, most)
            if joined is None and not is_usual:
                joined = join_open(lines, at, how, None, most)
            if joined is not None:
                line, cut, last = joined
            strays += joined is None
        found.append(Record(line, cut.cells, cut.anomalies + OPEN * cut.is_open, len(found) + 1))
        at = last + 1
    return found


def join_open(
    lines: Sequence[str], at: int, how: Cut, width: int | None, most: int
) -> tuple[str, CutLine, int] | None:
    """The smallest join of line `at` with those below that closes its quote (and has `width` cells)."""
    text = lines[at]
    for below in range(at + 1, min(len(lines), at + most)):
        text += "\n" + lines[below]
        if len(text) > _LONGEST_RECORD:
            return None
        if how.quote not in lines[below]:
            continue
        cut = cut_line(text, how)
        # What is strange about the text so far stays strange whatever is joined to it.
        if cut.anomalies:
            return None
        if cut.is_open:
            continue
        if width in (None, len(cut.cells)):
            return None if _are_rows(lines[at + 1 : below], how, width) else (text, cut, below)
        if width is None or len(cut.cells) > width:
            return None
    return None


def _are_rows(inside: Sequence[str], how: Cut, width: int | None) -> bool:
    """Whether the lines inside a would-be cell are rows themselves: then the quote was a stray one."""
    narrow = width is None or width < 3  # noqa: PLR2004 - a comma in a sentence makes two cells
    if not inside or narrow:
        return False
    return all(len(cut_line(line, how).cells) == width for line in inside)


def _usual_width(lines: Sequence[str], how: Cut) -> tuple[int | None, bool]:
    """The most frequent number of cells, and whether at least half of the lines have it."""
    cuts = (cut_line(line, how) for line in lines[:_WIDTH_LINES] if line.strip())
    widths = Counter(len(cut.cells) for cut in cuts if not cut.is_open and not cut.anomalies)
    if not widths:
        return None, False
    width = max(widths, key=lambda cells: (widths[cells] * (cells > 1), cells))
    return width, widths[width] >= widths.total() / 2
