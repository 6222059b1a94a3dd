"""The lines of a file, grouped: what each order and each customer's goods come to.

What a cell means is worked out once per different cell or once per group, never once per line. Two cells
may turn out to mean the same order (`17850` and `17850.0`), so receipts are grouped again.
"""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from segmentation.features.attributes import ATTRIBUTES, attributes_told, text_sql
from segmentation.features.lines import cell, customer_cell
from segmentation.features.registers import NAMES, enter
from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import identifier, named
from segmentation.roles.parse import customer_column, customer_key_sql, key_sql

GOODS = {
    "product": ColumnRole.PRODUCT,
    "category": ColumnRole.CATEGORY,
    "brand": ColumnRole.BRAND,
}


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of an order: over its lines, and over groups of its lines."""

    name: str
    of_lines: str
    of_groups: str
    needs: str | None = None
    """A column of lines, without which it is left out."""


SUMS = (
    Sum("ordered_at", "min(ordered_at)", "min(ordered_at)"),
    Sum("amount", "sum(amount)", "CAST(sum(amount) AS DECIMAL(18,4))"),
    Sum("cancelled", "sum(amount) FILTER (amount < 0)", "CAST(coalesce(sum(cancelled), 0) AS DECIMAL(18,4))"),
    Sum("quantity", "sum(quantity)", "sum(quantity)"),
    Sum("lines", "count(*)", "sum(lines)", needs=cell(ColumnRole.PRODUCT)),
    Sum("discount", "sum(discount)", "sum(discount)", needs="discount"),
    Sum("cost", "sum(cost)", "sum(cost)", needs="cost"),
    Sum(
        "goods",
        "coalesce(bit_or(held) FILTER (coalesce(amount >= 0, true)), CAST(0 AS UBIGINT))",
        "bit_or(goods)",
        needs="goods",
    ),
    Sum("costed", "sum(amount) FILTER (cost IS NOT NULL)", "sum(costed)", needs="cost"),
)
_OF_WHOLE_ORDERS = {
    "cost": "CASE WHEN count(cost) = count(*) THEN sum(cost) END",
    "costed": "CASE WHEN count(cost) = count(*) THEN sum(amount) END",
}
"""Where the money stands on one line of an order, its goods on all, the cost of each must be known."""


def store_buyers(connection: DuckDBPyConnection, understanding: Understanding) -> None:
    """Enters the customers of `lines` into the register `names`; who is nobody is left out."""
    column = customer_cell(understanding)
    called = identifier(customer_column(understanding) or column)
    enter(connection, NAMES, column, customer_key_sql(understanding), called)


def store_receipts(
    connection: DuckDBPyConnection,
    understanding: Understanding,
    lines: frozenset[str],
    number: int,
    considered: str | None,
) -> frozenset[str]:
    """Makes `receipts_<number>` from `lines`, whose columns are told, and returns its own columns.

    One row, or a few, per customer and order_key: the figures of SUMS and the attributes. `considered` is
    the one of GOODS of which some are considered.
    """
    lines = lines | {"goods"} if considered else lines
    attributes = attributes_told(understanding)
    sums = [each for each in SUMS if each.needs is None or each.needs in lines]
    keys = _keys(understanding)
    inner = [
        *(f"{sql} AS {name}" for name, sql in keys.items()),
        *(f"{_of_lines(each, understanding)} AS {each.name}" for each in sums),
        *(f"max({cell(each.role)}) AS {cell(each.role)}" for each in attributes),
    ]
    outer = {
        "customer": "customer",
        "file": str(number),
        "order_key": _order_key(understanding),
        **{each.name: each.name for each in sums},
        **{each.name: each.sql(cell(each.role), understanding) for each in attributes},
    }
    connection.execute(
        f"CREATE TEMP TABLE receipts_{number} AS SELECT {named(outer)} FROM ("
        f"SELECT {', '.join(inner)} FROM lines "
        f"JOIN {NAMES}_cells AS names ON names.cell = {customer_cell(understanding)} "
        f"{_considered(considered)}GROUP BY {', '.join(keys.values())})"
    )
    return frozenset(outer)


def _considered(goods: str | None) -> str:
    if goods is None:
        return ""
    return f"LEFT JOIN considered_cells AS considered ON considered.cell = {cell(GOODS[goods])} "


def store_goods(connection: DuckDBPyConnection, understanding: Understanding, number: int) -> frozenset[str]:
    """Makes `<name>_<number>` for each of the GOODS the file tells, and returns their names.

    One row per customer and product: value (an id in the register <name>), how often it was bought, and
    the latest time.
    """
    told = frozenset(name for name, role in GOODS.items() if understanding.column(role))
    for name in told:
        goods = cell(GOODS[name])
        enter(connection, name, goods, text_sql(goods, understanding), called=goods)
        # Money back says nothing about what someone likes to buy.
        connection.execute(
            f"CREATE TEMP TABLE {name}_{number} AS "
            "SELECT names.id AS customer, goods.id AS value, count(*) AS often, max(ordered_at) AS latest "
            f"FROM lines JOIN {NAMES}_cells AS names ON names.cell = {customer_cell(understanding)} "
            f"JOIN {name}_cells AS goods ON goods.cell = {goods} "
            "WHERE coalesce(amount >= 0, true) GROUP BY ALL"
        )
    return told


def of_groups(told: frozenset[str]) -> str:
    """Figures and attributes of groups of receipts that have the columns `told`, to put after SELECT."""
    sums = {each.name: each.of_groups for each in SUMS}
    attributes = {each.name: f"max({each.name})" for each in ATTRIBUTES}
    return named({name: sql for name, sql in (sums | attributes).items() if name in told})


def has_order_keys(understanding: Understanding) -> bool:
    """Whether something tells which lines are one order; else every line is one."""
    return "line" not in _keys(understanding)


def _of_lines(figure: Sum, understanding: Understanding) -> str:
    whole = _OF_WHOLE_ORDERS if understanding.once_per_order else {}
    return whole.get(figure.name, figure.of_lines)


def _keys(understanding: Understanding) -> dict[str, str]:
    """What the lines are grouped by: columns of the groups, by name.

    The day is among them for the lines that turn out to have no order id. In a file with neither order
    ids nor goods every line is an order.
    """
    keys = {"customer": "names.id"}
    if understanding.column(ColumnRole.ORDER_ID):
        keys[cell(ColumnRole.ORDER_ID)] = cell(ColumnRole.ORDER_ID)
    elif not _has_goods(understanding):
        return {**keys, "line": "lines.rowid"}
    return {**keys, "day": "CAST(ordered_at AS DATE)"}


def _order_key(understanding: Understanding) -> str:
    """The order's id; else the day, as one customer's lines of a day are one order."""
    if understanding.column(ColumnRole.ORDER_ID):
        return f"coalesce({key_sql(cell(ColumnRole.ORDER_ID))}, CAST(day AS VARCHAR), '')"
    return "coalesce(CAST(day AS VARCHAR), '')" if _has_goods(understanding) else "CAST(line AS VARCHAR)"


def _has_goods(understanding: Understanding) -> bool:
    roles = (ColumnRole.PRODUCT, ColumnRole.CATEGORY, ColumnRole.QUANTITY)
    return any(understanding.column(role) for role in roles)
