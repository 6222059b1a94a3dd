"""Customers and their segments in one Parquet file, from which any list is made later."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segmentation.features.table import texts
from segmentation.lists.columns import held_out_column, segment_column
from segmentation.lists.hold_out import held_out
from segmentation.model.customers import CONTACTS, CustomerTable, money
from segmentation.model.lists import CustomerList, ListedCustomer
from segmentation.model.segments import Segmentation
from segmentation.personas.regions import country_code
from segmentation.reading.scan import connect, literal

_EPOCH = date(1970, 1, 1)
_TOLD = (*CONTACTS, "country", "consent")
"""What the files may tell or not."""
_AGREED, _REFUSED = "yes", "no"

Row = tuple[str, str | None, str | None, str | None, str | None, str | None, int, int, int, bool]


def store(path: Path, customers: CustomerTable, segmentations: Sequence[Segmentation]) -> None:
    """Write everything lists need to `path`: one row per customer, two columns per method."""
    told = {name: _told(customers, name) for name in _TOLD}
    columns: dict[str, NDArray[np.generic]] = {
        "id": customers.ids,
        **told,
        "orders": customers.orders,
        "revenue_units": customers.revenue_units,
        "last_order_day": customers.last_order_day,
        "as_of_day": np.full(customers.count, (customers.as_of - _EPOCH).days),
    }
    for each in segmentations:
        keys = np.array([segment.key for segment in each.segments], dtype=np.object_)
        columns[segment_column(each.method)] = keys[each.membership]
        columns[held_out_column(each.method)] = held_out(
            list(customers.ids), each.membership, told["consent"] != _REFUSED
        )
    with connect() as connection:
        connection.register("columns", columns)
        connection.execute(f"COPY (FROM columns) TO {literal(str(path))} (FORMAT parquet)")


def listed(path: Path, method: str, segment: str, currency: str | None) -> CustomerList:
    """The customers of one segment, from what `store` wrote."""
    rows = literal(str(path))
    with connect() as connection:
        found: list[Row] = connection.execute(
            f"SELECT id, {', '.join(_TOLD)}, orders, revenue_units, last_order_day, "
            f"{held_out_column(method)} FROM {rows} WHERE {segment_column(method)} = {literal(segment)} "
            "ORDER BY revenue_units DESC, id"
        ).fetchall()
        home = connection.execute(
            f"SELECT country FROM {rows} WHERE country IS NOT NULL "
            "GROUP BY country ORDER BY count(*) DESC, country LIMIT 1"
        ).fetchone()
    return CustomerList(method, segment, currency, home[0] if home else None, tuple(map(_customer, found)))


def segments_of(path: Path, method: str, ids: NDArray[np.object_]) -> NDArray[np.object_]:
    """The segment by `method` of each of these customers, from what `store` wrote; None for unknown ones."""
    column, table = segment_column(method), f"read_parquet({literal(str(path))})"
    with connect() as connection:
        if column not in connection.sql(f"FROM {table}").columns:
            return np.full(len(ids), None, dtype=np.object_)
        connection.register("asked", {"id": ids, "place": np.arange(len(ids))})
        found = connection.execute(
            f"SELECT {column} AS segment FROM asked LEFT JOIN {table} USING (id) ORDER BY place"
        ).fetchnumpy()
    return texts(found["segment"])


def refusals(path: Path, method: str | None = None, segment: str | None = None) -> int:
    """How many said no to advertising: of one segment, or of all customers."""
    among = "" if method is None else f"AND {segment_column(method)} = {literal(segment or '')}"
    with connect() as connection:
        counted = connection.execute(
            f"SELECT count(*) FROM {literal(str(path))} WHERE consent = '{_REFUSED}' {among}"
        ).fetchone()
    return int(counted[0]) if counted else 0


def _told(customers: CustomerTable, name: str) -> NDArray[np.object_]:
    nothing = np.full(customers.count, None, dtype=np.object_)
    if name in CONTACTS:
        return customers.contacts.get(name, nothing)
    if name == "consent":
        return customers.categorical.get(name, nothing)
    codes = {word: country_code(word) for word in customers.categorical.get("country", ()) if word}
    return np.array([codes.get(word) for word in customers.categorical.get("country", nothing)], np.object_)


def _customer(row: Row) -> ListedCustomer:
    customer, email, phone, name, country, consent, orders, units, day, held = row
    last = _EPOCH + timedelta(days=day) if day >= 0 else None
    agreed = None if consent is None else consent == _AGREED
    return ListedCustomer(customer, name, email, phone, country, orders, money(units), last, agreed, held)
