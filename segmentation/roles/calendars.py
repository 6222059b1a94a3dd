"""Dates as people write them around the world, turned into those that a strptime format can read.

What has to be done stands before the format as marks: `buddhist th %d %b %Y` counts the years of the Buddha
and has Thai names of months. Without marks nothing is done, and nothing is paid for.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from segmentation.reading.scan import literal

FOREIGN_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹๐๑๒๓๔๕๖๗๘๙໐໑໒໓໔໕໖໗໘໙០១២៣៤៥៦៧៨៩௦௧௨௩௪௫௬௭௮௯०१२३४५६७८९０１２３４５６７８９"
ASCII_DIGITS = "0123456789" * 8
_FOREIGN = FOREIGN_DIGITS + "－／．：‐‑–—\u3000\u00a0\u202f"
_ASCII = ASCII_DIGITS + "-/.:----   "

_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = r"(\d{1,2}:\d{2}(?::\d{2})?)"
_BEFORE_NOON = r"(?:上午|午前|오전|早上|凌晨|ص|a\. ?m\.)"
_ZONE = r"(:\d\d(?:\.\d+)?(?: [AaPp][Mm])?) *(?:Z|[A-Z]{3,4}|hs?\.?|Uhr|น\.|[+-]\d\d:?\d\d)$"
_AFTER_NOON = r"(?:下午|午後|오후|晚上|م|p\. ?m\.)"


@dataclass(frozen=True, slots=True)
class _Substitution:
    """A pattern that Python and DuckDB understand alike (no lookaround), and what takes its place."""

    mark: str
    pattern: str
    by: str

    def of(self, cell: str) -> str:
        return re.sub(self.pattern, self.by, cell)

    def sql(self, cell: str) -> str:
        return f"regexp_replace({cell}, {literal(self.pattern)}, {literal(self.by)}, 'g')"


@dataclass(frozen=True, slots=True)
class _Years:
    """Years counted from elsewhere; `pattern` has the years as its second group, the era as its first."""

    mark: str
    pattern: str
    offset: int

    def of(self, cell: str) -> str:
        found = re.search(self.pattern, cell)
        return cell.replace(found[1] + found[2], str(int(found[2]) + self.offset), 1) if found else cell

    def sql(self, cell: str) -> str:
        era, years = (f"regexp_extract({cell}, {literal(self.pattern)}, {group})" for group in (1, 2))
        ours = f"CAST(try_cast({years} AS INTEGER) + {self.offset} AS VARCHAR)"
        return f"replace({cell}, {era} || {years}, {ours})"


@dataclass(frozen=True, slots=True)
class _Digits:
    mark: str = "digits"

    def of(self, cell: str) -> str:
        return cell.translate(str.maketrans(_FOREIGN, _ASCII))

    def sql(self, cell: str) -> str:
        return f"translate({cell}, '{_FOREIGN}', '{_ASCII}')"


@dataclass(frozen=True, slots=True)
class _Months:
    """Names of months of a language: `5 de marzo de 2024` becomes `5 Mar 2024`."""

    mark: str
    names: tuple[str, ...]
    """For each month, a pattern of its names."""

    def of(self, cell: str) -> str:
        for name, english in zip(self.names, _ENGLISH, strict=True):
            changed = re.sub(self._of_month(name), self._by(english), cell.lower())
            if changed != cell.lower():
                return changed
        return cell

    def sql(self, cell: str) -> str:
        cell = f"lower({cell})"
        for name, english in zip(self.names, _ENGLISH, strict=True):
            cell = f"regexp_replace({cell}, {literal(self._of_month(name))}, {literal(self._by(english))})"
        return cell

    @staticmethod
    def _of_month(name: str) -> str:
        day = r"^(\d{1,2})(?:st|nd|rd|th|er|º|ª)?(?:[\s.,/-]+|\s*ngày\s*)(?:de |del |of )?"
        year = r"[\s.,/-]*(?:de |del |of |năm )?(\d{2,4})(?:\s*(?:г\.?|года|р\.))?,?"
        return f"{day}(?:{name}){year}"

    @staticmethod
    def _by(english: str) -> str:
        return rf"\1 {english} \2"


_Custom = _Substitution | _Years | _Digits | _Months


@cache
def _customs() -> tuple[_Custom, ...]:
    """All that can be unusual about a date, in the order in which it is undone."""
    return (
        _Digits(),
        _Substitution("weekday", r"^[^\d\s]+\.?, *", ""),
        _Substitution("am", rf"(?:{_BEFORE_NOON} *{_CLOCK}|{_CLOCK} *{_BEFORE_NOON})", r"\1\2 AM"),
        _Substitution("pm", rf"(?:{_AFTER_NOON} *{_CLOCK}|{_CLOCK} *{_AFTER_NOON})", r"\1\2 PM"),
        _Substitution("zone", _ZONE, r"\1"),
        _Substitution("at", r" (?:à|at|um|às|a las) (\d)", r" \1"),
        _Substitution("comma", rf"(\d), {_CLOCK}", r"\1 \2"),
        _Substitution("first", "元年", "1年"),
        _Years("reiwa", r"^(令和|R)(\d{1,2})[年./-]", 2018),
        _Years("heisei", r"^(平成|H)(\d{1,2})[年./-]", 1988),
        _Years("minguo", r"^(民國|民国|)(1[0-2]\d)[年./-]", 1911),
        _Years("buddhist", r"()(?:^|[^\d])(2[45]\d\d)(?:[^\d]|$)", -543),
        # Of 2550 to 2575, as Thais write them short: orders of 1950 to 1975 are in no file.
        _Years("short", r"^\d{1,2}[^\d:]+(?:\d{1,2}[^\d:]+)?()(5\d|6\d|7[0-5])(?:[^\d]|$)", 1957),
        *(_Months(language, names) for language, names in _months().items()),
    )


@cache
def _months() -> dict[str, tuple[str, ...]]:
    """By language, for each month a pattern of its names, the longest first."""
    told = tomllib.loads(Path(__file__).with_name("months.toml").read_text(encoding="utf-8"))
    return {language: tuple(map(_either, lists["names"], lists["short"])) for language, lists in told.items()}


def _either(full: str, short: str) -> str:
    names = sorted(f"{full}|{short}".split("|"), key=len, reverse=True)
    return "|".join(name.replace(".", r"\.") for name in names)


def ordinary(cell: str) -> tuple[tuple[str, ...], str]:
    """What is unusual about a date, as marks, and the date without it."""
    marks = []
    for custom in _customs():
        changed = custom.of(cell)
        if changed != cell:
            marks.append(custom.mark)
            cell = changed
    return tuple(marks), cell


def ordinary_sql(cell: str, marks: tuple[str, ...]) -> str:
    """The cells of a column without what `marks` say is unusual about them."""
    for custom in _customs():
        if custom.mark in marks:
            cell = custom.sql(cell)
    return cell


def split_marks(date_format: str) -> tuple[tuple[str, ...], str]:
    """The marks, and the strptime format behind them."""
    marks, percent, rest = date_format.partition("%")
    return tuple(marks.split()), percent + rest
