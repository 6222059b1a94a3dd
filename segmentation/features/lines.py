"""Files of purchases as one table of typed lines.

Money stays DECIMAL(18,4) in DuckDB, which is an int64 of ten-thousandths: exact, and as fast as a float.
"""

from collections.abc import Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from segmentation.features.attributes import attribute_columns
from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import identifier, scan_sql
from segmentation.roles.parse import customer_key_sql, date_sql, key_sql, number_sql

_DISCOUNT_SAMPLE = 1000

# DuckDB's own product of two DECIMAL(18,4) is exact and fast but stops at ten billion; where the factors
# could take it there, one is made wider.
_PRODUCT = """CASE WHEN abs(quantity) < 100_000 AND abs(price) < 100_000
    THEN CAST(quantity * price AS DECIMAL(18,4))
    ELSE CAST(CAST(quantity AS DECIMAL(20,4)) * price AS DECIMAL(18,4)) END"""
# Nearer to nothing: what comes back for a return is less by the discount, too.
_PRODUCT_LESS_DISCOUNT = f"CAST({_PRODUCT} - sign(quantity) * coalesce(discount, 0) AS DECIMAL(18,4))"

_DAY_AS_KEY = "CAST(CAST(ordered_at AS DATE) AS VARCHAR)"
_NO_MONEY = "CAST(NULL AS DECIMAL(18,4))"


def store_lines(
    connection: DuckDBPyConnection, understandings: Sequence[Understanding], as_of: date | None
) -> frozenset[str]:
    """Makes the table `lines` of every line with a known customer, up to and including `as_of`.

    Always there: customer, order_key (NULL where a line is an order by itself), and, NULL where unknown,
    ordered_at, amount and quantity. Returned: the columns that at least one of the files can tell.
    """
    cells = [_cells(connection, understanding) for understanding in understandings]
    selects = [
        _select(told, understanding, str(number) if len(cells) > 1 else "", as_of)
        for number, (told, understanding) in enumerate(zip(cells, understandings, strict=True))
    ]
    connection.execute(f"CREATE TEMP TABLE lines AS {' UNION ALL BY NAME '.join(selects)}")
    return frozenset(name for told in cells for name in told)


def _cells(connection: DuckDBPyConnection, understanding: Understanding) -> dict[str, str]:
    """What the file tells about each line: SQL by name."""
    cells = attribute_columns(understanding)
    when = understanding.column(ColumnRole.DATE)
    if when is not None and understanding.date_format is not None:
        cells["ordered_at"] = date_sql(when, understanding.date_format)
    order_id = understanding.column(ColumnRole.ORDER_ID)
    if order_id is not None:
        cells["order_id"] = key_sql(order_id)
    for name, role in (("product", ColumnRole.PRODUCT), ("category", ColumnRole.CATEGORY)):
        if column := understanding.column(role):
            cells[name] = f"nullif(trim({identifier(column)}), '')"
    return {**cells, **_number_cells(understanding), **_discount_cell(connection, understanding)}


def _number_cells(understanding: Understanding) -> dict[str, str]:
    roles = {"quantity": ColumnRole.QUANTITY, "price": ColumnRole.UNIT_PRICE, "paid": ColumnRole.AMOUNT}
    columns = {name: understanding.column(role) for name, role in roles.items()}
    return {name: number_sql(column, understanding.numbers) for name, column in columns.items() if column}


def _discount_cell(connection: DuckDBPyConnection, understanding: Understanding) -> dict[str, str]:
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


def _select(cells: dict[str, str], understanding: Understanding, file: str, as_of: date | None) -> str:
    known = {
        "ordered_at": "CAST(NULL AS TIMESTAMP)",
        "quantity": "CAST(1 AS DECIMAL(18,4))" if "price" in cells else _NO_MONEY,
        "customer": customer_key_sql(understanding),
        **cells,
    }
    inner = ", ".join(f"{sql} AS {name}" for name, sql in known.items())
    dropped = [name for name in ("order_id", "price", "paid") if name in cells]
    rest = f"* EXCLUDE ({', '.join(dropped)})" if dropped else "*"
    key = _order_key(cells)
    # Two files may use the same order ids for different orders.
    key = f"'{file}:' || {key}" if file else key
    until = f" AND (ordered_at IS NULL OR ordered_at < DATE '{as_of}' + 1)" if as_of else ""
    return (
        f"SELECT {rest}, {_amount(cells)} AS amount, {key} AS order_key "
        f"FROM (SELECT {inner} FROM {scan_sql(understanding.dataset)}) WHERE customer IS NOT NULL{until}"
    )


def _order_key(cells: dict[str, str]) -> str:
    """The order's id; else the day, as one customer's lines of a day are one order.

    In a file with neither order ids nor goods every line is an order.
    """
    if "order_id" in cells:
        return f"coalesce(order_id, {_DAY_AS_KEY})"
    return _DAY_AS_KEY if cells.keys() & {"product", "quantity"} else "CAST(NULL AS VARCHAR)"


def _amount(cells: dict[str, str]) -> str:
    """What was paid for the line: as the file has it, else unit price × quantity less the discount."""
    if "paid" in cells:
        return "paid"
    if "price" in cells:
        return _PRODUCT_LESS_DISCOUNT if "discount" in cells else _PRODUCT
    return _NO_MONEY
