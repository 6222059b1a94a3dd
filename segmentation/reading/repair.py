"""One damaged line to as many cells as its table has columns, at the least cost."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

from segmentation.reading.cell_types import CellType, cell_type
from segmentation.reading.cells import Cut, cut_line
from segmentation.reading.profile import Profile

MOST_STATES = 60_000
_LONGEST_LINE, _MOST_COLUMNS, _MOST_PLACES = 6_000, 80, 150_000
_MOST_MERGED, _MOST_INNER_QUOTES = 14, 12
_ANYWHERE_COLUMNS, _ANYWHERE_LENGTH = 25, 400
"""Within these a separator may be missing anywhere, beyond them only where the kind of character changes."""

# What each liberty costs; that of a cell which fits its column is 0, of one that does not 1 to 2.
_ABSENT_AT_END, _ABSENT, _ABSENT_FITS = 1.0, 1.9, 0.5
_INNER_QUOTE, _LITERAL_END, _UNSEPARATED, _UNSEPARATED_DOUBLED = 0.4, 0.4, 2.5, 1.8
_MERGED, _MERGED_AT_SPACE, _MERGED_EDGE, _UNCLOSED = 1.0, 0.25, 0.5, 0.9
_ODD_QUOTES, _EVEN_QUOTES = 1.2, 0.5
_MISSING, _AT_TRANSITION, _NOT_AT_TRANSITION, _MISSING_FITS = 1.6, 0.2, 0.7, 1.5
_SUPERFLUOUS = 0.9
_HEADING_TYPED, _HEADING_EMPTY, _HEADING_QUOTED = 0.6, 0.9, 1.0

_TRANSITION = re.compile(
    r"(?<=[a-z])(?=[A-Z0-9$€£\"])|(?<=\d)(?=[A-Za-z$€£\"])|(?<=[A-Z])(?=[\d$€£\"])"
    r"|(?<=\S)(?=https?:)|(?<=\")(?=\")|(?<=[.!?a-zA-Z])(?=\")"
)

State = tuple[int, int]
"""How much of the line is used up, how many cells it has given."""


@dataclass(frozen=True, slots=True)
class Repaired:
    cells: tuple[str, ...]
    cost: float
    states: int
    """How much work it was."""


@dataclass(frozen=True, slots=True)
class _Step:
    to: State
    cost: float
    cell: str | None
    """None when the step gives no cell."""


def repair(
    line: str, how: Cut, columns: Sequence[Profile], *, most: float, heading: bool = False
) -> Repaired | None:
    """The cheapest way to cut a line into one cell per column; None when it costs more than `most`.

    Separators may be superfluous, missing or literal, quotes unclosed, cells absent; whatever is assumed
    costs, and so does every cell that does not fit its column. In a heading, cells are to be text. Very
    long lines are not tried.
    """
    if len(line) > _LONGEST_LINE or len(columns) > _MOST_COLUMNS or len(line) * len(columns) > _MOST_PLACES:
        return None
    return _cheapest(_Damaged(line, how, tuple(columns), heading), most)


def _cheapest(damaged: "_Damaged", most: float) -> Repaired | None:
    """Dijkstra's shortest path from nothing used to all used."""
    start, goal = (0, 0), (damaged.end, len(damaged.columns))
    costs: dict[State, float] = {start: 0.0}
    came: dict[State, tuple[State, str | None]] = {}
    queue = [(0.0, start)]
    while queue and len(costs) <= MOST_STATES:
        cost, state = heappop(queue)
        if state == goal:
            return Repaired(_cells(came, start, goal), cost, len(costs))
        if cost > costs[state]:
            continue
        for step in damaged.steps(*state, spare=most - cost):
            total = cost + step.cost
            if total <= most and total < costs.get(step.to, float("inf")) - 1e-9:
                costs[step.to], came[step.to] = total, (state, step.cell)
                heappush(queue, (total, step.to))
    return None


