"""The last step: everything known about each customer, out of DuckDB and into arrays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from segmentation.features.attributes import OLDEST
from segmentation.features.favourites import CHOSEN
from segmentation.features.receipts import GOODS
from segmentation.features.registers import NAMES
from segmentation.features.rhythm import NO_GAPS
from segmentation.features.times import FavouriteTime
from segmentation.model.customers import CONTACTS, MONEY_UNITS, CustomerTable, OrderGaps
from segmentation.reading.scan import named

WHOLE = ("orders", "revenue_units", "largest_order_units", "first_order_day", "last_order_day", "order_days")
"""Columns of whole numbers."""
_MEASURED = (
    "items_per_order", "lines_per_order", "discount_share", "refund_share", "margin", "costed_sales",
    "order_hour", "usual_hour", "weekend_share",
    "sales_this_year", "sales_year_before",
)  # fmt: skip
_TOLD = ("income", "followers", "service_score")
_CHOSEN = (*CHOSEN, *GOODS)


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables in DuckDB tell about customers."""

    customers: frozenset[str]
    """Columns of `customers`."""
    people: frozenset[str]
    """Columns of `people`; empty where there is no list of customers."""
    favourites: tuple[str, ...]
    """Tables `favourite_<name>`."""
    times: Mapping[str, FavouriteTime]
    """Favourites by customer id."""
    gaps: OrderGaps | None
    """None where `rhythm` and `same_season` were not made."""
    has_orders: bool

    def sql(self, name: str) -> str | None:
        """The best that is known: a list of customers knows better than the lines of an order."""
        told = list(self._told(name))
        return f"coalesce({', '.join(told)})" if told else None

    def _told(self, name: str) -> Iterator[str]:
        if name in self.people:
            yield f"people.{name}"
        if name in self.favourites:
            yield f"favourite_{name}.value"
        if name in self.customers:
            yield f"customers.{name}"


def fetch(connection: DuckDBPyConnection, known: Known, as_of: date, currency: str | None) -> CustomerTable:
    """The customer table in ascending order of ids; features nobody has a value of are left out."""
    numeric = {name: sql for name, sql in _numeric(known, as_of) if sql}
    chosen = {name: sql for name in _CHOSEN if (sql := known.sql(name))}
    _store_told(connection, known, numeric, chosen)
    contacts = [name for name in CONTACTS if known.sql(name)]
    words = {name: _store_words(connection, name) for name in chosen}
    cells = [f"enum_code(CAST({name} AS words_{name})) AS {name}" for name in chosen]
    found = connection.execute(
        f"SELECT {', '.join(['* EXCLUDE (' + ', '.join(chosen) + ')' if chosen else '*', *cells])} "
        "FROM told ORDER BY id"
    ).fetchnumpy()
    return CustomerTable(
        ids=np.asarray(found["id"], dtype=np.object_),
        **{name: np.asarray(found[name], dtype=np.int64) for name in WHOLE},
        same_season=np.asarray(found["same_season"], dtype=np.bool_),
        numeric={name: column for name in numeric if not np.isnan(column := floats(found[name])).all()},
        categorical={
            **{name: _worded(found[name], words[name]) for name in chosen if words[name]},
            **{name: _timed(time, found["customer"]) for name, time in known.times.items()},
        },
        contacts={name: texts(found[name]) for name in contacts},
        gaps=known.gaps or NO_GAPS,
        as_of=as_of,
        currency=currency,
        has_orders=known.has_orders,
        baskets=None,
    )


def _store_told(
    connection: DuckDBPyConnection, known: Known, numeric: Mapping[str, str], chosen: Mapping[str, str]
) -> None:
    """Makes the table `told`: one row per customer with all there is."""
    columns = {
        "id": "names.word",
        **({"customer": "customers.customer"} if known.times else {}),
        **_whole_numbers(known),
        "same_season": "same_season.customer IS NOT NULL" if known.gaps else "false",
        **{name: f"CAST({sql} AS DOUBLE)" for name, sql in numeric.items()},
        **{name: f"CAST({sql} AS VARCHAR)" for name, sql in chosen.items()},
        **{name: sql for name in CONTACTS if (sql := known.sql(name))},
    }
    connection.execute(f"CREATE TEMP TABLE told AS SELECT {named(columns)} FROM {_joins(known)}")


