"""Receipts as orders, and orders as figures of customers, in DuckDB."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from segmentation.features.receipts import of_groups
from segmentation.reading.scan import named


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of a table in the making, left out unless the source has all it `needs`."""

    name: str
    sql: str
    needs: frozenset[str] = frozenset()


def needing(*columns: str) -> frozenset[str]:
    return frozenset(columns)


# An order is one that brought money, or handed over goods for nothing. One that was cancelled in full
# has neither; where the file holds no amounts at all, it is enough that it took nothing back.
_BOUGHT = """CASE WHEN amount = 0 THEN coalesce(quantity > 0, false)
    ELSE coalesce(amount > 0, coalesce(quantity > 0, true)) END"""

_LATE_DAYS = 15
"""A year whose first orders come so late is still a whole one: shops rest, and files begin with a month."""


def _sales_of_year(years_ago: int) -> str:
    """Net sales of the twelve months up to the last order, or before them; NULL if the orders begin later."""
    end = f"(SELECT max(day) - INTERVAL {years_ago} YEAR FROM orders)"
    begin = f"(SELECT max(day) - INTERVAL {years_ago + 1} YEAR FROM orders)"
    sales = f"coalesce(sum(amount) FILTER (day > {begin} AND day <= {end}), 0)"
    whole = f"(SELECT min(day) FROM orders) <= {begin} + INTERVAL {_LATE_DAYS} DAY"
    return f"CASE WHEN {whole} THEN {sales} END"


def _on_the_clock(side: str) -> str:
    """The mean of the hours as points of a circle, so that 23 and 1 make midnight, not noon."""
    return f"avg({side}(hour(ordered_at) * pi() / 12)) FILTER (bought)"


_OPPOSITE = 0.01
"""Of the radius: hours whose mean lies so near the middle of the clock have none, such as 6 and 18."""
_NORTH, _EAST = _on_the_clock("cos"), _on_the_clock("sin")
_USUAL_HOUR = f"""CASE WHEN sqrt(({_NORTH}) ** 2 + ({_EAST}) ** 2) > {_OPPOSITE}
    THEN (round(atan2({_EAST}, {_NORTH}) * 12 / pi(), 6) + 24) % 24 END"""

OF_CUSTOMERS = (
    Figure("orders", "count(*) FILTER (bought)"),
    Figure("gross", "coalesce(sum(amount - cancelled), 0)"),
    Figure("cancelled", "sum(cancelled)"),
    Figure("largest_order", "coalesce(max(amount) FILTER (bought), 0)"),
    Figure("first_day", "min(day) FILTER (bought)"),
    Figure("last_day", "max(day) FILTER (bought)"),
    Figure("items_per_order", "avg(quantity) FILTER (bought)", needing("quantity")),
    Figure("lines_per_order", "avg(lines) FILTER (bought)", needing("lines")),
    Figure(
        "discount_share",
        "sum(discount) FILTER (bought) / nullif(sum(amount + discount) FILTER (bought), 0)",
        needing("discount"),
    ),
    Figure("margin", "sum(costed - cost)", needing("cost")),
    Figure("costed_sales", "sum(costed)", needing("cost")),
    Figure("refund_share", "-sum(cancelled) / nullif(sum(amount - cancelled), 0)"),
    Figure("order_hour", "avg(hour(ordered_at)) FILTER (bought)", needing("clock")),
    Figure("usual_hour", _USUAL_HOUR, needing("clock")),
    Figure("weekend_share", "avg(CAST(isodow(day) >= 6 AS INTEGER)) FILTER (bought)", needing("dated")),
    Figure("sales_this_year", _sales_of_year(0), needing("dated")),
    Figure("sales_year_before", _sales_of_year(1), needing("dated")),
    Figure("told_age", "max(told_age)", needing("told_age")),
    Figure("born", "max(born)", needing("born")),
    Figure("income", "max(income)", needing("income")),
    Figure("followers", "max(followers)", needing("followers")),
    Figure("service_score", "max(service_score)", needing("service_score")),
    Figure("email", "max(email)", needing("email")),
    Figure("phone", "max(phone)", needing("phone")),
    Figure("name", "max(name)", needing("name")),
)
"""Of the orders of one customer; money as DECIMAL."""


def store_orders(connection: DuckDBPyConnection, files: int, told: frozenset[str]) -> None:
    """Makes the table `orders`, one row per customer and order, from the receipts of all `files`.

    Two files may use the same order ids for different orders. `bought` says whether it counts as an
    order; a cancellation does not, but its amount does.
    """
    receipts = " UNION ALL BY NAME ".join(f"FROM receipts_{number}" for number in range(files))
    connection.execute(
        f"CREATE TEMP TABLE orders AS SELECT *, CAST(ordered_at AS DATE) AS day, {_BOUGHT} AS bought "
        f"FROM (SELECT customer, {of_groups(told)} FROM ({receipts}) "
        "GROUP BY customer, file, order_key)"
    )
    for number in range(files):
        connection.execute(f"DROP TABLE receipts_{number}")


def store_customers(connection: DuckDBPyConnection, told: frozenset[str]) -> frozenset[str]:
    """Makes the table `customers` from `orders`, one row per customer, and returns its columns."""
    connection.execute(
        f"CREATE TEMP TABLE customers AS SELECT customer, {select_list(OF_CUSTOMERS, told)} "
        "FROM orders GROUP BY customer"
    )
    return frozenset(figure.name for figure in OF_CUSTOMERS if figure.needs <= told)


def timing(connection: DuckDBPyConnection) -> frozenset[str]:
    """Whether the orders are `dated`, and whether they have a `clock`: a time of day, not only a day."""
    found = connection.execute(
        "SELECT count(ordered_at) > 0, coalesce(bool_or(ordered_at <> date_trunc('day', ordered_at)), false) "
        "FROM orders"
    ).fetchone()
    return frozenset(name for name, has in zip(("dated", "clock"), found or (), strict=False) if has)


def select_list(figures: tuple[Figure, ...], told: frozenset[str]) -> str:
    """The figures whose needs are met by the columns `told`."""
    return named({figure.name: figure.sql for figure in figures if figure.needs <= told})
