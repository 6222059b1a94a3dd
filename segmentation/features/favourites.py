"""What each customer chooses most often: a weekday, a city, a product."""

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WEEKDAY = f"{list(WEEKDAYS)}[isodow(ordered_at)]"
_DAY_PART = """CASE
    WHEN hour(ordered_at) BETWEEN 5 AND 10 THEN 'morning' WHEN hour(ordered_at) BETWEEN 11 AND 16 THEN 'day'
    WHEN hour(ordered_at) BETWEEN 17 AND 21 THEN 'evening' WHEN ordered_at IS NOT NULL THEN 'night'
END"""
_MONTH = "CAST(month(ordered_at) AS VARCHAR)"


FAVOURITES = {
    "city": "city",
    "country": "country",
    "source": "source",
    "sex": "sex",
    "weekday": _WEEKDAY,
    "day_part": _DAY_PART,
    "month": _MONTH,
}
"""What is counted over orders: SQL by name. The goods are counted over lines."""

_NEEDS = {"weekday": "dated", "day_part": "clock", "month": "dated"}
"""What the orders must tell, where it goes by another name."""


def store_favourites(
    connection: DuckDBPyConnection, told: frozenset[str], goods: Mapping[str, Sequence[int]]
) -> tuple[str, ...]:
    """Makes a table `favourite_<name>` (customer, value) for every favourite there is; returns the names.

    `goods` says which files count which goods. Among equally frequent values the one chosen last wins,
    then the last in the alphabet.
    """
    counts = {
        name: f"SELECT customer, {sql} AS value, count(*) AS often, max(ordered_at) AS latest "
        "FROM orders WHERE bought GROUP BY ALL"
        for name, sql in FAVOURITES.items()
        if _NEEDS.get(name, name) in told
    }
    counts |= {name: _over_files(name, files) for name, files in goods.items()}
    for name, counted in counts.items():
        connection.execute(
            f"CREATE TEMP TABLE favourite_{name} AS "
            "SELECT customer, max({'often': often, 'latest': latest, 'value': value}).value AS value "
            f"FROM ({counted}) WHERE value IS NOT NULL GROUP BY customer"
        )
    return tuple(counts)


def _over_files(name: str, files: Sequence[int]) -> str:
    rows = " UNION ALL ".join(f"FROM {name}_{number}" for number in files)
    if len(files) == 1:
        return rows
    return f"SELECT customer, value, sum(often) AS often, max(latest) AS latest FROM ({rows}) GROUP BY ALL"
