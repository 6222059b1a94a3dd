"""The lines of one file of purchases: numbers and moments typed, words still as they stand.

Words are given their meaning after the lines are grouped, once per order and not once per line. Money is
DECIMAL(18,4), which DuckDB keeps as an int64 of ten-thousandths: exact, and as fast as a float.
"""

from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from segmentation.features.attributes import attributes_told
from segmentation.features.costs import COST_COLUMNS, cost_columns, cost_sql, costed_rows_sql
from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import identifier, named, scan_sql
from segmentation.roles.parse import (
    IDENTITY,
    credible_sql,
    customer_key,
    moment_sql,
    number_sql,
)
from segmentation.roles.rows import STANDING, counted_rows_sql, has_standings

_DISCOUNT_SAMPLE = 1000
AHEAD = timedelta(days=730)
"""What is ordered for a day may be written down so long before; beyond, the year was mistyped."""

# DuckDB's own product of two DECIMAL(18,4) is exact and fast but stops at ten billion; where the factors
# could take it there, one is made wider.
_PRODUCT = """CASE WHEN abs(quantity) < 100_000 AND abs(price) < 100_000
    THEN CAST(quantity * price AS DECIMAL(18,4))
    ELSE CAST(CAST(quantity AS DECIMAL(20,4)) * price AS DECIMAL(18,4)) END"""
# Nearer to nothing: what comes back for a return is less by the discount, too.
_PRODUCT_LESS_DISCOUNT = f"CAST({_PRODUCT} - sign(quantity) * coalesce(discount, 0) AS DECIMAL(18,4))"
_NUMBERS = (
    ("quantity", ColumnRole.QUANTITY),
    ("price", ColumnRole.UNIT_PRICE),
    ("refund", ColumnRole.REFUND),
)
"""What is typed beside what was paid, and the roles that tell it."""
_WORKED_UP = COST_COLUMNS | {"moment", "price", "paid"}
_NO_MONEY = "CAST(NULL AS DECIMAL(18,4))"


def store_lines(
    connection: DuckDBPyConnection,
    understanding: Understanding,
    as_of: date | None,
    today: date,
    listed: frozenset[ColumnRole],
) -> frozenset[str]:
    """Makes the table `lines` of every line that names a customer, up to and including `as_of`.

    Columns: ordered_at, amount and quantity, NULL where unknown; discount and cost if they are told as
    money; and the raw cells of every role that is needed later, as `cell(role)`. `listed` are the roles by
    which `unit_costs` knows articles. Returns the columns that the file could tell.

    Without `as_of`, a day far ahead of `today` is unknown: one slip would make everybody else long gone.
    """
    words = _words(understanding)
    numbers = {**_numbers(connection, understanding), **cost_columns(understanding, listed)}
    told = {**{cell(role): identifier(column) for role, column in words.items()}, **numbers}
    if understanding.completed:
        told[customer_cell(understanding)] = identifier(IDENTITY)
    known = {
        "moment": "CAST(NULL AS TIMESTAMP)",
        "quantity": "CAST(1 AS DECIMAL(18,4))" if "price" in told else _NO_MONEY,
        **told,
    }
    rows = counted_rows_sql(understanding)
    kept = {name: name for name in known if name not in _WORKED_UP}
    kept |= {"ordered_at": _ordered_at(as_of, today), "amount": _amount(told)}
    if cost := cost_sql(told):
        kept["cost"] = cost
    until = f" AND (ordered_at IS NULL OR ordered_at < DATE '{as_of}' + 1)" if as_of else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE lines AS SELECT {named(kept)} "
        f"FROM (SELECT {named(known)} FROM {costed_rows_sql(understanding, rows, listed)}) "
        f"WHERE {customer_cell(understanding)} IS NOT NULL{until}"
    )
    columns = frozenset(kept) & {*told, "cost"}
    _take_back(connection, columns)
    return columns


def _ordered_at(as_of: date | None, today: date) -> str:
    credible = credible_sql("moment")
    return credible if as_of else f"CASE WHEN moment < DATE '{today + AHEAD}' THEN {credible} END"


