"""What a single cell looks like."""

import re
import string
from enum import StrEnum
from functools import lru_cache


class CellType(StrEnum):
    EMPTY = "empty"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    URL = "url"
    EMAIL = "email"
    NULL = "null"
    TEXT = "text"


_SIGNS = r"[$€£¥￥₹₽₩฿]|US\$|USD|EUR|GBP|Rs\.?"
_DAY = (
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/. ][A-Za-z]{3,9}[-/. ,]+\d{2,4}|[A-Za-z]{3,9} \d{1,2},? \d{4}"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
)
_CLOCK = r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
_ZONE = r"\s?(Z|[AaPp][Mm]|[-+]\d\d:?\d\d)?"
_GROUPED = r"\d{1,3}([,. '\u00a0\u202f]\d{3})+|\d{1,2}(,\d\d)+,\d{3}"
_BROKEN_FORMULA = r"#(n/a|ref!|value!|name\?|div/0!|null!|num!|error!)"
_PATTERNS = (
    (
        CellType.NUMBER,
        re.compile(rf"(?=.*\d)[-+(]?\s?({_GROUPED}|\d+)?([.,]\d+)?([eE][-+]?\d+)?\)?-?"),
    ),
    (CellType.PERCENT, re.compile(r"[<>~≈]?\s?[-+]?\d+([.,]\d+)*\s?%")),
    (
        CellType.MONEY,
        re.compile(rf"[-+(]?\s?({_SIGNS})\s?-?\d([\d.,]*\d)?\)?|-?\d([\d.,]*\d)?\s?({_SIGNS}|元|円|원)"),
    ),
    (CellType.DATE, re.compile(rf"({_DAY})([T ]+{_CLOCK}{_ZONE})?")),
    (CellType.TIME, re.compile(rf"{_CLOCK}( ?[AaPp][Mm])?")),
    (CellType.URL, re.compile(r"(https?://|ftp://|www\.)\S+")),
    (CellType.EMAIL, re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)),
    (CellType.NULL, re.compile(rf"n/?a|nan|null|none|-|--|\.|\?|\.\.|{_BROKEN_FORMULA}", re.IGNORECASE)),
)
_SHAPES = str.maketrans(
    {
        **dict.fromkeys(string.ascii_lowercase, "a"),
        **dict.fromkeys(string.ascii_uppercase, "A"),
        **dict.fromkeys(string.digits, "9"),
    }
)
_RUN = re.compile(r"([aA9])\1+")
_LONGEST_TYPED = 300
"""Characters beyond which a cell is text without a look."""


@lru_cache(maxsize=1 << 17)
def cell_type(cell: str) -> CellType:
    """The type of a cell, surrounding space aside."""
    text = cell.strip()
    if not text:
        return CellType.EMPTY
    if len(text) > _LONGEST_TYPED:
        return CellType.TEXT
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(text)), CellType.TEXT)


def is_text(cell: str) -> bool:
    return cell_type(cell) is CellType.TEXT


def coarse_shape(cell: str) -> str:
    """`AB-12` as `A-9`: runs of capitals, small letters and digits."""
    return _RUN.sub(r"\1", exact_shape(cell))


def exact_shape(cell: str) -> str:
    """`AB-12` as `AA-99`."""
    return cell.strip().translate(_SHAPES)
