"""Which processes work on a database: who comes while nobody else is there may clear up after the dead.

The operating system (SQLite), or the server (PostgreSQL), lets go of a dead process's presence at once.
"""

import fcntl
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text, update
from sqlalchemy.exc import DBAPIError

from storage import work
from storage.tables import owners

PRESENCE_LOCK = 7_305_128_115
"""Any number nobody else uses as an advisory lock in the same PostgreSQL database."""
RETURN_SECONDS = 6.0
"""A server that has just started has let go of the living, too: they have so long to come back to it."""


class Presence(Protocol):
    """Of one process, from `enter` until `leave` or its end."""

    def enter(self) -> bool:
        """True when nobody else is there."""

    def stay(self) -> None:
        """Come back, if whoever keeps the presences has lost this one. To be called every now and then."""

    def leave(self) -> None: ...


def presence(engine: Engine) -> Presence:
    """Not entered yet."""
    return _Beside(engine.url.database) if engine.dialect.name == "sqlite" else _AtServer(engine)


def end_leases(connection: Connection) -> None:
    """Whoever was delivering, reading or analysing is not there any more; the next may begin at once."""
    connection.execute(update(owners).where(owners.c.courier.is_not(None)).values(courier=None))
    work.end_leases(connection)


class _Beside:
    """A file beside the database, shared by all that are present and held alone for a moment at first."""

    def __init__(self, database: str | None) -> None:
        """One in memory, without a name, belongs to its process."""
        self._file = Path(f"{database}.present").open("ab") if database else None  # noqa: SIM115  (stays open)

    def enter(self) -> bool:
        if self._file is None:
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_alone = True
        except BlockingIOError:
            is_alone = False
        fcntl.flock(self._file, fcntl.LOCK_SH)
        return is_alone

    def stay(self) -> None:
        """The system loses nothing."""

    def leave(self) -> None:
        if self._file is not None:
            self._file.close()


class _AtServer:
    """The same with a lock of PostgreSQL's, held by a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def enter(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # back in the pool it would keep the lock
        lock = {"lock": PRESENCE_LOCK}
        is_first = connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), lock).scalar_one()
        connection.execute(text("SELECT pg_advisory_lock_shared(:lock)"), lock)
        if is_first:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
        is_old = _seconds_since_its_start(connection) > RETURN_SECONDS
        self._connection = connection
        return bool(is_first) and is_old

    def stay(self) -> None:
        if not self._is_there():
            self.leave()
            self.enter()

    def leave(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _is_there(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True


def _seconds_since_its_start(server: Connection) -> float:
    age = text("SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())")
    return float(server.execute(age).scalar_one())
