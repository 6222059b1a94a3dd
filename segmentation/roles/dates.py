"""In which format the dates of a column are written."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from segmentation.roles.calendars import ordinary, split_marks
from segmentation.roles.parse import EPOCH_MILLISECONDS, EPOCH_SECONDS, EXCEL_SERIAL

_LOOKED_AT = 300
_ENOUGH = 0.8
"""Share of the filled cells a format must fit."""
_LONGEST = 100
"""Characters that a date may have, before the steps of the patterns multiply."""
_CLOCK = re.compile(
    r"(?:T| *,? *)(\d{1,2}):(\d{2})(:\d{2})?(\.\d+)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|[+-]\d\d:?\d\d)?$"
)
_ODD = re.compile("[,\u3000\u00a0\u202f]")
"""What `calendars` takes out between day and time."""
_YEAR_FIRST = re.compile(r"((?:19|20|21)\d\d)([-/.]|\. )(\d{1,2})\2(\d{1,2})(\.?)$")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2((?:19|20|21)\d\d|[0-4]\d|7[6-9]|[89]\d)$")
"""The two digits between are years of the Buddha: see `calendars`."""
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_SPELLED = re.compile(r"(?:19|20|21)\d\d([年년] ?)\d{1,2}([月월] ?)\d{1,2}([日일])$")
_MAYBE = re.compile(r"(?=.*\d)[^@]{6,40}$")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_FULL = "january|february|march|april|june|july|august|september|october|november|december"
_DAY_NAMED = re.compile(rf"(\d{{1,2}})([-/. ]?)({_FULL}|{_MONTHS})\2(\d{{4}}|\d{{2}})$", re.IGNORECASE)
_NAMED_DAY = re.compile(rf"({_FULL}|{_MONTHS})([ -])\d{{1,2}}(,? |-)(\d{{4}}|\d{{2}})$", re.IGNORECASE)
_MAX_MONTH, _MAX_DAY = 12, 31


def date_formats(cells: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """Formats that fit at least 80 % of the filled cells, with the share, the best first.

    Two formats of the same share mean that day and month cannot be told apart. What `calendars` can make
    ordinary is marked in front of the format.
    """
    filled = [cell.strip() for cell in cells if cell.strip()][:_LOOKED_AT]
    counts: Counter[str] = Counter()
    times: Counter[str] = Counter()
    marks: dict[str, None] = {}
    misses = 0
    for cell in filled:
        told, days, time = _read(cell)
        marks |= dict.fromkeys(told if days else ())
        counts.update(days)
        times[time] += bool(days)
        misses += not days
        if misses > (1 - _ENOUGH) * len(filled):
            return ()
    time = times.most_common(1)[0][0] if times else ""
    shares = ((" ".join((*marks, day)) + time, count / len(filled)) for day, count in counts.most_common())
    return tuple((format_, share) for format_, share in shares if share >= _ENOUGH)


def are_days(cells: Iterable[str]) -> bool:
    """Whether at least 80 % of the filled cells are dates, each in a format of its own."""
    filled = [cell.strip() for cell in cells if cell.strip()][:_LOOKED_AT]
    return bool(filled) and sum(bool(_read(cell)[1]) for cell in filled) >= _ENOUGH * len(filled)


def swapped(date_format: str) -> str:
    """The same with day and month changed about; itself where it leaves no doubt."""
    marks, written = split_marks(date_format)
    if not written.startswith(("%d", "%m")) or not {"%d", "%m"} <= set(re.findall("%[dm]", written)):
        return date_format
    return " ".join((*marks, written.translate(str.maketrans("dm", "md"))))


def serial_format(cells: Sequence[str]) -> str | None:
    """For columns that are called dates and hold numbers: how those count."""
    numbers = sorted(float(cell) for cell in cells if re.fullmatch(r"\d+(\.\d+)?", cell.strip()))
    if len(numbers) < _ENOUGH * sum(bool(cell.strip()) for cell in cells) or not numbers:
        return None
    ranges = ((EXCEL_SERIAL, 2e4, 8e4), (EPOCH_SECONDS, 6e8, 4e9), (EPOCH_MILLISECONDS, 6e11, 4e12))
    middle = numbers[len(numbers) // 2]
    return next((format_ for format_, low, high in ranges if low <= middle <= high), None)


def _read(cell: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Marks of `calendars`, the formats the day may have, and the format of the time of day behind it."""
    if len(cell) > _LONGEST:
        return (), (), ""
    day, time, plain = _split(cell)
    if plain and (formats := _day_formats(day)):
        return (), formats, time
    if not _MAYBE.match(cell):
        return (), (), ""
    marks, cell = ordinary(cell)
    day, time, _ = _split(cell)
    return marks, _day_formats(day) if marks else (), time


def _split(cell: str) -> tuple[str, str, bool]:
    """The day, the format of the time of day behind it, and whether a parser reads both as they stand."""
    found = _CLOCK.search(cell)
    if found is None or not found.start():
        return cell, "", True
    _, _, seconds, fraction, half, zone = found.groups()
    clock = ("%I" if half else "%H") + ":%M" + (":%S" if seconds else "") + (".%f" if fraction else "")
    day = cell[: found.start()]
    plain = not _ODD.search(found[0]) and (not zone or bool(_YEAR_FIRST.match(day)))
    return day, f" {clock}" + (" %p" if half else ""), plain


def _day_formats(day: str) -> tuple[str, ...]:
    if found := _YEAR_FIRST.match(day):
        return (f"%Y{found[2]}%m{found[2]}%d{found[5]}",) if _is_day(found[3], found[4]) else ()
    if found := _YEAR_LAST.match(day):
        first, between, second, year = found.groups()
        fits = (("%d", "%m", _is_day(second, first)), ("%m", "%d", _is_day(first, second)))
        return tuple(between.join((a, b, _year(year))) for a, b, fit in fits if fit)
    if found := _DAY_NAMED.match(day):
        return (found[2].join(("%d", _month(found[3]), _year(found[4]))),)
    if found := _NAMED_DAY.match(day):
        return (f"{_month(found[1])}{found[2]}%d{found[3]}{_year(found[4])}",)
    if found := _SPELLED.match(day):
        return (f"%Y{found[1]}%m{found[2]}%d{found[3]}",)
    return ("%Y%m%d",) if _COMPACT.match(day) else ()


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= _MAX_MONTH and 1 <= int(day) <= _MAX_DAY


def _year(digits: str) -> str:
    return "%Y" if len(digits) > 2 else "%y"  # noqa: PLR2004 - digits


def _month(name: str) -> str:
    return "%b" if len(name) <= 3 else "%B"  # noqa: PLR2004 - letters of an abbreviation
