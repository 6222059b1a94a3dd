"""What the first step of an analysis counts, as one Parquet file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segmentation.features.table import WHOLE, floats, texts
from segmentation.model.analysis import Totals
from segmentation.model.codec import from_json, to_json
from segmentation.model.customers import Baskets, CustomerTable, OrderGaps
from segmentation.reading.scan import connect, literal

_GROUPS = ("numeric", "categorical", "contacts")
"""Columns of these are called `<group>.<name>`."""

Column = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Counted:
    customers: CustomerTable
    totals: Totals


class CountedFile:
    """Columns as they are; what is said once of all customers stands beside them as JSON."""

    def write(self, found: Counted, path: Path) -> None:
        customers = found.customers
        columns: dict[str, Column] = {"ids": customers.ids, "same_season": customers.same_season}
        columns |= {name: getattr(customers, name) for name in WHOLE}
        for group in _GROUPS:
            columns |= {f"{group}.{name}": column for name, column in getattr(customers, group).items()}
        columns["place"] = np.arange(customers.count)
        facts = _Facts(
            customers.gaps,
            customers.as_of,
            customers.currency,
            customers.has_orders,
            found.totals,
            customers.baskets.goods if customers.baskets else None,
        )
        beside = f"{{facts: {literal(to_json(facts))}}}"
        with connect() as connection:
            connection.register("columns", columns)
            rows = "FROM columns" if customers.baskets is None else _WITH_BASKETS
            if customers.baskets is not None:
                connection.register("baskets", _columns(customers.baskets))
            target = literal(str(path))
            connection.execute(f"COPY ({rows}) TO {target} (FORMAT parquet, KV_METADATA {beside})")

    def read(self, path: Path) -> Counted:
        source = literal(str(path))
        with connect() as connection:
            beside = connection.execute(f"SELECT decode(value) FROM parquet_kv_metadata({source})").fetchone()
            assert beside is not None
            facts = from_json(beside[0], _Facts)
            listed = "" if facts.goods is None else "EXCLUDE (baskets)"
            columns = connection.execute(f"SELECT * {listed} FROM read_parquet({source})").fetchnumpy()
            baskets = connection.execute(_UNPACKED.format(source)).fetchnumpy() if listed else None
        whole = {name: np.asarray(columns[name], dtype=np.int64) for name in WHOLE}
        customers = CustomerTable(
            ids=texts(columns["ids"]),
            **whole,
            same_season=np.asarray(columns["same_season"], dtype=np.bool_),
            numeric={name: floats(column) for name, column in _of(columns, "numeric").items()},
            categorical={name: texts(column) for name, column in _of(columns, "categorical").items()},
            contacts={name: texts(column) for name, column in _of(columns, "contacts").items()},
            gaps=facts.gaps,
            as_of=facts.as_of,
            currency=facts.currency,
            has_orders=facts.has_orders,
            baskets=Baskets(facts.goods or (), **baskets) if baskets else None,
        )
        return Counted(customers, facts.totals)


@dataclass(frozen=True, slots=True)
class _Facts:
    gaps: OrderGaps
    as_of: date
    currency: str | None
    has_orders: bool
    totals: Totals
    goods: tuple[str, ...] | None = None
    """Of the baskets, if there are any."""


_WITH_BASKETS = """
SELECT columns.*, baskets FROM columns LEFT JOIN (
    SELECT customers AS place, list({'held': held, 'orders': orders}) AS baskets
    FROM baskets GROUP BY customers
) USING (place) ORDER BY place
"""
_UNPACKED = """
SELECT place AS customers, basket.held AS held, basket.orders AS orders
FROM (SELECT place, unnest(baskets) AS basket FROM read_parquet({}))
ORDER BY customers, held
"""


def _columns(baskets: Baskets) -> dict[str, Column]:
    return {"customers": baskets.customers, "held": baskets.held, "orders": baskets.orders}


def _of(columns: Mapping[str, Column], group: str) -> Mapping[str, Column]:
    start = f"{group}."
    return {name.removeprefix(start): column for name, column in columns.items() if name.startswith(start)}