def _cells(came: dict[State, tuple[State, str | None]], start: State, goal: State) -> tuple[str, ...]:
    cells: list[str] = []
    state = goal
    while state != start:
        state, cell = came[state]
        if cell is not None:
            cells.append(cell)
    return tuple(reversed(cells))


@dataclass(frozen=True)
class _Damaged:
    """A line with all that is asked again and again while it is being cut."""

    line: str
    how: Cut
    columns: tuple[Profile, ...]
    heading: bool
    _fits: dict[tuple[int, str], float] = field(default_factory=dict)

    @cached_property
    def end(self) -> int:
        """Beyond the last character: the line is used up, with its last cell."""
        return len(self.line) + 1

    @cached_property
    def delimiters(self) -> tuple[int, ...]:
        return tuple(found.start() for found in re.finditer(re.escape(self.how.delimiter), self.line))

    @cached_property
    def _separators(self) -> frozenset[int]:
        return frozenset(self.delimiters)

    @cached_property
    def quotes(self) -> tuple[int, ...]:
        return tuple(at for at, character in enumerate(self.line) if character == self.how.quote)

    @cached_property
    def short(self) -> bool:
        """Whether separators may be missing."""
        cut = cut_line(self.line, self.how)
        return len(cut.cells) < len(self.columns) or cut.anomalies >= 0.5  # noqa: PLR2004 - one literal quote

    @cached_property
    def transitions(self) -> frozenset[int]:
        return (
            frozenset(found.start() for found in _TRANSITION.finditer(self.line))
            if self.short
            else frozenset()
        )

    @cached_property
    def joints(self) -> tuple[int, ...]:
        """Where a missing separator is looked for."""
        narrow = len(self.columns) < _ANYWHERE_COLUMNS and len(self.line) < _ANYWHERE_LENGTH
        if self.short and narrow and not self.heading:
            return tuple(range(1, len(self.line)))
        return tuple(sorted(self.transitions))

    def steps(self, at: int, column: int, spare: float) -> Iterator[_Step]:
        """All that can come next, but for what costs more than `spare` whatever the cell."""
        if at < self.end and self._is_superfluous(at):
            after = at + len(self.how.delimiter) if at < len(self.line) else self.end
            yield _Step((after, column), _SUPERFLUOUS, None)
        if column == len(self.columns):
            return
        if at == self.end:
            yield _Step((self.end, column + 1), _ABSENT_AT_END + self._absent(column), "")
            return
        if at < len(self.line):
            yield _Step((at, column + 1), _ABSENT + self._absent(column), "")
            if self.how.quote and self.line.startswith(self.how.quote, at):
                yield from self._quoted(at, column)
        yield from self._plain(at, column, spare)

    def _is_superfluous(self, at: int) -> bool:
        last = len(self.line) - len(self.how.delimiter)
        return at in self._separators or (at == len(self.line) and last in self._separators)

    def _absent(self, column: int) -> float:
        return 0.0 if self.heading else _ABSENT_FITS * self.columns[column].misfit("")

    def _quoted(self, at: int, column: int) -> Iterator[_Step]:
        """Cells that begin with the quote at `at`, ending at each of the later quotes."""
        inner, allowed = 0, at + 1
        for end in self.quotes:
            if end < allowed or self._is_escaped(end, at):
                continue
            text = self._unescaped(self.line[at + 1 : end])
            cost = inner * _INNER_QUOTE + self._misfit(column, text)
            if self._separates(end + 1):
                yield _Step((self._after(end + 1), column + 1), cost, text)
            elif self.line.startswith(self.how.quote, end + 1):
                yield from self._doubled(at, end, column, inner)
                allowed = end + 2
                continue
            elif self.short:
                yield _Step((end + 1, column + 1), _UNSEPARATED + cost, text)
            inner += 1
            if inner > _MOST_INNER_QUOTES:
                return

    def _doubled(self, at: int, end: int, column: int, inner: int) -> Iterator[_Step]:
        """Two quotes: one that is meant, or the end of one cell and the start of another."""
        text = self._unescaped(self.line[at + 1 : end])
        if self.short:
            cost = _UNSEPARATED_DOUBLED + inner * _INNER_QUOTE + self._misfit(column, text)
            yield _Step((end + 1, column + 1), cost, text)
        if self._separates(end + 2) and end > at + 1:
            text += self.how.quote
            cost = _LITERAL_END + inner * _INNER_QUOTE + self._misfit(column, text)
            yield _Step((self._after(end + 2), column + 1), cost, text)

    def _plain(self, at: int, column: int, spare: float) -> Iterator[_Step]:
        """Cells that end at each of the next separators, which are literal but for the last."""
        unclosed = bool(self.how.quote) and self.line.startswith(self.how.quote, at)
        ahead = [place for place in self.delimiters if place >= at]
        for merged, end in enumerate((*ahead, len(self.line))[: _MOST_MERGED + 1]):
            text = self.line[at:end]
            to = end + len(self.how.delimiter) if merged < len(ahead) else self.end
            cost = (self._merged(text, merged) if merged else 0.0) + _UNCLOSED * unclosed + self._stray(text)
            if cost > spare:
                continue
            cost += self._misfit(column, text.lstrip(self.how.quote) if unclosed else text)
            yield _Step((to, column + 1), cost, text)
        if column < len(self.columns) - 1:
            yield from self._unseparated(at, column, ahead[0] if ahead else len(self.line), spare)

    def _merged(self, text: str, merged: int) -> float:
        """Separators that are taken literally; at the edge of a cell they hardly ever are."""
        delimiter = self.how.delimiter
        edge = text.startswith(delimiter) or text.endswith(delimiter)
        return merged * (_MERGED_AT_SPACE if delimiter == " " else _MERGED) + _MERGED_EDGE * edge

    def _unseparated(self, at: int, column: int, separator: int, spare: float) -> Iterator[_Step]:
        """Cells that end where no separator is, before the next one."""
        if spare < _MISSING:
            return
        for joint in self.joints[bisect_right(self.joints, at) : bisect_left(self.joints, separator)]:
            text = self.line[at:joint]
            cost = _MISSING + self._place(joint) + self._stray(text)
            if cost <= spare:
                yield _Step((joint, column + 1), cost + _MISSING_FITS * self._misfit(column, text), text)

    def _place(self, joint: int) -> float:
        """How unlikely it is that a separator is missing just here."""
        if self.line[joint] == self.how.quote:
            return 0.0
        return _AT_TRANSITION if joint in self.transitions else _NOT_AT_TRANSITION

    def _misfit(self, column: int, text: str) -> float:
        key = (column, text)
        if key not in self._fits:
            self._fits[key] = self._mistitle(text) if self.heading else self.columns[column].misfit(text)
        return self._fits[key]

    def _mistitle(self, text: str) -> float:
        match cell_type(text):
            case CellType.TEXT:
                return _HEADING_QUOTED if self.how.quote and self.how.quote in text else 0.0
            case CellType.EMPTY:
                return _HEADING_EMPTY
            case _:
                return _HEADING_TYPED

    def _stray(self, text: str) -> float:
        """Quotes inside an unquoted cell."""
        if self.how.quote != '"' or '"' not in text[1:]:
            return 0.0
        return _ODD_QUOTES if text[1:].count('"') % 2 else _EVEN_QUOTES

    def _separates(self, at: int) -> bool:
        return at >= len(self.line) or self.line.startswith(self.how.delimiter, at)

    def _after(self, at: int) -> int:
        return self.end if at >= len(self.line) else at + len(self.how.delimiter)

    def _is_escaped(self, quote_at: int, opened: int) -> bool:
        return self.how.escape == "\\" and self.line[quote_at - 1] == "\\" and quote_at - 1 > opened

    def _unescaped(self, text: str) -> str:
        quote = self.how.quote
        plain = text.replace("\\" + quote, quote) if self.how.escape == "\\" else text
        return plain.replace(quote + quote, quote)
