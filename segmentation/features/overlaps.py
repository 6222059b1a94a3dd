"""Exports with the same columns, sent month by month: where they overlap, an order counts once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from segmentation.features.attributes import ATTRIBUTES
from segmentation.features.receipts import SUMS, has_order_keys, of_groups
from segmentation.model.roles import Understanding

_NUMBERED = """
* REPLACE (concat_ws('/', ordered_at, amount, row_number() OVER (
    PARTITION BY customer, ordered_at, amount
)) AS order_key)
"""
"""Where every line is an order, it is known by what it says; the second that says the same is another."""


def join_exports(
    connection: DuckDBPyConnection, files: Sequence[Understanding], told: Sequence[frozenset[str]]
) -> None:
    """Of the `files` with the same columns, puts all receipts into the table of the first.

    What has the same key, day and figures in two of them is one order; what differs on the same day is
    added up. The same key on another day is another order: numbers may begin anew each year. `told` are
    the columns of each file's receipts.
    """
    alike: Mapping[str | None, list[int]] = defaultdict(list)
    for number, understanding in enumerate(files):
        alike[understanding.dataset.header].append(number)
    for header, numbers in alike.items():
        if header is not None and len(numbers) > 1:
            _join(connection, files, told, numbers)


def _join(
    connection: DuckDBPyConnection,
    files: Sequence[Understanding],
    told: Sequence[frozenset[str]],
    numbers: Sequence[int],
) -> None:
    receipts = " UNION ALL BY NAME ".join(_of_file(files[each], told[each], each) for each in numbers)
    known = frozenset[str]().union(*(told[each] for each in numbers))
    figures = ", ".join(each.name for each in SUMS if each.name in known)
    attributes = [f"max({each.name}) AS {each.name}" for each in ATTRIBUTES if each.name in known]
    first, *others = numbers
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE receipts_{first} AS SELECT customer, {first} AS file, "
        "concat_ws(' ', order_key, CAST(ordered_at AS DATE)) AS order_key, "
        f"{', '.join([figures, *attributes])} FROM ({receipts}) GROUP BY customer, order_key, {figures}"
    )
    for other in others:
        connection.execute(f"DELETE FROM receipts_{other}")


def _of_file(understanding: Understanding, told: frozenset[str], number: int) -> str:
    """One row per order of the file."""
    rows = "*" if has_order_keys(understanding) else _NUMBERED
    return (
        f"SELECT customer, order_key, {of_groups(told)} "
        f"FROM (SELECT {rows} FROM receipts_{number}) GROUP BY customer, order_key"
    )
