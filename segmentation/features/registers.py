"""Numbers for names: everything is grouped by a small integer instead of a text."""

from duckdb import DuckDBPyConnection

NAMES = "names"
"""The register of customers."""


def open_register(connection: DuckDBPyConnection, register: str) -> None:
    """Makes the register: a table of ids, from 1 up, and the words they stand for."""
    connection.execute(f"CREATE TEMP TABLE {register} (id INTEGER, word VARCHAR)")


def enter(connection: DuckDBPyConnection, register: str, column: str, sql: str, called: str) -> None:
    """Enters what `sql` makes of the cells in a column of `lines`, `called` so there; NULL is not entered.

    Makes the table `<register>_cells` anew: which cell of the column means which id. New words are
    numbered in their order, so that the same files give the same ids.
    """
    # Materialized, because DuckDB would move the condition ahead of DISTINCT and clean every line's cell.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE meanings AS "
        f"WITH cells AS (SELECT DISTINCT {column} AS {called} FROM lines), "
        f"meant AS MATERIALIZED (SELECT {called} AS cell, {sql} AS word FROM cells) "
        "FROM meant WHERE word IS NOT NULL"
    )
    connection.execute(
        f"INSERT INTO {register} "
        f"SELECT (SELECT count(*) FROM {register}) + row_number() OVER (ORDER BY word), word "
        f"FROM (SELECT DISTINCT word FROM meanings ANTI JOIN {register} USING (word))"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {register}_cells AS "
        f"SELECT cell, id FROM meanings JOIN {register} USING (word)"
    )
