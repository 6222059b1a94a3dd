"""A database from before anything was sealed is sealed at the first start."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from alembic import command
from sqlalchemy import text

from storage import conversations, inbox, interviews, owners, uploads
from storage.database import Database, _alembic
from tests.master_key import MASTERS

WHEN = "2026-05-01 12:00:00+00:00"
ROWS = (
    f"""INSERT INTO owners (id, messenger, address, language, created_at)
        VALUES (1, 'web', 'anna', 'en', '{WHEN}')""",
    f"""INSERT INTO interviews (owner_id, state, offers, version, updated_at)
        VALUES (1, 'plain', '', 1, '{WHEN}')""",
    f"""INSERT INTO answers (owner_id, question, value, answered_at)
        VALUES (1, 'offer', 'plain soap', '{WHEN}')""",
    f"""INSERT INTO inbox (id, messenger, event_id, owner_id, payload, shown, state, attempts, received_at)
        VALUES (7, 'web', 'e1', 1, 'plain event', 'plain words', 'new', 0, '{WHEN}')""",
    f"""INSERT INTO outbox (number, inbox_id, position, owner_id, payload, state, attempts, next_attempt_at,
        created_at) VALUES (7001, 7, 1, 1, 'plain reply', 'sent', 0, '{WHEN}', '{WHEN}')""",
    f"""INSERT INTO uploads (id, owner_id, blob, name, size, state, roles, readings, understanding,
        received_at) VALUES ('u', 1, '1/uploads/u', 'plain.csv', 3, 'understood', '{{}}', 1, 'plain table',
        '{WHEN}')""",
)


@pytest.fixture
def old(database_url: str) -> Iterator[Database]:
    """With rows as they were before the keys."""
    with closing(Database(database_url, MASTERS)) as database:
        with database.transaction() as connection:
            command.upgrade(_alembic(connection), "0007")
            for row in ROWS:
                connection.execute(text(row))
        yield database


def test_rows_in_plain_text_are_sealed_and_read_as_before(old: Database) -> None:
    old.migrate()
    old.migrate()
    with old.reading() as connection:
        anna = owners.find(connection, "web", "anna")
        assert anna is not None
        assert interviews.load(connection, anna.id).answers == {"offer": "plain soap"}
        assert interviews.load(connection, anna.id).state == "plain"
        bubbles = conversations.following(connection, anna.id, 0, 10**6)
        assert [(each.text, each.reply) for each in bubbles] == [("plain words", None), (None, "plain reply")]
        assert [each.payload for each in inbox.next_new(connection, [anna.id])] == ["plain event"]
        (upload,) = uploads.of_owner(connection, anna.id)
        assert (upload.name, upload.understanding, upload.refusal) == ("plain.csv", "plain table", None)
        tables = ("owners", "interviews", "answers", "inbox", "outbox", "uploads")
        rows = [repr(row) for each in tables for row in connection.execute(text(f"SELECT * FROM {each}"))]
    assert [row for row in rows if "plain" in row or "anna" in row] == []
