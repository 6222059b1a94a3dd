"""What each customer chooses most often: a weekday, a city, a product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

DAY_PARTS = ("morning", "day", "evening", "night")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY_PART = """CASE
    WHEN hour(ordered_at) BETWEEN 5 AND 10 THEN 1 WHEN hour(ordered_at) BETWEEN 11 AND 16 THEN 2
    WHEN hour(ordered_at) BETWEEN 17 AND 21 THEN 3 WHEN ordered_at IS NOT NULL THEN 4
END"""


@dataclass(frozen=True, slots=True)
class Favourite:
    """The most frequent of `value` over a customer's orders, if they tell `needs`."""

    name: str
    needs: str
    value: str
    word: str = "value"
    """What the value is called."""


FAVOURITES = (
    Favourite("city", "city", "city"),
    Favourite("country", "country", "country"),
    Favourite("source", "source", "source"),
    Favourite("sex", "sex", "sex"),
    Favourite("weekday", "dated", "isodow(ordered_at)", f"{list(WEEKDAYS)}[value]"),
    Favourite("day_part", "clock", _DAY_PART, f"{list(DAY_PARTS)}[value]"),
    Favourite("month", "dated", "month(ordered_at)", "CAST(value AS VARCHAR)"),
)


def store_favourites(
    connection: DuckDBPyConnection, told: frozenset[str], goods: Mapping[str, Sequence[int]]
) -> tuple[str, ...]:
    """Makes a table `favourite_<name>` (customer, value) for every favourite there is; returns the names.

    Goods are counted over lines; `goods` says which files count which. Among equally frequent values
    the one chosen last wins, then the last of all.
    """
    present = [favourite for favourite in FAVOURITES if favourite.needs in told]
    for favourite in present:
        counts = (
            f"SELECT customer, {favourite.value} AS value, count(*) AS often, max(ordered_at) AS latest "
            "FROM orders WHERE bought GROUP BY ALL"
        )
        _store(
            connection, favourite.name, f"SELECT customer, {favourite.word} AS value FROM ({_first(counts)})"
        )
    for name, files in goods.items():
        ids = _first(_over_files(name, files))
        _store(connection, name, f"SELECT customer, word AS value FROM ({ids}) JOIN {name} ON id = value")
        for number in files:
            connection.execute(f"DROP TABLE {name}_{number}")
    return (*(favourite.name for favourite in present), *goods)


def _store(connection: DuckDBPyConnection, name: str, sql: str) -> None:
    connection.execute(f"CREATE TEMP TABLE favourite_{name} AS {sql}")


def _first(counts: str) -> str:
    best = "max({'often': often, 'latest': latest, 'value': value}).value"
    return f"SELECT customer, {best} AS value FROM ({counts}) WHERE value IS NOT NULL GROUP BY customer"


def _over_files(name: str, files: Sequence[int]) -> str:
    rows = " UNION ALL ".join(f"FROM {name}_{number}" for number in files)
    if len(files) == 1:
        return rows
    return f"SELECT customer, value, sum(often) AS often, max(latest) AS latest FROM ({rows}) GROUP BY ALL"
