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
from segmentation.model.customers import CustomerTable, OrderGaps
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
        facts = _Facts(
            customers.gaps, customers.as_of, customers.currency, customers.has_orders, found.totals
        )
        beside = f"{{facts: {literal(to_json(facts))}}}"
        with connect() as connection:
            connection.register("columns", columns)
            target = literal(str(path))
            connection.execute(f"COPY (FROM columns) TO {target} (FORMAT parquet, KV_METADATA {beside})")

    def read(self, path: Path) -> Counted:
        source = literal(str(path))
        with connect() as connection:
            beside = connection.execute(f"SELECT decode(value) FROM parquet_kv_metadata({source})").fetchone()
            columns = connection.execute(f"FROM read_parquet({source})").fetchnumpy()
        assert beside is not None
        facts = from_json(beside[0], _Facts)
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
        )
        return Counted(customers, facts.totals)


@dataclass(frozen=True, slots=True)
class _Facts:
    gaps: OrderGaps
    as_of: date
    currency: str | None
    has_orders: bool
    totals: Totals


def _of(columns: Mapping[str, Column], group: str) -> Mapping[str, Column]:
    start = f"{group}."
    return {name.removeprefix(start): column for name, column in columns.items() if name.startswith(start)}
