"""Reports that name a group once, above its rows, and sum it up there or below: each row gets the name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isclose

from segmentation.reading.cell_types import is_text
from segmentation.reading.records import Record

_FEWEST = 2
_MOST = 0.8
"""Share of the rows that must lie in groups."""
_ADD_UP = 0.9
"""Share of the groups whose figures must be the sum of those below."""
_NO_FIGURE = re.compile(r"[^\d.,-]")
_DECIMAL = re.compile(r"[.,](\d{1,2})$")


@dataclass(frozen=True, slots=True)
class Ungrouped:
    """Headings and rows, the name of the group in the first cell; and the rows that named and summed up."""

    body: list[Record]
    set_aside: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    first: int
    """Index of its first row; the one before it names the group."""
    end: int
    """Index after its last row."""


def ungrouped(body: Sequence[Record]) -> Ungrouped:
    """The records of a table as a plain list; as they are where they are not grouped."""
    groups = _closed(body) or _summed_above(body)
    inside = sum(group.end - group.first for group in groups)
    if len(groups) < _FEWEST or inside < _MOST * (len(body) - 2 * len(groups) - 1):
        return Ungrouped(list(body))
    has_room = not any(body[at].cells[0].strip() for group in groups for at in range(group.first, group.end))
    names = {at: group.name for group in groups for at in range(group.first, group.end)}
    told = {at for group in groups for at in (group.first - 1, group.end) if at < len(body)}
    plain = [
        record if has_room and at not in names else _named(names.get(at, ""), record, in_place=has_room)
        for at, record in enumerate(body)
        if at not in told
    ]
    return Ungrouped(plain, tuple(body[at] for at in sorted(told)))


def _named(name: str, record: Record, *, in_place: bool = False) -> Record:
    return replace(record, cells=(name, *(record.cells[1:] if in_place else record.cells)))


def _closed(body: Sequence[Record]) -> list[_Group]:
    """Groups between a row that is but a name and one that has the name with a word for totals."""
    groups: list[_Group] = []
    begun: tuple[str, int] | None = None
    for at, record in enumerate(body):
        label = record.cells[0].strip() if record.cells else ""
        if record.filled == 1 and is_text(label):
            begun = (label, at + 1)
        elif begun and begun[0] in label and begun[0] != label:
            groups.append(_Group(*begun, at))
            begun = None
    return groups


def _summed_above(body: Sequence[Record]) -> list[_Group]:
    """Groups below a row with their name and their sums; the first cell of their own rows is empty."""
    heads = [at for at in range(1, len(body)) if body[at].cells[0].strip()]
    groups = [
        _Group(body[at].cells[0].strip(), at + 1, end)
        for at, end in zip(heads, [*heads[1:], len(body)], strict=False)
    ]
    if any(group.first == group.end or not is_text(group.name) for group in groups):
        return []
    return groups if sum(_adds_up(body, group) for group in groups) >= _ADD_UP * len(groups) else []


def _adds_up(body: Sequence[Record], group: _Group) -> bool:
    """Whether the row above says less than its rows do, and what figures it has are their sums."""
    head, rows = body[group.first - 1], body[group.first : group.end]
    if not any(all(row.cells[at].strip() for row in rows) for at in _blank(head, rows)):
        return False
    sums = [
        (own, sum(_figure(row.cells[at]) or 0 for row in rows))
        for at in range(1, min(len(record.cells) for record in (head, *rows)))
        if (own := _figure(head.cells[at])) is not None
    ]
    return bool(sums) and any(isclose(own, below, abs_tol=0.01) for own, below in sums)


def _blank(head: Record, rows: Sequence[Record]) -> Iterator[int]:
    """Where the row above is empty."""
    width = min(len(record.cells) for record in (head, *rows))
    return (at for at in range(1, width) if not head.cells[at].strip())


def _figure(cell: str) -> float | None:
    """A number in any style; three digits behind a separator are thousands."""
    digits = _NO_FIGURE.sub("", cell)
    cents = _DECIMAL.search(digits)
    whole = re.sub("[.,]", "", digits[: cents.start()] if cents else digits)
    try:
        return float(f"{whole}.{cents[1]}" if cents else whole)
    except ValueError:
        return None
