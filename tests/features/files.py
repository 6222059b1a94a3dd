"""Small files, written and understood by hand."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from segmentation.features.customers import customer_table
from segmentation.model.analysis import Totals
from segmentation.model.customers import CustomerTable
from segmentation.model.dataset import Dataset, Dialect, FileFormat
from segmentation.model.roles import (
    ColumnMapping,
    ColumnRole,
    Evidence,
    NumberStyle,
    TableKind,
    Understanding,
)

Row = Sequence[object]
TODAY = date(2026, 1, 5)


def counted(files: Sequence[Understanding], as_of: date | None = None) -> tuple[CustomerTable, Totals]:
    return customer_table(files, as_of, today=TODAY)


def understood(
    path: Path,
    roles: Mapping[str, ColumnRole],
    *,
    kind: TableKind = TableKind.ORDER_LINES,
    date_format: str | None = "%Y-%m-%d",
    currency: str | None = None,
) -> Understanding:
    """A comma-separated file with a header, columns in the roles given."""
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    dataset = Dataset(
        name=path.name,
        format=FileFormat.CSV,
        encoding="utf-8",
        path=path,
        dialect=Dialect(",", skip_lines=1),
        columns=tuple(header),
        rows=len(rows),
        sample=tuple(tuple(row) for row in rows[:1000]),
    )
    mappings = tuple(
        ColumnMapping(column, roles.get(column, ColumnRole.OTHER), 1, Evidence.OWNER) for column in header
    )
    return Understanding(
        dataset, kind, mappings, date_format, NumberStyle(), 0, None, None, currency, set_aside=()
    )


def written(path: Path, header: Row, rows: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def purchases(  # a file is described by its parts
    folder: Path,
    header: Sequence[ColumnRole],
    rows: Sequence[Row],
    *,
    name: str = "orders.csv",
    date_format: str | None = "%Y-%m-%d",
    currency: str | None = None,
) -> Understanding:
    """A file of purchases whose headers are the names of their roles."""
    path = written(folder / name, header, rows)
    roles = {str(role): role for role in header}
    return understood(path, roles, date_format=date_format, currency=currency)


def people(
    folder: Path,
    header: Sequence[ColumnRole],
    rows: Sequence[Row],
    *,
    name: str = "people.csv",
    date_format: str | None = "%Y-%m-%d",
) -> Understanding:
    """A list of customers whose headers are the names of their roles."""
    path = written(folder / name, header, rows)
    roles = {str(role): role for role in header}
    return understood(path, roles, kind=TableKind.CUSTOMERS, date_format=date_format)