def cell(role: ColumnRole) -> str:
    """The name of a column of raw cells."""
    return f"cell_{role}"


def customer_role(understanding: Understanding) -> ColumnRole:
    """By which of its columns the file tells its customers apart."""
    key = customer_key(understanding)
    assert key is not None  # a file that names nobody is not understood
    return key[0]


def customer_cell(understanding: Understanding) -> str:
    """The column of raw cells that says who bought."""
    return "cell_identity" if understanding.completed else cell(customer_role(understanding))


def _words(understanding: Understanding) -> dict[ColumnRole, str]:
    """The columns whose cells are kept as they stand."""
    roles = [
        customer_role(understanding),
        ColumnRole.ORDER_ID,
        ColumnRole.PRODUCT,
        ColumnRole.CATEGORY,
        ColumnRole.BRAND,
        *(attribute.role for attribute in attributes_told(understanding)),
    ]
    return {role: column for role in roles if (column := understanding.column(role))}


def _numbers(connection: DuckDBPyConnection, understanding: Understanding) -> dict[str, str]:
    columns = {name: understanding.column(role) for name, role in _NUMBERS} | {"paid": understanding.paid}
    numbers = {name: number_sql(column, understanding.numbers) for name, column in columns.items() if column}
    when = understanding.column(ColumnRole.DATE)
    if when is not None and understanding.date_format is not None:
        numbers["moment"] = moment_sql(when, understanding.date_format)
    if has_standings(understanding):
        numbers["standing"] = STANDING
    return {**numbers, **_discount(connection, understanding)}


def _discount(connection: DuckDBPyConnection, understanding: Understanding) -> dict[str, str]:
    """The discount of a line as a positive amount of money.

    A column with percent signs, or without a value above 1, holds shares; it is left alone.
    """
    column = understanding.column(ColumnRole.DISCOUNT)
    if column is None:
        return {}
    number = number_sql(column, understanding.numbers)
    shares = f"bool_or(contains({identifier(column)}, '%')) OR max(abs({number})) <= 1"
    sample = f"(FROM {scan_sql(understanding.dataset)} LIMIT {_DISCOUNT_SAMPLE})"
    found = connection.execute(f"SELECT {shares} FROM {sample}").fetchone()
    return {"discount": f"abs({number})"} if found == (False,) else {}


def _amount(told: dict[str, str]) -> str:
    """What was paid for the line; what a row of its own pays back is less than nothing."""
    amount = _paid(told)
    if "standing" not in told:
        return amount
    return f"CASE WHEN standing = 'refund' THEN -abs({amount}) ELSE {amount} END"


def _paid(told: dict[str, str]) -> str:
    """As the file has it, else unit price × quantity less the discount."""
    if "paid" in told:
        return "paid"
    if "price" in told:
        return _PRODUCT_LESS_DISCOUNT if "discount" in told else _PRODUCT
    return _NO_MONEY


def _take_back(connection: DuckDBPyConnection, told: frozenset[str]) -> None:
    """Adds a line for every sale that was paid back: in full by its standing, else by the sum refunded."""
    cost = ", {} AS cost" if "cost" in told else ""
    if "standing" in told:
        connection.execute(
            "INSERT INTO lines "
            "SELECT * REPLACE (-amount AS amount, -quantity AS quantity, 'refund' AS standing"
            f"{cost.format('-cost')}) "
            "FROM lines WHERE standing = 'refunded'"
        )
    if "refund" in told:
        # A row of its own for money paid back may tell it here alone.
        in_part = (
            " AND (standing IS NULL OR standing = 'refunded' AND amount = 0)" if "standing" in told else ""
        )
        back = "CASE WHEN abs(refund) >= amount THEN -{} ELSE 0 END"
        connection.execute(
            "INSERT INTO lines SELECT * REPLACE (-abs(refund) AS amount, "
            f"{back.format('quantity')} AS quantity{cost.format(back.format('cost'))}) "
            f"FROM lines WHERE refund <> 0{in_part}"
        )
