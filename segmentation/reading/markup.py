"""Tables in web pages and in Excel's XML of 2003, which shop systems export under the name of a workbook."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from segmentation.errors import OwnerFixableError
from segmentation.reading.encoding import decoded, detect_encoding
from segmentation.reading.spreadsheet import MAX_COLUMNS

MAX_MARKUP_MB = 32
MAX_CELLS = 2_000_000
"""A few letters can ask for many: `colspan=2000`."""
MAX_REPEATED_MB = 64
"""So can one long cell, by holding for many rows; in millions of characters."""
_DEEPEST = 50
"""Tables inside each other."""

_HEAD = 1 << 13
_TAG = re.compile(r"<(/?)(?:\w{1,9}:)?(table|tr|row|td|th|cell)\b([^<>]{0,500})>", re.IGNORECASE)
"""In bounded steps: Python's own parser of HTML takes the square of the time for a page that is damaged."""
_OTHER_TAG = re.compile(r"<[^<>]{0,2000}>")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_SPAN = {
    name: re.compile(rf"(?<![\w])(?:\w+:)?{name}\s*=\s*[\"']?(\d{{1,4}})", re.IGNORECASE)
    for name in ("colspan", "rowspan", "mergeacross", "mergedown", "index")
}

_ANY_PAGE = b"<table>" + bytes(range(0xA0, 0xFF))
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "iso-8859-1": "cp1252"}
"""What pages of these encodings are really in."""

Row = list[str]


def table_rows(path: Path, language: str | None = None) -> tuple[str, list[Row]]:
    """The encoding of the page at `path`, and the rows of its table with the most cells.

    `language` of the owner helps to tell encodings apart. Raises OwnerFixableError file_not_a_table,
    file_too_large, too_many_columns.
    """
    if path.stat().st_size > MAX_MARKUP_MB << 20:
        raise _too_large()
    encoding = _encoding(path, language)
    tables = _tables("".join(decoded(path, encoding)))
    table = max(tables, key=lambda table: table.cells)
    if not table.cells:
        raise OwnerFixableError("file_not_a_table")
    return encoding, table.rows


def _encoding(path: Path, language: str | None) -> str:
    """What the text itself is without doubt, else what the page says of itself."""
    found = detect_encoding(path, language)
    with path.open("rb") as file:
        declared = _CHARSET.search(file.read(_HEAD))
    if found in {"ascii", "utf-8", "utf-8-sig"} or declared is None:
        return found
    name = declared[1].decode("ascii").lower()
    return _WIDER.get(name, name) if _writes_tags(name) else found


def _writes_tags(name: str) -> bool:
    """Whether pages can be in this encoding: Python knows others by such names, BZ2 and IDNA among them."""
    try:
        return _ANY_PAGE.decode(name, "replace").startswith("<table>")
    except (LookupError, UnicodeError):
        return False


def _too_large() -> OwnerFixableError:
    return OwnerFixableError("file_too_large", {"limit_mb": MAX_MARKUP_MB})


@dataclass(slots=True)
class _Table:
    """A table while it is read."""

    rows: list[Row] = field(default_factory=list)
    cells: int = 0
    repeated: int = 0
    """Characters of cells where they hold once more."""
    held: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By column, the last row a cell holds for that is merged over several, and what it says."""

    def begin_row(self) -> None:
        self.rows.append([])
        self._take_held()

    def add(self, text: str, attributes: str) -> None:
        """One more cell in the last row; Excel leaves empty ones out and gives the next its number."""
        if not self.rows:
            self.begin_row()
        row, before = self.rows[-1], len(self.rows[-1])
        row += [""] * (_number("index", attributes) - 1 - before)
        down = max(_number("rowspan", attributes) - 1, _number("mergedown", attributes))
        if down > 0:
            self.held[len(row)] = (len(self.rows) + down, text)
        row.append(text)
        row += [""] * max(_number("colspan", attributes) - 1, _number("mergeacross", attributes))
        self._take_held()
        self.cells += len(row) - before
        if len(row) > MAX_COLUMNS:
            raise OwnerFixableError("too_many_columns", {"columns": len(row), "limit": MAX_COLUMNS})
        if self.cells > MAX_CELLS:
            raise _too_large()

    def _take_held(self) -> None:
        """A cell merged over several rows holds for each of them."""
        row = self.rows[-1]
        while len(row) in self.held and self.held[len(row)][0] >= len(self.rows):
            text = self.held[len(row)][1]
            row.append(text)
            self.repeated += len(text)
        if self.repeated > MAX_REPEATED_MB << 20:
            raise _too_large()


def _tables(text: str) -> Iterator[_Table]:
    """All tables, those inside cells of others too."""
    around = [_Table()]
    cell: tuple[int, str] | None = None
    for tag in _TAG.finditer(text):
        closes, name, attributes = tag[1], tag[2].lower(), tag[3]
        if cell is not None:
            around[-1].add(_content(text[cell[0] : tag.start()]), cell[1])
            cell = None
        if name == "table" and not closes:
            if len(around) > _DEEPEST:
                raise OwnerFixableError("file_not_a_table")
            around.append(_Table())
        elif name == "table" and len(around) > 1:
            yield around.pop()
        elif name in {"tr", "row"} and not closes:
            around[-1].begin_row()
        elif not closes and name not in {"tr", "row", "table"}:
            if attributes.endswith("/"):
                around[-1].add("", attributes)
            else:
                cell = tag.end(), attributes
    yield from around


def _content(markup: str) -> str:
    return " ".join(html.unescape(_OTHER_TAG.sub(" ", markup)).split())


def _number(name: str, attributes: str) -> int:
    found = _SPAN[name].search(attributes)
    return int(found[1]) if found else 0
