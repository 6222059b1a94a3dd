"""The one place where DuckDB is opened, and where a dataset becomes something it can select from."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import duckdb
from duckdb import DuckDBPyConnection

from segmentation.model.dataset import Dataset

MEMORY_LIMIT = "500MB"
"""DuckDB spills to a temporary folder beyond this."""
MOST_THREADS = 8
"""Each has buffers of its own, so a machine with many cores would need more memory for the same work."""


@contextmanager
def connect() -> Iterator[DuckDBPyConnection]:
    """An empty database in memory that draws nothing: its progress bar would end up in a server's log."""
    with TemporaryDirectory(prefix="personabot-") as folder, duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.execute(f"SET temp_directory = {literal(folder)}")
        connection.execute(f"SET threads = {min(os.cpu_count() or 1, MOST_THREADS)}")
        yield connection


def scan_sql(dataset: Dataset, *, rejects: int = 0) -> str:
    """An expression to put after FROM: every column VARCHAR, named as in `dataset.columns`.

    Empty cells are NULL. Nothing is guessed: the reader has made sure that the text at
    `dataset.path` is cut without a remainder by `dataset.dialect`, so nothing is lost silently either. Where
    that is not yet sure, up to `rejects` errors are collected in `reject_errors` instead of raised.
    """
    dialect = dataset.dialect
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in dataset.columns)
    options = {
        "columns": f"{{{columns}}}",
        "delim": literal(dialect.delimiter),
        "quote": literal(dialect.quote),
        "escape": literal(dialect.escape),
        "skip": str(dialect.skip_lines),
        "header": "false",
        "auto_detect": "false",
        "null_padding": "false",
        "strict_mode": "true",
    }
    if rejects:
        options |= {"store_rejects": "true", "rejects_limit": str(rejects)}
    told = ", ".join(f"{option} = {value}" for option, value in options.items())
    return f"read_csv({literal(str(dataset.path))}, {told})"


def keep_second_choices_last(connection: DuckDBPyConnection) -> None:
    """The second choice of a COALESCE is computed for those rows alone that have no first one.

    Left to itself, DuckDB would compute what is written more than once for all rows beforehand.
    """
    connection.execute("SET disabled_optimizers = 'common_subexpressions'")


def named(columns: Mapping[str, str]) -> str:
    """Expressions under their names, to put after SELECT."""
    return ", ".join(f"{sql} AS {name}" for name, sql in columns.items())


def identifier(name: str) -> str:
    """A column's name, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A piece of text, quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"