def _whole_numbers(known: Known) -> dict[str, str]:
    money = "CAST(CAST({} AS DECIMAL(38,4)) * {} AS BIGINT)"
    day = "CAST(coalesce(customers.{} - DATE '1970-01-01', -1) AS BIGINT)"
    order_days = "coalesce(rhythm.order_days, 0)" if known.gaps else "customers.order_days"
    return {
        "orders": "CAST(customers.orders AS BIGINT)",
        "revenue_units": money.format("customers.gross + customers.cancelled", MONEY_UNITS),
        "largest_order_units": money.format("customers.largest_order", MONEY_UNITS),
        "first_order_day": day.format("first_day"),
        "last_order_day": day.format("last_day"),
        "order_days": f"CAST({order_days} AS BIGINT)",
    }


def _numeric(known: Known, day: date) -> Iterator[tuple[str, str | None]]:
    as_of = f"DATE '{day}'"
    years_since_birth = f"date_sub('year', CAST({known.sql('born') or 'NULL'} AS DATE), {as_of})"
    age = f"coalesce({known.sql('told_age') or 'NULL'}, {years_since_birth})"
    yield "age", f"CASE WHEN {age} BETWEEN 0 AND {OLDEST} THEN {age} END"
    for name in (*_TOLD, *_MEASURED):
        yield name, known.sql(name)
    if known.gaps:
        yield "tenure_days", f"{as_of} - customers.first_day"
        yield "median_gap_days", "rhythm.median_gap_days"
        yield "gap_variation", "rhythm.gap_variation"
        yield "overdue_ratio", f"({as_of} - customers.last_day) / rhythm.median_gap_days"


def _joins(known: Known) -> str:
    tables = [f"favourite_{name}" for name in known.favourites]
    tables += ["people"] if known.people else []
    tables += ["rhythm", "same_season"] if known.gaps else []
    joined = " ".join(f"LEFT JOIN {table} USING (customer)" for table in tables)
    return f"customers JOIN {NAMES} AS names ON names.id = customers.customer {joined}"


def _store_words(connection: DuckDBPyConnection, name: str) -> list[str]:
    """Makes the type `words_<name>` of the values in a column of `told`, and returns them.

    A word is then fetched once, and not once per customer.
    """
    values = f"SELECT DISTINCT {name} FROM told WHERE {name} IS NOT NULL ORDER BY ALL"
    connection.execute(f"CREATE TYPE words_{name} AS ENUM ({values})")
    found = connection.execute(f"SELECT enum_range(CAST(NULL AS words_{name}))").fetchone()
    return list(found[0]) if found else []


def _timed(time: FavouriteTime, customers: NDArray[np.generic]) -> NDArray[np.object_]:
    # Ids beyond the last one that ordered are those of people who only gave back.
    codes = np.append(time.codes, len(time.words))
    return _worded(codes[np.minimum(customers.astype(np.int64), len(time.codes))], time.words)


def _worded(codes: NDArray[np.generic], words: Sequence[str]) -> NDArray[np.object_]:
    choice = np.array([*words, None], dtype=np.object_)
    return choice[np.ma.filled(codes.astype(np.int64), len(words))]


def texts(column: NDArray[np.generic]) -> NDArray[np.object_]:
    """A column as DuckDB gives it, None where there is nothing."""
    found = np.array(np.ma.getdata(column), dtype=np.object_)
    found[np.ma.getmaskarray(column)] = None
    return found


def floats(column: NDArray[np.generic]) -> NDArray[np.float64]:
    """The same for numbers: NaN where there is nothing."""
    return np.asarray(np.ma.filled(column.astype(np.float64), np.nan))
