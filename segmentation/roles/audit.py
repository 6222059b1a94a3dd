"""One look at the whole file: how much of it can be used, and what is set aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from segmentation.model.dataset import Example, ImportIssue
from segmentation.model.roles import ColumnRole, Standing, Understanding
from segmentation.reading.scan import (
    connect,
    identifier,
    keep_second_choices_last,
    literal,
    scan_sql,
)
from segmentation.roles.parse import (
    NOBODY,
    credible_sql,
    customer_column,
    customer_key_sql,
    moment_sql,
    number_sql,
    trimmed_sql,
)
from segmentation.roles.rows import NAMELESS, STANDING, counts_sql, has_standings, rows_sql

NUMERIC = (
    ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL,
    ColumnRole.DISCOUNT, ColumnRole.REFUND, ColumnRole.ORDER_COUNT, ColumnRole.TOTAL_SPENT, ColumnRole.INCOME,
)  # fmt: skip
_SIGNED = (ColumnRole.QUANTITY, ColumnRole.UNIT_PRICE, ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL)
_TOLD = {
    Standing.VOID: "cancelled_orders",
    Standing.UNPAID: "unpaid_orders",
    Standing.TEST: "test_orders",
    Standing.OUTSIDE: "no_sales",
    Standing.REPEATED: "repeated_rows",
    Standing.REFUNDED: "refunded_orders",
    Standing.REFUND: "refund_rows",
}
_EXAMPLES = 3
_EXAMPLE_LENGTH = 120
_ROW, _MOMENT, _CUSTOMER = (
    identifier(f"{name} of ours \x1f") for name in ("row number", "moment", "customer")
)
"""Names that no column of a file has."""


@dataclass(frozen=True, slots=True)
class Audit:
    rows: int
    customers: int
    first_date: date | None
    last_date: date | None
    set_aside: tuple[ImportIssue, ...]

    @property
    def nameless(self) -> int:
        """Rows that name no customer."""
        return sum(issue.rows for issue in self.set_aside if issue.code == "no_customer")


@dataclass(frozen=True, slots=True)
class _Check:
    """A kind of row to be counted: its issue and the column shown as example."""

    code: str
    column: str | None
    row: str
    """SQL about the cells and values of a row."""
    customer: str = "true"
    """SQL about the row's customer alone."""


def audit(understanding: Understanding) -> Audit:
    """Counts over all rows, with up to three examples of every kind of row that is set aside."""
    checks = tuple(_checks(understanding))
    with connect() as connection:
        keep_second_choices_last(connection)
        rows, customers, first, last, counts = _counted(connection, understanding, checks)
        issues = tuple(
            ImportIssue(
                check.code, count, _examples(connection, understanding, check, _EXAMPLES), check.column
            )
            for check, count in zip(checks, counts, strict=True)
            if count
        )
    return Audit(rows, customers, _day(first), _day(last), issues)


def findings(understanding: Understanding, most: int) -> tuple[ImportIssue, ...]:
    """What is set aside with up to `most` rows of each kind as examples."""
    counts = {(issue.code, issue.column): issue.rows for issue in understanding.set_aside}
    with connect() as connection:
        return tuple(
            ImportIssue(check.code, count, _examples(connection, understanding, check, most), check.column)
            for check in _checks(understanding)
            if (count := counts.get((check.code, check.column)))
        )


def _checks(understanding: Understanding) -> Iterator[_Check]:
    yield _Check("no_customer", None, "true", f"{_CUSTOMER} IS NULL")
    if understanding.each_row:
        yield _Check("each_row_a_person", None, "true", f"{_CUSTOMER} IS NOT NULL")
    if understanding.completed and understanding.kind.lists_purchases:
        yield _Check("customer_completed", None, NAMELESS, f"{_CUSTOMER} IS NOT NULL")
    if returned := _returned(understanding):
        condition = f"({returned}) AND {counts_sql(understanding)}"
        yield _Check("cancellations", None, condition, f"{_CUSTOMER} IS NOT NULL")
    if has_standings(understanding):
        for standing, code in _TOLD.items():
            yield _Check(code, None, f"{STANDING} = '{standing}'")
    when = understanding.column(ColumnRole.DATE)
    if when is not None and understanding.date_format is not None:
        yield _unreadable("unreadable_date", when, _MOMENT)
    for role in NUMERIC:
        column = understanding.column(role)
        if column is not None:
            yield _unreadable("unreadable_number", column, _number(role))


def _returned(understanding: Understanding) -> str:
    """Lines of which the quantity or the money is negative."""
    if not understanding.kind.lists_purchases:
        return ""
    return " OR ".join(f"{_number(role)} < 0" for role in _SIGNED if understanding.column(role))


