"""The one way to the database: short transactions over SQLite or PostgreSQL, the same code for both."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import StorageUnavailableError
from storage.keys.data_key import DataKey
from storage.keys.keyring import EVERYBODY, OPTION, Keyring
from storage.keys.masters import Masters
from storage.presence import Presence, presence

BUSY_TIMEOUT_SECONDS = 10
MIGRATION_LOCK = 7_305_128_114
"""Any number nobody else uses as an advisory lock in the same PostgreSQL database."""

_WRITES = "writes"


class Database:
    """Connections to one database. Every method may be called from any thread."""

    def __init__(self, url: str, masters: Masters) -> None:
        """`url` is SQLAlchemy's: sqlite:///file.db or postgresql+psycopg://user@host/name."""
        self._keyring = Keyring(masters)
        self._engine = _engine(url).execution_options(**{OPTION: self._keyring})
        self._is_sqlite = self._engine.dialect.name == "sqlite"
        # PostgreSQL's default shows every statement a later moment; SQLite knows no other way than one.
        self._readers = (
            self._engine
            if self._is_sqlite
            else self._engine.execution_options(isolation_level="REPEATABLE READ")
        )
        # SQLite has one writer; waiting here is fair and wakes at once, its own busy handler polls.
        self._writer: AbstractContextManager[object] = Lock() if self._is_sqlite else nullcontext()
        self._presence: Presence | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that may write: committed at the end, rolled back when anything is raised."""
        with self._writer, _told_apart(), self._engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            try:
                with connection.begin():
                    yield connection
            except BaseException:
                self._keyring.forget_opened()
                raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one moment of the database."""
        with _told_apart(), self._readers.connect() as connection, connection.begin():
            yield connection

    def migrate(self) -> None:
        """Bring the tables to the present shape. Several processes may do so at once.

        Tables that a newer program has changed are left as they are: it only adds to them, so this one can
        work beside it until it is replaced.

        Raises OwnerFixableError("wrong_master_key") when the keys in there were wrapped by another one.
        """
        with self.transaction() as connection:
            if not self._is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
            if not _is_newer(connection):
                command.upgrade(_alembic(connection), "head")
            self._keyring.of_all(connection, [EVERYBODY])

    def key_of(self, holder: str) -> DataKey:
        """The key of an owner, by the name of their folder, or EVERYBODY's."""
        key = self._keyring.kept(holder)
        if key is None:
            with self.transaction() as connection:
                key = self._keyring.of_all(connection, [holder])[holder]
        return key

    def enter(self) -> bool:
        """Be known to work here until `close` or the end of the process; True when nobody else does."""
        self._presence = presence(self._engine)
        with _told_apart():
            return self._presence.enter()

    def stay(self) -> None:
        """To be called every now and then by whoever entered: a server that is started anew forgets them."""
        if self._presence is not None:
            with _told_apart():
                self._presence.stay()

    def scrub(self) -> None:
        """Leave nothing of deleted rows in SQLite's write-ahead log, as far as no reader is at it."""
        if self._is_sqlite:
            with self._writer, _told_apart(), self._engine.connect() as connection:
                driver = connection.connection.dbapi_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        if self._presence is not None:
            self._presence.leave()
        self._engine.dispose()


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, pool_size=10, hide_parameters=True)
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, pool_size=10, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and is never IMMEDIATE
    cursor = connection.cursor()
    for setting in (
        f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what an owner had deleted must not stay readable in the file
    ):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer half-way fails at once when somebody wrote meanwhile; so say it first.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told_apart() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StorageUnavailableError(type(error.orig).__name__) from error


def _is_newer(connection: Connection) -> bool:
    found = MigrationContext.configure(connection).get_current_revision()
    known = ScriptDirectory.from_config(_alembic(connection)).walk_revisions()
    return found is not None and found not in {each.revision for each in known}


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = connection
    return config
