"""The last step: everything known about each customer, out of DuckDB and into arrays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from segmentation.features.rhythm import NO_GAPS
from segmentation.model.customers import MONEY_UNITS, CustomerTable, OrderGaps

_OLDEST = 120

_INTEGERS = {
    "orders": "customers.orders",
    "revenue_units": f"(customers.gross + customers.cancelled) * {MONEY_UNITS}",
    "largest_order_units": f"CAST(customers.largest_order AS DECIMAL(38,4)) * {MONEY_UNITS}",
    "first_order_day": "coalesce(customers.first_day - DATE '1970-01-01', -1)",
    "last_order_day": "coalesce(customers.last_day - DATE '1970-01-01', -1)",
    "order_days": "customers.order_days",
}
_MEASURED = (
    "items_per_order", "lines_per_order", "discount_share", "refund_share", "order_hour", "weekend_share",
)  # fmt: skip
_CHOICES = ("sex", "city", "country", "source", "category", "product", "weekday", "day_part", "month")


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables in DuckDB tell about customers."""

    customers: frozenset[str]
    """Columns of `customers`."""
    people: frozenset[str]
    """Columns of `people`; empty where there is no list of customers."""
    favourites: tuple[str, ...]
    """Tables `favourite_<name>`."""
    gaps: OrderGaps | None
    """None where `rhythm` and `same_season` were not made."""
    has_orders: bool

    def sql(self, name: str) -> str:
        """The best that is known: a list of customers knows better than the lines of an order."""
        return f"coalesce({', '.join([*self._told(name), 'NULL'])})"

    def _told(self, name: str) -> Iterator[str]:
        if name in self.people:
            yield f"people.{name}"
        if name in self.favourites:
            yield f"favourite_{name}.value"
        if name in self.customers:
            yield f"customers.{name}"


def fetch(connection: DuckDBPyConnection, known: Known, as_of: date, currency: str | None) -> CustomerTable:
    """The customer table in ascending order of ids; features nobody has a value of are left out."""
    numeric = {name: f"CAST({sql} AS DOUBLE)" for name, sql in _numeric(known, as_of)}
    choices = {name: f"CAST({known.sql(name)} AS VARCHAR)" for name in _CHOICES}
    reachable = dict(_reachable(known))
    integers = {name: f"CAST({sql} AS BIGINT)" for name, sql in _INTEGERS.items()}
    same_season = "same_season.customer IS NOT NULL" if known.gaps else "false"
    listed = {"id": "customers.customer", "same_season": same_season, **integers, **numeric, **choices}
    listed |= {f"has_{name}": sql for name, sql in reachable.items()}
    found = _arrays(connection, listed, _joins(known))
    return CustomerTable(
        ids=_objects(found["id"]),
        orders=_integers(found["orders"]),
        revenue_units=_integers(found["revenue_units"]),
        largest_order_units=_integers(found["largest_order_units"]),
        first_order_day=_integers(found["first_order_day"]),
        last_order_day=_integers(found["last_order_day"]),
        order_days=_integers(found["order_days"]),
        same_season=found["same_season"].astype(np.bool_),
        numeric=_known_floats({name: _floats(found[name]) for name in numeric}),
        categorical=_known_objects({name: _objects(found[name]) for name in choices}),
        reachable={name: found[f"has_{name}"].astype(np.bool_) for name in reachable},
        gaps=known.gaps or NO_GAPS,
        as_of=as_of,
        currency=currency,
        has_orders=known.has_orders,
    )


def _numeric(known: Known, day: date) -> Iterator[tuple[str, str]]:
    as_of = f"DATE '{day}'"
    years_since_birth = f"date_sub('year', CAST({known.sql('born')} AS DATE), {as_of})"
    age = f"coalesce({known.sql('told_age')}, {years_since_birth})"
    yield "age", f"CASE WHEN {age} BETWEEN 0 AND {_OLDEST} THEN {age} END"
    yield "income", known.sql("income")
    for name in _MEASURED:
        yield name, known.sql(name)
    if known.gaps:
        yield "tenure_days", f"{as_of} - customers.first_day"
        yield "median_gap_days", "rhythm.median_gap_days"
        yield "gap_variation", "rhythm.gap_variation"
        yield "overdue_ratio", f"({as_of} - customers.last_day) / rhythm.median_gap_days"


def _reachable(known: Known) -> Iterator[tuple[str, str]]:
    yield "email", f"{known.sql('email')} IS NOT NULL"
    for name in ("phone", "name"):
        yield name, f"coalesce({known.sql(f'has_{name}')}, false)"


def _joins(known: Known) -> str:
    tables = [f"favourite_{name}" for name in known.favourites]
    tables += ["people"] if known.people else []
    tables += ["rhythm", "same_season"] if known.gaps else []
    return "customers " + " ".join(f"LEFT JOIN {table} USING (customer)" for table in tables)


def _arrays(
    connection: DuckDBPyConnection, listed: Mapping[str, str], tables: str
) -> dict[str, NDArray[np.generic]]:
    columns = ", ".join(f"{sql} AS {name}" for name, sql in listed.items())
    found: dict[str, NDArray[np.generic]] = connection.execute(
        f"SELECT {columns} FROM {tables} ORDER BY customers.customer"
    ).fetchnumpy()
    return found


def _integers(column: NDArray[np.generic]) -> NDArray[np.int64]:
    return column.astype(np.int64)


def _floats(column: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.ma.filled(column.astype(np.float64), np.nan)


def _objects(column: NDArray[np.generic]) -> NDArray[np.object_]:
    cells = np.ma.getdata(column).astype(np.object_)
    cells[np.ma.getmaskarray(column)] = None
    return cells


def _known_floats(columns: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    return {name: column for name, column in columns.items() if not np.isnan(column).all()}


def _known_objects(columns: Mapping[str, NDArray[np.object_]]) -> dict[str, NDArray[np.object_]]:
    return {name: column for name, column in columns.items() if any(cell is not None for cell in column)}
