"""Owners: who they are to a messenger, and the row that everything of theirs hangs on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, select, update

from storage.database import insert_or_ignore
from storage.tables import inbox, outbox, owners


@dataclass(frozen=True, slots=True)
class Owner:
    id: int
    messenger: str
    address: str
    language: str | None


def find(connection: Connection, messenger: str, address: str) -> Owner | None:
    row = connection.execute(_one(messenger, address)).one_or_none()
    return _owner(row) if row else None


def get(connection: Connection, owner_id: int) -> Owner | None:
    row = connection.execute(select(owners).where(owners.c.id == owner_id)).one_or_none()
    return _owner(row) if row else None


def find_or_add(
    connection: Connection, messenger: str, address: str, language: str | None, now: datetime
) -> Owner:
    """The owner, with the row locked until the transaction ends, so that their events line up."""
    found = connection.execute(_one(messenger, address).with_for_update(key_share=True)).one_or_none()
    if found is None:
        insert = insert_or_ignore(connection, owners)
        connection.execute(
            insert.values(messenger=messenger, address=address, language=language, created_at=now)
        )
        found = connection.execute(_one(messenger, address).with_for_update(key_share=True)).one()
    if found.forgotten_at is not None:
        connection.execute(update(owners).where(owners.c.id == found.id).values(forgotten_at=None))
    return _owner(found)


def lock(connection: Connection, owner_id: int) -> bool:
    """Hold the owner's row until the transaction ends; False when there is no such owner any more."""
    row = select(owners.c.id).where(owners.c.id == owner_id).with_for_update(key_share=True)
    return connection.execute(row).one_or_none() is not None


def set_language(connection: Connection, owner_id: int, language: str) -> None:
    connection.execute(update(owners).where(owners.c.id == owner_id).values(language=language))


def mark_forgotten(connection: Connection, owner_id: int, now: datetime) -> None:
    """To be deleted as soon as the farewell has gone out; writing again before that undoes it."""
    connection.execute(update(owners).where(owners.c.id == owner_id).values(forgotten_at=now))


def delete_forgotten(connection: Connection, before: datetime) -> int:
    """Delete owners forgotten before `before` who have nothing to receive; return how many."""
    waiting = exists().where(outbox.c.owner_id == owners.c.id, outbox.c.state == "pending")
    unread = exists().where(inbox.c.owner_id == owners.c.id, inbox.c.state == "new")
    gone = delete(owners).where(owners.c.forgotten_at < before, ~waiting, ~unread)
    return connection.execute(gone).rowcount


def _one(messenger: str, address: str) -> Select[Any]:
    return select(owners).where(owners.c.messenger == messenger, owners.c.address == address)


def _owner(row: Row[tuple[object, ...]]) -> Owner:
    return Owner(row.id, row.messenger, row.address, row.language)
