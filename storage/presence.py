"""Which processes work on a database: who comes while nobody else is there may clear up after the dead.

The operating system (SQLite), or the server (PostgreSQL), lets go of a dead process's presence at once.
"""

import fcntl
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, text, update

from storage import work
from storage.tables import owners

PRESENCE_LOCK = 7_305_128_115
"""Any number nobody else uses as an advisory lock in the same PostgreSQL database."""

Leave = Callable[[], None]


def enter(engine: Engine) -> tuple[bool, Leave]:
    """Be present until `Leave` is called or the process ends; True when nobody else is."""
    if engine.dialect.name == "sqlite":
        return _enter_beside(engine.url.database)
    return _enter_server(engine)


def end_leases(connection: Connection) -> None:
    """Whoever was delivering, reading or analysing is not there any more; the next may begin at once."""
    connection.execute(update(owners).where(owners.c.courier.is_not(None)).values(courier=None))
    work.end_leases(connection)


def _enter_beside(database: str | None) -> tuple[bool, Leave]:
    """A file beside the database, shared by all that are present and held alone for a moment at first."""
    if not database:  # one in memory belongs to its process
        return True, lambda: None
    file = Path(f"{database}.present").open("ab")  # noqa: SIM115  (open for as long as we are present)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_alone = True
    except BlockingIOError:
        is_alone = False
    fcntl.flock(file, fcntl.LOCK_SH)
    return is_alone, file.close


def _enter_server(engine: Engine) -> tuple[bool, Leave]:
    """The same with a lock of PostgreSQL's, held by a connection of its own."""
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()  # back in the pool it would keep the lock
    lock = {"lock": PRESENCE_LOCK}
    is_alone = connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), lock).scalar_one()
    connection.execute(text("SELECT pg_advisory_lock_shared(:lock)"), lock)
    if is_alone:
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
    return bool(is_alone), connection.close
