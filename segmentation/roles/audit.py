"""One look at the whole file: how much of it can be used, and what is set aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from segmentation.model.dataset import Example, ImportIssue
from segmentation.model.roles import ColumnRole, TableKind, Understanding
from segmentation.reading.scan import connect, identifier, literal, scan_sql
from segmentation.roles.parse import NOBODY, customer_key_sql, date_sql, number_sql

NUMERIC = (
    ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.AMOUNT, ColumnRole.DISCOUNT,
    ColumnRole.ORDER_COUNT, ColumnRole.TOTAL_SPENT, ColumnRole.INCOME,
)  # fmt: skip
_SIGNED = (ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.AMOUNT)
_EXAMPLES = 3
_EXAMPLE_LENGTH = 120
_ROW = "row number of ours \x1f"
"""A name that no column of a file has."""


@dataclass(frozen=True, slots=True)
class Audit:
    rows: int
    customers: int
    first_date: date | None
    last_date: date | None
    set_aside: tuple[ImportIssue, ...]


@dataclass(frozen=True, slots=True)
class _Check:
    """A kind of row to be counted: its issue, the column shown as example, and the condition as SQL."""

    code: str
    column: str | None
    condition: str


def readable_dates(understanding: Understanding, formats: Sequence[str]) -> tuple[int, ...]:
    """For each format, how many cells of the DATE column are dates in it."""
    column = understanding.column(ColumnRole.DATE)
    if column is None:
        return (0,) * len(formats)
    counts = ", ".join(f"count({date_sql(column, format_)})" for format_ in formats)
    with connect() as connection:
        [found] = connection.execute(f"SELECT {counts} FROM {scan_sql(understanding.dataset)}").fetchall()
    return tuple(found)


def audit(understanding: Understanding) -> Audit:
    """Counts over all rows, with up to three examples of every kind of row that is set aside."""
    checks = tuple(_checks(understanding))
    with connect() as connection:
        rows, customers, first, last, counts = _counted(connection, understanding, checks)
        issues = tuple(
            ImportIssue(check.code, count, _examples(connection, understanding, check), check.column)
            for check, count in zip(checks, counts, strict=True)
            if count
        )
    return Audit(rows, customers, _day(first), _day(last), issues)


def _checks(understanding: Understanding) -> Iterator[_Check]:
    key = customer_key_sql(understanding)
    yield _Check("no_customer", None, f"({key}) IS NULL")
    if returned := _returned(understanding):
        yield _Check("cancellations", None, f"({returned}) AND ({key}) IS NOT NULL")
    when = understanding.column(ColumnRole.DATE)
    if when is not None and understanding.date_format is not None:
        yield _unreadable("unreadable_date", when, date_sql(when, understanding.date_format))
    for role in NUMERIC:
        column = understanding.column(role)
        if column is not None:
            yield _unreadable("unreadable_number", column, number_sql(column, understanding.numbers))


def _returned(understanding: Understanding) -> str:
    """Lines of which the quantity or the money is negative."""
    if understanding.kind is not TableKind.ORDER_LINES:
        return ""
    columns = [understanding.column(role) for role in _SIGNED]
    return " OR ".join(f"{number_sql(column, understanding.numbers)} < 0" for column in columns if column)


def _unreadable(code: str, column: str, value: str) -> _Check:
    nothing = ", ".join(map(literal, NOBODY))
    cell = f"CASE WHEN ({value}) IS NULL THEN lower(trim({identifier(column)})) END"
    return _Check(code, column, f"{cell} NOT IN ({nothing})")


def _counted(
    connection: DuckDBPyConnection, understanding: Understanding, checks: Sequence[_Check]
) -> tuple[int, int, datetime | None, datetime | None, tuple[int, ...]]:
    """Rows, customers, first and last moment of theirs, and how many rows each check finds."""
    key, moment = customer_key_sql(understanding), _moment(understanding)
    figures = [
        "count(*)",
        f"count(DISTINCT {key})",
        f"min({moment}) FILTER (({key}) IS NOT NULL)",
        f"max({moment}) FILTER (({key}) IS NOT NULL)",
        *(f"count(*) FILTER ({check.condition})" for check in checks),
    ]
    query = f"SELECT {', '.join(figures)} FROM {scan_sql(understanding.dataset)}"
    [(rows, customers, first, last, *counts)] = connection.execute(query).fetchall()
    return rows, customers, first, last, tuple(counts)


def _moment(understanding: Understanding) -> str:
    when = understanding.column(ColumnRole.DATE)
    if when is None or understanding.date_format is None:
        return "CAST(NULL AS TIMESTAMP)"
    return date_sql(when, understanding.date_format)


def _examples(
    connection: DuckDBPyConnection, understanding: Understanding, check: _Check
) -> tuple[Example, ...]:
    """The first rows a check finds, numbered as the owner's spreadsheet does."""
    dataset = understanding.dataset
    shown = [check.column] if check.column else list(dataset.columns)
    text = f"concat_ws(', ', {', '.join(map(identifier, shown))})"
    numbered = f"SELECT *, row_number() OVER () AS {identifier(_ROW)} FROM {scan_sql(dataset)}"
    query = f"SELECT {identifier(_ROW)}, {text} FROM ({numbered}) WHERE {check.condition} LIMIT {_EXAMPLES}"
    found = connection.execute(query).fetchall()
    return tuple(Example(dataset.first_row + row - 1, cells[:_EXAMPLE_LENGTH]) for row, cells in found)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
