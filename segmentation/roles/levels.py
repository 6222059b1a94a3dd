"""Exports that tell each order several times: as a whole, line by line, and once more as it was paid."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from segmentation.model.roles import ColumnRole, Standing, Understanding
from segmentation.reading.scan import connect, identifier
from segmentation.roles.parse import number_sql
from segmentation.roles.rows import rows_sql
from segmentation.roles.standings import word_sql

_ALIKE = 0.95
"""Share of the orders in which two kinds of rows come to the same, from which one repeats the other."""
_ENOUGH = 3
"""Orders with both kinds; of fewer it may be chance."""


def told_once(draft: Understanding) -> Understanding:
    """The draft with the kinds of rows set aside that only sum up rows of another kind."""
    order, paid = draft.column(ColumnRole.ORDER_ID), draft.paid
    if order is None or paid is None or not draft.kind.lists_purchases:
        return draft
    standings = dict(draft.standings)
    for kinds in draft.columns(ColumnRole.ENTRY_TYPE):
        if _several_in_an_order(draft, order, kinds):
            repeated = dict.fromkeys(_repeated(draft, order, kinds, paid), Standing.REPEATED)
            standings[kinds] = {**repeated, **standings.get(kinds, {})}
    told: Mapping[str, Mapping[str, Standing]] = {
        column: words for column, words in standings.items() if words
    }
    return replace(draft, standings=told)


def _several_in_an_order(draft: Understanding, order: str, kinds: str) -> bool:
    """Told by the sample."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for key, kind in zip(draft.dataset.cells(order), draft.dataset.cells(kinds), strict=True):
        seen[key].add(kind)
    return sum(len(each) > 1 for key, each in seen.items() if key) >= _ENOUGH


def _repeated(draft: Understanding, order: str, kinds: str, paid: str) -> Iterator[str]:
    """Of two kinds that come to the same in nearly all orders, the one with fewer rows."""
    sums = (
        f"SELECT {identifier(order)} AS of_order, {word_sql(kinds)} AS kind, "
        f"count(*) AS lines, sum({number_sql(paid, draft.numbers)}) AS total FROM {rows_sql(draft)} "
        "WHERE of_order IS NOT NULL AND kind IS NOT NULL GROUP BY ALL HAVING total <> 0"
    )
    query = (
        f"WITH sums AS ({sums}) SELECT CASE WHEN sum(a.lines) < sum(b.lines) THEN a.kind ELSE b.kind END "
        "FROM sums AS a JOIN sums AS b ON a.of_order = b.of_order AND a.kind < b.kind "
        f"GROUP BY a.kind, b.kind HAVING count(*) >= {_ENOUGH} "
        f"AND count(*) FILTER (a.total = b.total) > {_ALIKE} * count(*)"
    )
    with connect() as connection:
        yield from (kind for (kind,) in connection.execute(query).fetchall())
