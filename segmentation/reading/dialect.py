"""How a text is cut into cells, told from a sample of its lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from segmentation.reading.cell_types import CellType, cell_type
from segmentation.reading.cells import Cut, cut_line
from segmentation.reading.records import join_open

DELIMITERS = (
    ",", ";", "\t", "|", " ", ":", "^", "~", "\x01", "\x1f", "\x1e", "¦", "§", "¬", "!", "*", "@",
    "||", ";;", "::", "~|~", "|~|", "^|",
)  # fmt: skip
_USUAL, _RARE = ",;\t|", " :"
_INSIDE_VALUES = " :@"
"""What stands inside times, amounts and e-mail addresses."""
_HEAD_LINES, _TAIL_LINES, _TYPED_ROWS, _JOINED_LINES = 200, 60, 150, 60
_WORST = 0.03
"""Score below which the text has one column."""
_WORD = re.compile(r"[\w .\-/'&()+#%:]{1,60}")
_PLAIN_WORD = re.compile(r"[\w\-.]+")
_PRIOR = {"usual": 1.0, "several": 0.8, "rare": 0.55, "odd": 0.6, "runs": 0.6}
_QUOTED_BONUS, _APOSTROPHE_MALUS, _UNTYPED_MALUS = 1.05, 0.7, 0.05
_SINGLE = Cut(",")


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    how: Cut
    width: int


def detect_cut(lines: Sequence[str]) -> Cut:
    """The cut under which the lines are most alike in width and their cells look most like values.

    Score = evenness of width × share of typed cells × (1 − ½ share of anomalies) × prior of the delimiter.
    """
    sample = sample_lines(lines)
    best = max(_scored(sample), key=lambda scored: scored.score, default=_Scored(0, _SINGLE, 1))
    if best.width < 2 or best.score < _WORST:  # noqa: PLR2004 - one column
        return _SINGLE
    return _with_space(sample, best.how)


def sample_lines(lines: Sequence[str]) -> list[str]:
    """Lines that hold something: all, or those from the head and the tail."""
    filled = [line for line in lines if line.strip()]
    if len(filled) <= _HEAD_LINES + _TAIL_LINES:
        return filled
    return filled[:_HEAD_LINES] + filled[-_TAIL_LINES:]


def _scored(lines: Sequence[str]) -> Iterator[_Scored]:
    text = "\n".join(lines)
    quotes = _quotes(text)
    single = _is_one_value_per_line(lines)
    for delimiter in DELIMITERS:
        if delimiter not in text or (single and delimiter in _INSIDE_VALUES):
            continue
        for how in _cuts(text, delimiter, quotes):
            score, width = _score(lines, how)
            yield _Scored(score * _prior(delimiter) * _favour(text, lines, how, quotes), how, width)
    if text.count("  ") > len(lines) / 2:
        how = Cut(" ", quotes[0], runs=True)
        score, width = _score(lines, how)
        yield _Scored(score * _PRIOR["runs"], how, width)


def _quotes(text: str) -> list[str]:
    found = ['"'] if '"' in text else []
    if re.search(r"(^|[^\w\s])\s?'[^'\n]*'\s?([^\w\s]|$)", text, re.MULTILINE):
        found.append("'")
    return found or ['"']


def _is_one_value_per_line(lines: Sequence[str]) -> bool:
    typed = sum(cell_type(line.strip().strip('"')) not in (CellType.TEXT, CellType.EMPTY) for line in lines)
    return typed >= 0.7 * len(lines)


def _cuts(text: str, delimiter: str, quotes: Sequence[str]) -> Iterator[Cut]:
    for quote in quotes:
        if quote == "'" and not _opening(delimiter, "'").search(text):
            continue
        yield Cut(delimiter, quote, '"')
        if quote and "\\" + quote in text:
            yield Cut(delimiter, quote, "\\")


def _opening(delimiter: str, quote: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|{re.escape(delimiter)})\s?{re.escape(quote)}", re.MULTILINE)


def _prior(delimiter: str) -> float:
    if len(delimiter) > 1:
        return _PRIOR["several"]
    return _PRIOR["usual" if delimiter in _USUAL else "rare" if delimiter in _RARE else "odd"]


def _favour(text: str, lines: Sequence[str], how: Cut, quotes: Sequence[str]) -> float:
    """What quotes at the start of cells say, and text that is torn at spaces or colons."""
    opened = len(_opening(how.delimiter, how.quote).findall(text)) if how.quote else 0
    factor = _QUOTED_BONUS if opened else 1.0
    if how.quote == "'" and '"' in quotes and opened < 4:  # noqa: PLR2004 - apostrophes, not quotes
        factor = _APOSTROPHE_MALUS
    return factor * (_UNTYPED_MALUS if how.delimiter in _RARE and _is_prose(lines, how) else 1.0)


def _is_prose(lines: Sequence[str], how: Cut) -> bool:
    cells = [cell for line in lines[1:40] for cell in cut_line(line, how).cells]
    typed = sum(cell_type(cell) is not CellType.TEXT for cell in cells)
    return len(lines) > 2 and typed < 0.3 * len(cells)  # noqa: PLR2004 - two lines say nothing


def _score(lines: Sequence[str], how: Cut) -> tuple[float, int]:
    rows, strange = _rows(lines, how)
    if not rows:
        return 0.0, 1
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda cells: (widths[cells] * (cells > 1), cells))
    even = _evenness(widths, width)
    return even * _typedness(rows[:_TYPED_ROWS], how) * (1 - strange / len(rows) / 2), width


def _rows(lines: Sequence[str], how: Cut) -> tuple[list[tuple[str, ...]], float]:
    rows, strange, at = [], 0.0, 0
    while at < len(lines):
        cut = cut_line(lines[at], how)
        anomalies = cut.anomalies
        if cut.is_open and not how.runs:
            joined = join_open(lines, at, how, None, _JOINED_LINES)
            anomalies = 0 if joined else anomalies + 1
            if joined:
                _, cut, at = joined
        strange += min(anomalies, 1)
        rows.append(cut.cells)
        at += 1
    return rows, strange


def _evenness(widths: Counter[int], width: int) -> float:
    """Near 1 when all rows have the same, large width; next to nothing for one column."""
    if width < 2:  # noqa: PLR2004 - one column
        return 0.001
    total = widths.total()
    squares = sum(rows * rows * (cells - 1) / cells for cells, rows in widths.items()) / total**2
    linear = sum(rows * (cells - 1) / cells for cells, rows in widths.items()) / total
    return (squares + linear * widths[width] / total) / 2


def _typedness(rows: Sequence[Sequence[str]], how: Cut) -> float:
    cells = [cell for row in rows for cell in row]
    return sum(_worth(cell, how.delimiter) for cell in cells) / max(1, len(cells))


def _worth(cell: str, delimiter: str) -> float:
    kind = cell_type(cell)
    if kind is CellType.EMPTY:
        return 0.6
    if kind is not CellType.TEXT:
        return 1.0
    if delimiter == " ":
        return 0.5 if _PLAIN_WORD.fullmatch(cell) else 0.3
    return 0.8 if _WORD.fullmatch(cell.strip()) else 0.3


def _with_space(lines: Sequence[str], how: Cut) -> Cut:
    """`, ` instead of `,` when nearly every delimiter outside quotes is followed by a space."""
    if how.delimiter not in ",;|:\t" or how.runs:
        return how
    wider = Cut(how.delimiter + " ", how.quote, how.escape)
    breaks = sum(len(cut_line(line, how).cells) - 1 for line in lines[:_TYPED_ROWS])
    spaced = sum(len(cut_line(line, wider).cells) - 1 for line in lines[:_TYPED_ROWS])
    return wider if breaks and spaced / breaks > 0.97 else how  # noqa: PLR2004 - a stray one is forgiven
