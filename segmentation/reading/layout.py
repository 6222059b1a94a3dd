"""Where the table lies among titles, notes and totals."""

from collections.abc import Sequence

from segmentation.reading.cell_types import CellType, cell_type, is_text
from segmentation.reading.cells import Cut, cut_line
from segmentation.reading.records import Record

_LONGEST_PREAMBLE = 60
_LONGEST_KEY_VALUES = 40
_OF_A_WIDE_TABLE = 5
_NOTE_LENGTH = 12
_NOTE_LINE_LENGTH = 25
_BESIDE_TOTALS = frozenset({CellType.EMPTY, CellType.NUMBER, CellType.MONEY, CellType.PERCENT, CellType.NULL})
TOTALS = (
    "total", "totals", "grand total", "subtotal", "sub total", "合计", "合計", "总计", "總計", "小计", "小計",
    "共计", "共計", "합계", "총계", "ยอดรวม", "รวมทั้งหมด", "ລວມ", "សរុប", "மொத்தம்", "الإجمالي", "المجموع",
    "итого", "всего", "summe", "gesamtsumme", "totale", "tổng", "tổng cộng", "jumlah",
)  # fmt: skip
"""What stands before the sums below a table, in lower case."""


def table_bounds(found: Sequence[Record], width: int, how: Cut) -> tuple[int, int]:
    """From the first record of the table to the one after its last; blank records may lie inside."""
    start = _start(found, width, how)
    return start, max(start, _end(found, start, width))


def looks_like_row(raw: str, width: int) -> bool:
    """Whether some other delimiter would cut a stray line into a row of the table."""
    wide = max(3, 0.7 * width)
    if any(len(cut_line(raw, Cut(delimiter)).cells) >= wide for delimiter in ";\t|,"):
        return True
    return width > 3 and raw.count('"') > 3 and len(cut_line(raw, Cut(" ")).cells) >= width  # noqa: PLR2004 - narrow


def _start(found: Sequence[Record], width: int, how: Cut) -> int:
    at = 0
    while at < min(len(found), _LONGEST_PREAMBLE) and _is_title(found[at], width, how):
        at += 1
    at = 0 if at >= len(found) else at
    at = _after_key_values(found, at, width)
    while at + 1 < len(found) and (not found[at].filled or _is_total_above(found[at], found[at + 1])):
        at += 1
    return at


def _is_total_above(record: Record, below: Record) -> bool:
    """Whether sums stand above the headings, where a spreadsheet keeps them in sight."""
    return is_totals(record) and record.filled > 1 and all(map(_names, below.cells))


def _names(cell: str) -> bool:
    return cell_type(cell) in (CellType.TEXT, CellType.EMPTY)


def _is_title(record: Record, width: int, how: Cut) -> bool:
    """At most one filled cell, or a short row with at most a third of the width filled."""
    if record.anomalies and record.raw.count(how.delimiter) >= width - 1:
        return False
    filled, cells = record.filled, len(record.cells)
    if filled == 0:
        return True
    if width == 1:
        return False
    if filled == 1 and (width >= 4 or (record.cells[0].strip() and (cells == 1 or width == 3))):  # noqa: PLR2004
        return True
    return cells != width and filled <= max(1, width // 3)


def _after_key_values(found: Sequence[Record], at: int, width: int) -> int:
    """Rows of another width before a blank line, with the table below it."""
    for blank in range(at, min(len(found) - 1, _LONGEST_KEY_VALUES)):
        if found[blank].filled:
            continue
        above, below = found[at:blank], found[blank + 1 : blank + 4]
        if (
            above
            and all(len(record.cells) != width for record in above)
            and any(len(record.cells) == width for record in below)
        ):
            at = blank + 1
    return at


def _end(found: Sequence[Record], start: int, width: int) -> int:
    end = len(found)
    while end > start + 2 and (
        is_totals(found[end - 1]) or is_note(found[end - 1], width) or _is_scrap(found[end - 1], width)
    ):
        end -= 1
    while end < len(found) and _is_row_after_all(found[end], width):
        end += 1
    return end


def _is_row_after_all(record: Record, width: int) -> bool:
    return not is_totals(record) and bool(record.anomalies or looks_like_row(record.raw, width))


def _is_scrap(record: Record, width: int) -> bool:
    """Whether a last line has so few cells for a wide table that it is none of its rows."""
    return 0 < len(record.cells) <= width // _OF_A_WIDE_TABLE and not record.anomalies


def is_totals(record: Record) -> bool:
    """Whether a record is a word for totals, and then nothing but figures."""
    filled = [cell.strip() for cell in record.cells if cell.strip()]
    if not filled or filled[0].rstrip(":： ").lower() not in TOTALS:
        return False
    return all(cell_type(cell) in _BESIDE_TOTALS for cell in filled[1:])


def is_note(record: Record, width: int) -> bool:
    """Whether a record at the end says something about the table rather than belong to it."""
    if not record.filled:
        return True
    first = record.cells[0].strip()
    if width == 2:  # noqa: PLR2004 - a lone cell may be half a row
        return len(record.cells) == 1 and len(record.raw) > _NOTE_LINE_LENGTH
    alone = len(record.cells) == 1 or (len(first) > _NOTE_LENGTH and is_text(first))
    return width > 2 and record.filled == 1 and bool(first) and alone  # noqa: PLR2004 - see above
