"""Transactions and migrations, on SQLite and on a real PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, insert, select, text

from storage import owners
from storage.database import Database
from storage.errors import StorageUnavailableError
from storage.keys import keyring
from storage.tables import metadata
from storage.tables import owners as owners_table
from tests.master_key import MASTERS

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def add(database: Database, address: str) -> int:
    with database.transaction() as connection:
        return owners.find_or_add(connection, "web", address, "en", NOON).id


def add_and_fail(connection: Connection) -> None:
    owners.find_or_add(connection, "web", "a", "en", NOON)
    raise ZeroDivisionError


def count(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(owners_table)).all())


def test_migrations_lead_to_the_tables_the_queries_are_written_for(database: Database) -> None:
    with database.transaction() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    add(database, "a")
    database.migrate()
    assert count(database) == 1


def test_two_processes_may_migrate_at_once(database_url: str) -> None:
    both = [Database(database_url, MASTERS), Database(database_url, MASTERS)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(Database.migrate, both))
    assert add(both[0], "a") > 0
    for database in both:
        database.close()


def test_what_is_raised_inside_a_transaction_undoes_it(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction() as connection:
        add_and_fail(connection)
    assert count(database) == 0


def test_moments_come_back_in_utc_whatever_zone_they_went_in(database: Database) -> None:
    eight_in_shanghai = datetime(2026, 5, 1, 20, tzinfo=timezone(timedelta(hours=8)))
    with database.transaction() as connection:
        row = {"messenger": "web", "address": "a", "created_at": eight_in_shanghai}
        connection.execute(insert(owners_table).values(row))
        kept = connection.execute(select(owners_table.c.created_at)).scalar_one()
    assert kept == NOON
    assert kept.utcoffset() == timedelta(0)


def test_many_threads_meeting_the_same_new_owner_make_one(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: add(database, "same"), range(40)))
    assert len(ids) == 1
    assert count(database) == 1


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    add(database, "a")
    with database.reading() as connection:
        before = connection.execute(select(owners_table)).all()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(add, database, "b").result(timeout=10)
        assert connection.execute(select(owners_table)).all() == before
    assert count(database) == 2


def test_ids_of_deleted_owners_never_come_again(database: Database) -> None:
    first = add(database, "a")
    with database.transaction() as connection:
        connection.execute(owners_table.delete())
    assert add(database, "b") > first


def test_a_database_that_cannot_be_reached_is_told_apart_from_a_defect(tmp_path: Path) -> None:
    missing = Database("postgresql+psycopg://nobody@/none?host=" + str(tmp_path), MASTERS)
    with pytest.raises(StorageUnavailableError), missing.reading():
        pass
    missing.close()


def test_sqlite_keeps_what_was_committed_through_a_loss_of_power(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}", MASTERS)
    with database.reading() as connection:
        told = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    database.close()


def test_sqlite_writers_of_two_processes_wait_for_each_other(tmp_path: Path) -> None:
    ours, theirs = (
        Database(f"sqlite:///{tmp_path / 'a.db'}", MASTERS),
        Database(f"sqlite:///{tmp_path / 'a.db'}", MASTERS),
    )
    ours.migrate()
    writing, may_end = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with ours.transaction() as connection:
            owners.find_or_add(connection, "web", "slow", "en", NOON)
            writing.set()
            may_end.wait(5)

    slow = threading.Thread(target=write_slowly)
    slow.start()
    writing.wait(5)
    threading.Timer(0.2, may_end.set).start()
    add(theirs, "quick")
    slow.join()
    assert count(theirs) == 2
    ours.close()
    theirs.close()


def test_an_address_belongs_to_its_messenger_alone(database: Database) -> None:
    with database.transaction() as connection:
        theirs = owners.find_or_add(connection, "telegram", "1", "zh", NOON)
        both = {("web", "1"): "en", ("telegram", "2"): "en"}
        added = owners.find_or_add_all(connection, both, NOON)
        assert added.keys() == both.keys()
        assert theirs not in added.values()
        assert owners.find_all(connection, [("web", "2"), ("telegram", "1")]) == (theirs,)


def test_what_was_deleted_cannot_be_read_from_the_file_either(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    database = Database(f"sqlite:///{file}", MASTERS)
    database.migrate()
    add(database, "an address to forget")
    with database.reading() as connection:
        hidden = keyring.look_up(connection).hide("web", "an address to forget").encode()
    database.close()
    assert hidden in file.read_bytes()
    with database.transaction() as connection:
        connection.execute(delete(owners_table))
    database.close()
    assert hidden not in file.read_bytes()


def test_a_program_works_on_beside_a_newer_one_that_has_changed_the_tables(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
        connection.execute(text("ALTER TABLE owners ADD COLUMN something_new TEXT"))
    database.migrate()
    with database.transaction() as connection:
        assert owners.find_or_add(connection, "web", "anna", "en", NOON).language == "en"
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "tomorrow"
