"""Whether rows lack what their other cells, or other rows, say of the same order or the same customer."""

from collections import Counter
from collections.abc import Iterator

from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import connect, identifier, scan_sql
from segmentation.roles.parse import (
    GUEST,
    NOBODY,
    customer_key,
    customer_part_sql,
    further_keys,
    own_key_sql,
)

_NEARLY_ALL = 0.9
_TELLING = 20
"""So many orders of several lines, or rows without a customer, none with a gap, speak for the file."""


def has_gaps(draft: Understanding) -> bool:
    """Told by the sample: exports that leave out do so from the first pages on."""
    found = customer_key(draft)
    if found is None:
        return False
    key = _named(draft, found[1])
    further = [_cells(draft, told) for told in further_keys(draft).values()]
    if any(not who and any(others) for who, *others in zip(key, *further, strict=True)):
        return True
    when = draft.column(ColumnRole.DATE)
    if any(_differs_in_orders(draft, cells) for cells in (key, _cells(draft, when) if when else ())):
        return True
    return any(_heads_orders(draft, _cells(draft, column)) for column in draft.columns(ColumnRole.STATUS))


def has_gaps_further_on(draft: Understanding) -> bool:
    """Of a file with rows that name no customer: told by all of it, where the sample cannot tell.

    It is shuffled, so that the lines of an order stand apart, or its guests came later.
    """
    found = customer_key(draft)
    if found is None:
        return False
    with connect() as connection:
        return any(connection.execute(search).fetchone() for search in _searches(draft, *found))


def _searches(draft: Understanding, role: ColumnRole, column: str) -> Iterator[str]:
    """Queries that find a row where there is a gap: of somebody known otherwise, in an order."""
    key, scan = own_key_sql(draft, column, role), scan_sql(draft.dataset)
    further = [customer_part_sql(told, each) for each, told in further_keys(draft).items()]
    if further and _named(draft, column).count("") < _TELLING:
        known = f"coalesce({', '.join(further)}) IS NOT NULL"
        yield f"SELECT 1 FROM {scan} WHERE {key} IS NULL AND {known} LIMIT 1"
    order = draft.column(ColumnRole.ORDER_ID)
    if order is not None and _orders_of_several_lines(draft, order) < _TELLING:
        yield (
            f"SELECT 1 FROM {scan} WHERE {identifier(order)} IS NOT NULL GROUP BY {identifier(order)} "
            f"HAVING count({key}) BETWEEN 1 AND count(*) - 1 LIMIT 1"
        )


def _differs_in_orders(draft: Understanding, cells: tuple[str, ...]) -> bool:
    """Whether some rows of an order have the cell filled and others not."""
    order = draft.column(ColumnRole.ORDER_ID)
    if order is None or all(cells):
        return False
    pairs = {
        (number, bool(cell)) for number, cell in zip(_cells(draft, order), cells, strict=False) if number
    }
    return len(pairs) > len({number for number, _ in pairs})


def _heads_orders(draft: Understanding, cells: tuple[str, ...]) -> bool:
    """Whether orders say it on the first of their lines alone: of a whole, not of a line that came back."""
    order = draft.column(ColumnRole.ORDER_ID)
    if order is None or all(cells):
        return False
    said: dict[str, list[bool]] = {}
    for number, cell in zip(_cells(draft, order), cells, strict=True):
        said.setdefault(number, []).append(bool(cell))
    several = [lines for number, lines in said.items() if number and len(lines) > 1]
    heads = sum(lines[0] and not any(lines[1:]) for lines in several)
    return bool(several) and heads >= _NEARLY_ALL * len(several)


def _orders_of_several_lines(draft: Understanding, order: str) -> int:
    return sum(lines > 1 for number, lines in Counter(_cells(draft, order)).items() if number)


def _named(draft: Understanding, column: str) -> tuple[str, ...]:
    """The cells that say who the customer is, empty where that is nobody, or a guest."""
    nobody = {*NOBODY, *((GUEST,) if draft.kind.lists_purchases else ())}
    return tuple("" if cell.lower() in nobody else cell for cell in _cells(draft, column))


def _cells(draft: Understanding, column: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in draft.dataset.cells(column))
