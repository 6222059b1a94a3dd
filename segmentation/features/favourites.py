"""What each customer chooses most often: a city, a source, a product, and what is said of them most often.

Consent alone is not a matter of how often: the last word counts.
"""

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

CHOSEN = (
    "city", "region", "country", "source", "sex", "marital_status", "job", "interests", "consent",
)  # fmt: skip
"""What is counted over orders; goods are counted over lines."""
_LAST_WORD = """
    SELECT customer, max({
        'is_dated': ordered_at IS NOT NULL, 'at': ordered_at, 'is_refusal': consent = 'no', 'value': consent
    }).value AS value
    FROM orders WHERE consent IS NOT NULL GROUP BY customer
"""
"""Who has changed their mind is taken at their last word, and at a no among words of the same day."""


def store_favourites(
    connection: DuckDBPyConnection, told: frozenset[str], goods: Mapping[str, Sequence[int]]
) -> tuple[str, ...]:
    """Makes a table `favourite_<name>` (customer, value) for every favourite there is; returns the names.

    `goods` says which files count which. Among equally frequent values the one chosen last wins, then
    the last of all.
    """
    present = [name for name in CHOSEN if name in told]
    for name in present:
        _store(connection, name, _LAST_WORD if name == "consent" else _first(_over_orders(name)))
    for name, files in goods.items():
        ids = _first(_over_files(name, files))
        _store(connection, name, f"SELECT customer, word AS value FROM ({ids}) JOIN {name} ON id = value")
        for number in files:
            connection.execute(f"DROP TABLE {name}_{number}")
    return (*present, *goods)


def _store(connection: DuckDBPyConnection, name: str, sql: str) -> None:
    connection.execute(f"CREATE TEMP TABLE favourite_{name} AS {sql}")


def _first(counts: str) -> str:
    best = "max({'often': often, 'latest': latest, 'value': value}).value"
    return f"SELECT customer, {best} AS value FROM ({counts}) WHERE value IS NOT NULL GROUP BY customer"


def _over_orders(name: str) -> str:
    return (
        f"SELECT customer, {name} AS value, count(*) AS often, max(ordered_at) AS latest "
        "FROM orders WHERE bought GROUP BY ALL"
    )


def _over_files(name: str, files: Sequence[int]) -> str:
    rows = " UNION ALL ".join(f"FROM {name}_{number}" for number in files)
    if len(files) == 1:
        return rows
    return f"SELECT customer, value, sum(often) AS often, max(latest) AS latest FROM ({rows}) GROUP BY ALL"
