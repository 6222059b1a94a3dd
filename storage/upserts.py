"""An INSERT that knows what to do about a row that is there already, the same for both databases."""

from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_ignore(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that does nothing where the row breaks a unique rule of `table`."""
    return _insert_or_ignore(connection.dialect.name, table)


def insert_or_replace(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that puts the new values into the row that has the same primary key."""
    return _insert_or_replace(connection.dialect.name, table)


# Making a statement takes longer than running it, so each is made once.


@cache
def _insert_or_ignore(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _insert_or_replace(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    insert = _insert(dialect, table)
    rest = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=table.primary_key, set_=rest)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
