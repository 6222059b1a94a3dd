"""Rows of owners are taken in one order by all, so that nobody waits for somebody who waits for them."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, text, update

from storage import outbox, owners
from storage.database import Database
from storage.tables import owners as table
from tests.master_key import MASTERS

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
COURIER = "courier"


def _renew(connection: Connection) -> None:
    outbox.renew_claims(connection, COURIER, NOW)


def _release(connection: Connection) -> None:
    outbox.release_all(connection, COURIER)


@pytest.mark.postgres
@pytest.mark.parametrize("take_all", [_renew, _release])
def test_a_courier_takes_its_owners_in_the_order_in_which_events_do(
    postgres_url: str, take_all: Callable[[Connection], None]
) -> None:
    database = Database(postgres_url, MASTERS)
    database.migrate()
    first, second = _two_claimed_in_the_other_order_on_disk(database)

    def courier() -> None:
        with database.transaction() as connection:
            take_all(connection)

    taking = threading.Thread(target=courier)
    with database.transaction() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        connection.execute(text("SET LOCAL deadlock_timeout = '100ms'"))
        owners.lock(connection, [first])
        taking.start()
        _wait_for_one_that_waits(database)
        assert owners.lock(connection, [second]) == {second}
    taking.join()
    database.close()


def _two_claimed_in_the_other_order_on_disk(database: Database) -> tuple[int, int]:
    with database.transaction() as connection:
        first, second = (owners.find_or_add(connection, "web", name, "en", NOW).id for name in ("a", "b"))
    for owner in (second, first):  # a row that changes goes behind the others
        with database.transaction() as connection:
            connection.execute(update(table).where(table.c.id == owner).values(courier=COURIER))
    return first, second


def _wait_for_one_that_waits(database: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with database.reading() as connection:
        while not connection.scalar(waiting):
            pass
