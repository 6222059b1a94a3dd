"""What each customer chooses most often: a weekday, a city, a product."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WEEKDAY = f"{list(WEEKDAYS)}[isodow(ordered_at)]"
_DAY_PART = """CASE
    WHEN hour(ordered_at) BETWEEN 5 AND 10 THEN 'morning' WHEN hour(ordered_at) BETWEEN 11 AND 16 THEN 'day'
    WHEN hour(ordered_at) BETWEEN 17 AND 21 THEN 'evening' WHEN ordered_at IS NOT NULL THEN 'night'
END"""
_MONTH = "CAST(month(ordered_at) AS VARCHAR)"


@dataclass(frozen=True, slots=True)
class Favourite:
    """The most frequent `value` among a customer's rows of `table`, if the files tell `needs`."""

    name: str
    value: str
    table: str
    needs: str


FAVOURITES = (
    Favourite("city", "city", "orders", "city"),
    Favourite("country", "country", "orders", "country"),
    Favourite("source", "source", "orders", "source"),
    Favourite("sex", "sex", "orders", "sex"),
    Favourite("weekday", _WEEKDAY, "orders", "ordered_at"),
    Favourite("day_part", _DAY_PART, "orders", "clock"),
    Favourite("month", _MONTH, "orders", "ordered_at"),
    Favourite("category", "category", "lines", "category"),
    Favourite("product", "product", "lines", "product"),
)


def store_favourites(connection: DuckDBPyConnection, told: frozenset[str]) -> tuple[str, ...]:
    """Makes a table `favourite_<name>` (customer, value) for every favourite there is; returns the names.

    Among equally frequent values the one chosen last wins, then the last in the alphabet.
    """
    present = [favourite for favourite in FAVOURITES if favourite.needs in told]
    for favourite in present:
        connection.execute(
            f"CREATE TEMP TABLE favourite_{favourite.name} AS "
            "SELECT customer, max({'often': often, 'latest': latest, 'value': value}).value AS value FROM ("
            f"SELECT customer, {favourite.value} AS value, count(*) AS often, max(ordered_at) AS latest "
            f"FROM {favourite.table} WHERE {_counts(favourite)} GROUP BY ALL"
            ") WHERE value IS NOT NULL GROUP BY customer"
        )
    return tuple(favourite.name for favourite in present)


def _counts(favourite: Favourite) -> str:
    # Money back says nothing about what someone likes to buy or when.
    return "bought" if favourite.table == "orders" else "coalesce(amount >= 0, true)"
