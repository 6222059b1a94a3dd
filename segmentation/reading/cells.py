"""One line to cells, forgivingly."""

import re
from dataclasses import dataclass

_STRAY_QUOTE = 0.25


@dataclass(frozen=True, slots=True)
class Cut:
    """How lines are cut: as a Dialect, or at runs of spaces."""

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    runs: bool = False
    """The delimiter is one space or more."""


@dataclass(frozen=True, slots=True)
class CutLine:
    cells: tuple[str, ...]
    is_open: bool = False
    """A quote was opened and not closed."""
    anomalies: float = 0.0
    """Quotes that stand where none should, each 1 inside a quoted cell and ¼ outside."""


def cut_line(line: str, how: Cut) -> CutLine:
    """The cells of a line. A closing quote is followed by a delimiter or the end, otherwise it is literal."""
    text = line.strip(" ") if how.runs else line
    if how.quote and how.quote in text:
        return _cut_quoted(text, how)
    return CutLine(tuple(re.split(" +", text) if how.runs else text.split(how.delimiter)))


def _cut_quoted(line: str, how: Cut) -> CutLine:
    cells: list[str] = []
    anomalies, at = 0.0, 0
    while True:
        start = _after_spaces(line, at, how)
        if line.startswith(how.quote, start):
            cell, closed, literal = _quoted_cell(line, start + 1, how)
            anomalies += literal
            if closed < 0:
                return CutLine((*cells, cell), is_open=True, anomalies=anomalies)
            at = closed
        else:
            cell = _plain_cell(line, at, how.delimiter)
            anomalies += _STRAY_QUOTE * (how.quote == '"' and '"' in cell)
            at += len(cell)
        cells.append(cell)
        if at >= len(line):
            return CutLine(tuple(cells), anomalies=anomalies)
        at = _after_delimiter(line, at, how)


def _quoted_cell(line: str, at: int, how: Cut) -> tuple[str, int, int]:
    """The cell that begins after its quote at `at`, where its end is (-1: nowhere), its literal quotes."""
    pieces: list[str] = []
    literal, opened = 0, at
    while True:
        found = line.find(how.quote, at)
        if found < 0:
            return "".join(pieces) + line[at:], -1, literal
        if _is_escaped(line, found, opened, how):
            pieces.append(line[at : found - 1] + how.quote)
            at = found + 1
        elif line.startswith(how.quote, found + 1):
            pieces.append(line[at:found] + how.quote)
            at = found + 2
        else:
            end = _after_spaces(line, found + 1, how)
            if end >= len(line) or line.startswith(how.delimiter, end):
                return "".join(pieces) + line[at:found], end, literal
            pieces.append(line[at:found] + how.quote)
            literal += 1
            at = found + 1


def _is_escaped(line: str, quote_at: int, opened: int, how: Cut) -> bool:
    if how.escape != "\\" or quote_at <= opened or line[quote_at - 1] != "\\":
        return False
    return line[quote_at - 2 : quote_at] != "\\\\"


def _plain_cell(line: str, at: int, delimiter: str) -> str:
    end = line.find(delimiter, at)
    return line[at:] if end < 0 else line[at:end]


def _after_spaces(line: str, at: int, how: Cut) -> int:
    if how.delimiter.startswith(" "):
        return at
    while at < len(line) and line[at] == " ":
        at += 1
    return at


def _after_delimiter(line: str, at: int, how: Cut) -> int:
    at += len(how.delimiter)
    while how.runs and at < len(line) and line[at] == " ":
        at += 1
    return at
