"""Lists of customers: attributes, reachability, and what they bought where the list sums it up."""

from collections.abc import Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from segmentation.features.attributes import ATTRIBUTES, attributes_told
from segmentation.features.identities import ADDRESS_COLUMNS
from segmentation.features.lines import AHEAD
from segmentation.features.orders import Figure, needing, select_list
from segmentation.features.registers import NAMES
from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import named
from segmentation.roles.parse import customer_key_sql, customer_part_sql, date_sql, number_sql
from segmentation.roles.rows import rows_sql

# A person may stand in several lists, or twice in one. What is counted is added up; of the rest, the
# largest is taken, which is the same in whatever order the rows come.
OF_PEOPLE = (
    Figure("orders", "CAST(coalesce(sum(orders), 0) AS BIGINT)", needing("orders")),
    Figure("spent", "coalesce(sum(spent), 0)", needing("spent")),
    Figure("last_day", "max(last_day)", needing("last_day")),
    *(Figure(each.name, f"max({each.name})", needing(each.name)) for each in ATTRIBUTES),
)

# An address that is somebody's only identity must not point at itself.
_PERSON_OF_ROW = """
SELECT CASE WHEN listed.customer = listed.email THEN coalesce(by_email.customer, listed.customer)
    ELSE listed.customer END AS customer, listed.* EXCLUDE (customer)
FROM listed LEFT JOIN (
    SELECT email, min(customer) AS customer FROM listed WHERE customer IS DISTINCT FROM email GROUP BY email
) AS by_email ON by_email.email = listed.email
"""


def store_people(
    connection: DuckDBPyConnection, lists: Sequence[Understanding], buyers_told: frozenset[str] | None
) -> frozenset[str]:
    """Makes the table `people`, one row per person of `lists`, and returns what the lists tell.

    Where there are `customers` already (`buyers_told` says by which columns), only people among them
    are kept: someone who bought nothing has no buying behaviour to be grouped by.
    """
    cells = [{"email": "CAST(NULL AS VARCHAR)", **_cells(understanding)} for understanding in lists]
    selects = [_select(_person(lists, number), told, lists[number]) for number, told in enumerate(cells)]
    connection.execute(f"CREATE TEMP TABLE listed AS {' UNION ALL BY NAME '.join(selects)}")
    told = frozenset(name for each in cells for name in each)
    connection.execute(
        f"CREATE TEMP TABLE people AS SELECT customer, {select_list(OF_PEOPLE, told)} "
        f"FROM ({_PERSON_OF_ROW if buyers_told is None else _buyers(buyers_told, told)}) GROUP BY customer"
    )
    return told


def _buyers(buyers_told: frozenset[str], told: frozenset[str]) -> str:
    """The rows of people who bought: known by the same id, else by the same address.

    The address may itself be what a file knows a buyer by.
    """
    joins, found = [_known_by("word", "listed.customer", "by_id")], ["by_id.id"]
    for role, name in ADDRESS_COLUMNS.items():
        address = customer_part_sql(name, role)
        if name in told:
            known = f"coalesce({address}, word)" if name in buyers_told else "word"
            joins.append(_known_by(known, address, f"by_{name}"))
            found.append(f"by_{name}.id")
    customer = f"coalesce({', '.join(found)})"
    return (
        f"SELECT {customer} AS customer, listed.* EXCLUDE (customer) FROM listed {' '.join(joins)} "
        f"WHERE {customer} IS NOT NULL"
    )


def _known_by(known: str, listed: str, name: str) -> str:
    return (
        f"LEFT JOIN (SELECT {known} AS known, min(id) AS id FROM customers "
        f"JOIN {NAMES} ON id = customer GROUP BY ALL) AS {name} ON {name}.known = {listed}"
    )


def store_people_as_customers(connection: DuckDBPyConnection, told: frozenset[str], today: date) -> None:
    """Makes the table `customers`, and the register of their names, for a shop without purchases.

    The last order is the only day known: when the first was, or how far apart they lay, a list does not
    say. In a list that knows no purchases, a date is no order, nor is one that lies far ahead of `today`.
    """
    orders = "orders" if "orders" in told else "CAST(0 AS BIGINT)"
    spent = "spent" if "spent" in told else "CAST(0 AS DECIMAL(18,4))"
    last = (
        f"CASE WHEN ({orders} > 0 OR {spent} > 0) AND last_day < DATE '{today + AHEAD}' THEN last_day END"
        if "last_day" in told
        else "CAST(NULL AS DATE)"
    )
    connection.execute(
        f"CREATE TEMP TABLE customers AS SELECT customer, {orders} AS orders, greatest({spent}, 0) AS gross, "
        f"least({spent}, 0) AS cancelled, 0 AS largest_order, CAST(NULL AS DATE) AS first_day, "
        f"{last} AS last_day, {orders} AS order_days FROM people"
    )
    connection.execute(f"CREATE TEMP TABLE {NAMES} AS SELECT customer AS id, customer AS word FROM people")


def _person(lists: Sequence[Understanding], number: int) -> str:
    """Who is but a row of a file is somebody else in another one, though that be called the same."""
    understanding = lists[number]
    key, before = customer_key_sql(understanding), lists[:number]
    again = sum(each.each_row and each.dataset.name == understanding.dataset.name for each in before)
    return f"{key} || ' ({again + 1})'" if understanding.each_row and again else key


def _select(customer: str, cells: dict[str, str], understanding: Understanding) -> str:
    listed = named({"customer": customer, **cells})
    return f"SELECT * FROM (SELECT {listed} FROM {rows_sql(understanding)}) WHERE customer IS NOT NULL"


def _cells(understanding: Understanding) -> dict[str, str]:
    """What a list tells about each person: SQL by name."""
    columns = {each: understanding.column(each.role) for each in attributes_told(understanding)}
    cells = {each.name: each.sql(column, understanding) for each, column in columns.items() if column}
    count = understanding.column(ColumnRole.ORDER_COUNT)
    if count is not None:
        cells["orders"] = f"greatest({number_sql(count, understanding.numbers)}, 0)"
    spent = understanding.column(ColumnRole.TOTAL_SPENT)
    if spent is not None:
        cells["spent"] = number_sql(spent, understanding.numbers)
    last = understanding.column(ColumnRole.DATE)
    if last is not None and understanding.date_format is not None:
        cells["last_day"] = f"CAST({date_sql(last, understanding.date_format)} AS DATE)"
    return cells


def holds_purchases(told: frozenset[str]) -> bool:
    """Whether a list sums up what its people bought."""
    return bool(told & {"orders", "spent"})
