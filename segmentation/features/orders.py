"""Lines as orders, and orders as figures of customers, in DuckDB."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of a table in the making, left out unless the source has all it `needs`."""

    name: str
    sql: str
    needs: frozenset[str] = frozenset()


def needing(*columns: str) -> frozenset[str]:
    return frozenset(columns)


OF_ORDERS = (
    Figure("ordered_at", "min(ordered_at)"),
    Figure("amount", "CAST(sum(amount) AS DECIMAL(18,4))"),
    Figure("cancelled", "CAST(coalesce(sum(amount) FILTER (amount < 0), 0) AS DECIMAL(18,4))"),
    Figure("quantity", "sum(quantity)"),
    Figure("lines", "count(*)", needing("product")),
    Figure("discount", "sum(discount)", needing("discount")),
    Figure("city", "max(city)", needing("city")),
    Figure("country", "max(country)", needing("country")),
    Figure("source", "max(source)", needing("source")),
    Figure("sex", "max(sex)", needing("sex")),
    Figure("told_age", "max(told_age)", needing("told_age")),
    Figure("born", "max(born)", needing("born")),
    Figure("income", "max(income)", needing("income")),
    Figure("email", "max(email)", needing("email")),
    Figure("has_phone", "bool_or(has_phone)", needing("has_phone")),
    Figure("has_name", "bool_or(has_name)", needing("has_name")),
)
"""Of the lines of one order."""

# An order is one that brought money, or handed over goods for nothing. One that was cancelled in full
# has neither; where the file holds no amounts at all, it is enough that it took nothing back.
_BOUGHT = """CASE WHEN amount = 0 THEN coalesce(quantity > 0, false)
    ELSE coalesce(amount > 0, coalesce(quantity > 0, true)) END"""

OF_CUSTOMERS = (
    Figure("orders", "count(*) FILTER (bought)"),
    Figure("gross", "coalesce(sum(amount - cancelled), 0)"),
    Figure("cancelled", "sum(cancelled)"),
    Figure("largest_order", "coalesce(max(amount) FILTER (bought), 0)"),
    Figure("first_day", "min(day) FILTER (bought)"),
    Figure("last_day", "max(day) FILTER (bought)"),
    Figure("order_days", "count(DISTINCT day) FILTER (bought)"),
    Figure("items_per_order", "avg(quantity) FILTER (bought)", needing("quantity")),
    Figure("lines_per_order", "avg(lines) FILTER (bought)", needing("product")),
    Figure(
        "discount_share",
        "sum(discount) FILTER (bought) / nullif(sum(amount + discount) FILTER (bought), 0)",
        needing("discount"),
    ),
    Figure("refund_share", "-sum(cancelled) / nullif(sum(amount - cancelled), 0)", needing("amount")),
    Figure("order_hour", "avg(hour(ordered_at)) FILTER (bought)", needing("clock")),
    Figure("weekend_share", "avg(CAST(isodow(day) >= 6 AS INTEGER)) FILTER (bought)", needing("ordered_at")),
    Figure("told_age", "max(told_age)", needing("told_age")),
    Figure("born", "max(born)", needing("born")),
    Figure("income", "max(income)", needing("income")),
    Figure("email", "max(email)", needing("email")),
    Figure("has_phone", "bool_or(has_phone)", needing("has_phone")),
    Figure("has_name", "bool_or(has_name)", needing("has_name")),
)
"""Of the orders of one customer; money as DECIMAL."""


def store_orders(connection: DuckDBPyConnection, told: frozenset[str]) -> None:
    """Makes the table `orders` from `lines`: one row per customer and order key.

    `bought` says whether it counts as an order; a cancellation does not, but its amount does.
    """
    connection.execute(
        f"CREATE TEMP TABLE orders AS SELECT *, CAST(ordered_at AS DATE) AS day, {_BOUGHT} AS bought "
        f"FROM (SELECT customer, {select_list(OF_ORDERS, told)} FROM lines "
        "GROUP BY customer, coalesce(order_key, CAST(rowid AS VARCHAR)))"
    )


def store_customers(connection: DuckDBPyConnection, told: frozenset[str]) -> frozenset[str]:
    """Makes the table `customers` from `orders`, one row per customer, and returns its columns."""
    connection.execute(
        f"CREATE TEMP TABLE customers AS SELECT customer, {select_list(OF_CUSTOMERS, told)} "
        "FROM orders GROUP BY customer"
    )
    return frozenset(figure.name for figure in OF_CUSTOMERS if figure.needs <= told)


def has_clock(connection: DuckDBPyConnection) -> bool:
    """Whether the orders know their time of day, not only their day."""
    found = connection.execute(
        "SELECT coalesce(bool_or(ordered_at <> date_trunc('day', ordered_at)), false) FROM orders"
    ).fetchone()
    return bool(found and found[0])


def select_list(figures: tuple[Figure, ...], told: frozenset[str]) -> str:
    """The figures whose needs are met by the columns `told`."""
    return ", ".join(f"{figure.sql} AS {figure.name}" for figure in figures if figure.needs <= told)