def _unreadable(code: str, column: str, value: str) -> _Check:
    nothing = ", ".join(map(literal, NOBODY))
    return _Check(
        code,
        column,
        f"CASE WHEN {value} IS NULL THEN lower({trimmed_sql(identifier(column))}) NOT IN ({nothing}) END",
        # What names nobody counts nowhere and is told as that: once is enough.
        f"{_CUSTOMER} IS NOT NULL",
    )


def _rows(understanding: Understanding, *, is_numbered: bool = False) -> str:
    """The rows of the file with their values beside the cells: each is worked out once."""
    numbered = f"(SELECT *, row_number() OVER () AS {_ROW} FROM {scan_sql(understanding.dataset)})"
    numbers = {role: understanding.column(role) for role in NUMERIC}
    values = [
        f"{number_sql(column, understanding.numbers)} AS {_number(role)}"
        for role, column in numbers.items()
        if column
    ]
    return (
        f"(SELECT * REPLACE ({credible_sql(_MOMENT)} AS {_MOMENT}) FROM "
        f"(SELECT *, {', '.join([*values, f'{_moment(understanding)} AS {_MOMENT}'])} "
        f"FROM {rows_sql(understanding, numbered if is_numbered else None)}))"
    )


def _counted(
    connection: DuckDBPyConnection, understanding: Understanding, checks: Sequence[_Check]
) -> tuple[int, int, datetime | None, datetime | None, tuple[int, ...]]:
    """Rows, customers, first and last moment of theirs, and how many rows each check finds."""
    figures = [
        "coalesce(sum(counted), 0)",
        f"count(DISTINCT {_CUSTOMER}) FILTER (used > 0)",
        f"min(earliest) FILTER ({_CUSTOMER} IS NOT NULL)",
        f"max(latest) FILTER ({_CUSTOMER} IS NOT NULL)",
        *(f"coalesce(sum(found_{n}) FILTER ({check.customer}), 0)" for n, check in enumerate(checks)),
    ]
    grouped = _known_by(understanding, _grouped(understanding, checks))
    query = f"SELECT {', '.join(figures)} FROM {grouped}"
    [(rows, customers, first, last, *found)] = connection.execute(query).fetchall()
    return int(rows), customers, first, last, tuple(map(int, found))


def _grouped(understanding: Understanding, checks: Sequence[_Check]) -> str:
    """The counts by the cell that names a customer, so that what it means is worked out once."""
    column, used = customer_column(understanding), counts_sql(understanding)
    assert column is not None  # nothing is audited without
    who = identifier(column)
    counts = [f"count(*) FILTER ({check.row}) AS found_{n}" for n, check in enumerate(checks)]
    return (
        f"SELECT {who}, count(*) AS counted, count(*) FILTER ({used}) AS used, "
        f"min({_MOMENT}) FILTER ({used}) AS earliest, max({_MOMENT}) FILTER ({used}) AS latest, "
        f"{', '.join(counts)} FROM {_rows(understanding)} GROUP BY {who}"
    )


def _known_by(understanding: Understanding, rows: str) -> str:
    """The rows with what their customer's cell means."""
    return f"(SELECT *, {customer_key_sql(understanding)} AS {_CUSTOMER} FROM ({rows}))"


def _moment(understanding: Understanding) -> str:
    when = understanding.column(ColumnRole.DATE)
    if when is None or understanding.date_format is None:
        return "CAST(NULL AS TIMESTAMP)"
    return moment_sql(when, understanding.date_format)


def _number(role: ColumnRole) -> str:
    return identifier(f"number of ours: {role} \x1f")


def _examples(
    connection: DuckDBPyConnection, understanding: Understanding, check: _Check, most: int
) -> tuple[Example, ...]:
    """The first rows a check finds, numbered as the owner's spreadsheet does."""
    dataset = understanding.dataset
    shown = [check.column] if check.column else list(dataset.columns)
    text = f"concat_ws(', ', {', '.join(map(identifier, shown))})"
    found_where = f"({check.row}) AND ({check.customer})"
    rows = _known_by(understanding, f"FROM {_rows(understanding, is_numbered=True)}")
    # Rows come in the order of the file, so that the search can stop at the last one wanted.
    query = f"SELECT {_ROW}, {text} FROM {rows} WHERE {found_where} LIMIT {most}"
    found = connection.execute(query).fetchall()
    return tuple(Example(dataset.first_row + row - 1, cells[:_EXAMPLE_LENGTH]) for row, cells in found)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
