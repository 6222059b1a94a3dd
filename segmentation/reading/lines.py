"""Text to physical lines."""

import re
from dataclasses import dataclass, replace

_HABIT = 0.1
"""Share of line breaks from which a lone carriage return is one."""
_WRAPPED = re.compile(r'"((?:[^"]|"")*)"[,;\t ]*')
_NEARLY_ALL = 0.9
_MARKED = re.compile("(^|[,;\t])`")
"""Bills of payment services put a grave accent before each cell, so that spreadsheets keep all digits."""


@dataclass(frozen=True, slots=True)
class Lines:
    lines: tuple[str, ...]
    mixed: bool
    """Whether different breaks occur."""


def split_lines(text: str) -> Lines:
    """Physical lines without their breaks; empty lines at the end are dropped."""
    crlf = text.count("\r\n")
    counts = {"\r\n": crlf, "\n": text.count("\n") - crlf, "\r": text.count("\r") - crlf}
    total = sum(counts.values())
    unified = text.replace("\r\n", "\n")
    if counts["\r"] >= max(1, _HABIT * total):
        unified = unified.replace("\r", "\n")
    lines = unified.split("\n")
    while lines and not lines[-1].strip(" \x00\x1a"):
        lines.pop()
    return Lines(tuple(lines), mixed=sum(count > 0 for count in counts.values()) > 1)


def unwrapped(lines: Lines) -> Lines | None:
    """The lines without the quotes around each of them; None where they have none.

    So writes a spreadsheet that took each line for one cell when it opened the file.
    """
    found = [_WRAPPED.fullmatch(line) for line in lines.lines]
    filled = sum(bool(line.strip()) for line in lines.lines)
    if sum(match is not None for match in found) < _NEARLY_ALL * filled:
        return None
    inside = (
        match[1].replace('""', '"') if match else line for line, match in zip(lines.lines, found, strict=True)
    )
    return replace(lines, lines=tuple(inside))


def unmarked(lines: Lines) -> Lines | None:
    """The lines without a mark before each cell; None where most have none."""
    marked = sum(line.startswith("`") for line in lines.lines)
    if 2 * marked <= len(lines.lines):
        return None
    return replace(lines, lines=tuple(_MARKED.sub(r"\1", line) for line in lines.lines))
