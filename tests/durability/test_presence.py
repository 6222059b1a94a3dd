"""Who starts alone on a database takes over at once what a killed process was at."""

from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.wiring import now
from storage import outbox, owners, uploads, work
from storage.database import Database
from storage.presence import end_leases
from storage.work import Lease, Limits
from tests.master_key import MASTERS

SOON = timedelta(seconds=15)


def test_only_the_first_is_alone_and_the_next_after_all_have_left(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.presence.RETURN_SECONDS", 0)
    with (
        closing(Database(database_url, MASTERS)) as first,
        closing(Database(database_url, MASTERS)) as second,
    ):
        assert first.enter()
        assert not second.enter()
        first.close()
        with closing(Database(database_url, MASTERS)) as third:
            assert not third.enter()
    with closing(Database(database_url, MASTERS)) as last:
        assert last.enter()


def test_what_the_dead_were_at_is_free_at_once(database: Database) -> None:
    with database.transaction() as connection:
        anna = owners.find_or_add(connection, "web", "anna", "en", now()).id
        assert outbox.claim(connection, [anna], "the dead", now(), now() + SOON) == {anna: None}
        uploads.expect(connection, uploads.ExpectedFile("file", anna, "blob", "a.csv"), now())
        uploads.queue(connection, anna, "file", "{}", "{}", now())
        assert taken(connection, "the dead") == "file"
        assert taken(connection, "the living") is None
        assert outbox.claim(connection, [anna], "the living", now(), now() + SOON) == {}
        end_leases(connection)
        assert outbox.claim(connection, [anna], "the living", now(), now() + SOON) == {anna: None}
        assert taken(connection, "the living") == "file"


def taken(connection: Connection, worker: str) -> str | None:
    claimed = work.claim(connection, Lease(worker, now(), now() + SOON), Limits(per_owner=1))
    return claimed.id if claimed else None
