"""What the cells of a column look like, as far as roles are concerned."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from segmentation.model.dataset import Dataset
from segmentation.model.roles import NumberStyle
from segmentation.reading.tables import Finding
from segmentation.roles.dates import date_formats
from segmentation.roles.numbers import number_of
from segmentation.roles.parse import NOBODY

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}")
_PHONE = re.compile(r"[+(]?\d[\d\s().+/*x-]{5,22}")
_CODE = re.compile(r"[A-Z\d]{2,}")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d{2}")
_LETTERS = re.compile(r"[^\W\d_]")
HARDLY_ANY, SOME, HALF, MOST, NEARLY_ALL = 0.01, 0.25, 0.5, 0.8, 0.95
"""Shares of cells, for the checks of the roles."""
_FEW = 200
"""Distinct values up to which they are kept to be looked at one by one."""


@dataclass(frozen=True, slots=True)
class Content:
    """Shares are of the filled cells of the sample, numbers are read in the file's style."""

    headed: bool
    """Whether the table has headings."""
    filled: float
    """Share of all cells."""
    distinct: float
    """Distinct values per filled cell."""
    number: float
    whole: float
    """Whole numbers."""
    negative: float
    low: float
    middle: float
    high: float
    """Of the numbers; 0 where there are none."""
    date: float
    email: float
    phone: float
    letters: float
    """Cells with a letter in them."""
    digits: float
    """Cells with a digit in them."""
    codes: float
    """Cells of nothing but Latin capitals and digits."""
    rounded: float
    """Cells such as 1.9E+17: a spreadsheet has cut off the digits that told them apart."""
    length: float
    """Mean, in characters."""
    words: float
    """Mean number of words."""
    of_groups: bool
    """Whether a report had its rows grouped by what stands in the column."""
    values: frozenset[str]
    """All values in lower case, where they are few."""

    @property
    def fractional(self) -> float:
        return self.number - self.whole


def contents(dataset: Dataset, numbers: NumberStyle, *, headed: bool) -> tuple[Content, ...]:
    """The content of every column of the sample, in order."""
    columns = zip(*dataset.sample, strict=True) if dataset.sample else ((),) * len(dataset.columns)
    grouped = any(issue.code == Finding.GROUP_ROWS for issue in dataset.issues)
    return tuple(
        content(column, numbers, headed=headed, of_groups=grouped and not at)
        for at, column in enumerate(columns)
    )


def content(
    cells: Sequence[str], numbers: NumberStyle, *, headed: bool = True, of_groups: bool = False
) -> Content:
    """The content of one column."""
    filled = [cell.strip() for cell in cells if cell.strip().lower() not in NOBODY]
    found = [number for cell in filled if (number := number_of(cell, numbers)) is not None]
    ordered = sorted(found) or [0.0]
    distinct = Counter(cell.lower() for cell in filled)
    return Content(
        headed=headed,
        filled=len(filled) / max(1, len(cells)),
        distinct=len(distinct) / max(1, len(filled)),
        number=len(found) / max(1, len(filled)),
        whole=sum(number.is_integer() for number in found) / max(1, len(filled)),
        negative=sum(number < 0 for number in found) / max(1, len(filled)),
        low=ordered[0],
        middle=ordered[len(ordered) // 2],
        high=ordered[-1],
        date=max((share for _, share in date_formats(filled)), default=0.0),
        email=_share(_EMAIL.fullmatch(cell) for cell in filled),
        phone=_share(_PHONE.fullmatch(cell) for cell in filled),
        letters=_share(_LETTERS.search(cell) for cell in filled),
        digits=_share(any(map(str.isdigit, cell)) for cell in filled),
        codes=_share(_CODE.fullmatch(cell) for cell in filled),
        rounded=_share(_ROUNDED.fullmatch(cell) for cell in filled),
        length=sum(map(len, filled)) / max(1, len(filled)),
        words=sum(len(cell.split()) for cell in filled) / max(1, len(filled)),
        of_groups=of_groups,
        values=frozenset(distinct) if len(distinct) <= _FEW else frozenset(),
    )


def _share(hits: Iterable[object]) -> float:
    found = [bool(hit) for hit in hits]
    return sum(found) / len(found) if found else 0.0
