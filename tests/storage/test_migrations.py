"""Processes are replaced one by one, so whatever a migration does, the program before it must still work.

That is judged by the shape of the tables: what stands in them, as 0008 changed it, is not seen here.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, UniqueConstraint

from storage.database import Database, _alembic
from tests.master_key import MASTERS

SCRIPTS = Path(__file__).parents[2] / "storage" / "migrations"
REVISIONS = [each.revision for each in ScriptDirectory(str(SCRIPTS)).walk_revisions()][::-1]
BEFORE_THE_RULE = {"0007": {"analyses.lease_until is gone", "uploads.lease_until is gone"}}
"""No other may be added here."""


@dataclass(frozen=True)
class Shape:
    """All tables at one moment."""

    tables: dict[str, Table]

    def broken_for(self, earlier: "Shape") -> Iterator[str]:
        """What a program written for the earlier shape would stumble over."""
        for name, before in earlier.tables.items():
            now = self.tables.get(name)
            if now is None:
                yield f"{name} is gone"
                continue
            yield from (f"{name}.{each} is gone" for each in set(before.c.keys()) - set(now.c.keys()))
            yield from (f"{name}.{each.name} is demanded" for each in now.c if _is_demanded(each, before))
            yield from (f"{name}.{each} is kept otherwise" for each in _changed(before, now))
            if _unique(now) - _unique(before):
                yield f"{name} refuses what it took"


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> list[Shape]:
    """After each migration."""
    address = f"sqlite:///{tmp_path_factory.mktemp('shapes') / 'a.db'}"
    with closing(Database(address, MASTERS)) as database:
        return [_shape_at(database, revision) for revision in REVISIONS]


@pytest.mark.parametrize("number", range(1, len(REVISIONS)), ids=REVISIONS[1:])
def test_the_program_before_it_works_on_whatever_a_migration_leaves(shapes: list[Shape], number: int) -> None:
    broken = set(shapes[number].broken_for(shapes[number - 1]))
    assert broken == BEFORE_THE_RULE.get(REVISIONS[number], set())


def test_what_would_break_the_program_before_is_seen() -> None:
    today = (Column("a", String(8)), Column("b", String(8)), Column("c", Integer))
    new = Column("d", Integer, nullable=False, server_default="0")
    demanded, longer = Column("e", Integer, nullable=False), Column("c", String(8), unique=True)
    tomorrow = (Column("b", String(8), nullable=False), longer, new, demanded)
    assert set(_shape(more=tomorrow).broken_for(_shape(gone=(), more=today))) == {
        "gone is gone",
        "more.a is gone",
        "more.b is demanded",
        "more.e is demanded",
        "more.c is kept otherwise",
        "more refuses what it took",
    }


def _shape(**columns: tuple[Column[Any], ...]) -> Shape:
    there = MetaData()
    return Shape({name: Table(name, there, *own) for name, own in columns.items()})


def _shape_at(database: Database, revision: str) -> Shape:
    with database.transaction() as connection:
        command.upgrade(_alembic(connection), revision)
        return Shape(_tables(connection))


def _tables(connection: Connection) -> dict[str, Table]:
    found = MetaData()
    found.reflect(connection)
    return dict(found.tables)


def _is_demanded(column: Column[object], before: Table) -> bool:
    """Whoever does not know of it, or may leave it out, can add no row any more."""
    is_left_out = column.name not in before.c or bool(before.c[column.name].nullable)
    return is_left_out and not column.nullable and column.server_default is None


def _changed(before: Table, now: Table) -> list[str]:
    return [
        each.name for each in before.c if each.name in now.c and str(each.type) != str(now.c[each.name].type)
    ]


def _unique(table: Table) -> set[frozenset[str]]:
    """Columns that may not say the same in two rows."""
    constraints = [
        set(each.columns.keys()) for each in table.constraints if isinstance(each, UniqueConstraint)
    ]
    indexes = [set(each.columns.keys()) for each in table.indexes if each.unique]
    return set(map(frozenset, (*constraints, *indexes)))
