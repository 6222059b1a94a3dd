"""Text to physical lines."""

from dataclasses import dataclass

_HABIT = 0.1
"""Share of line breaks from which a lone carriage return is one."""


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
