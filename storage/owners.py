"""Owners: who they are to a messenger, hidden, and the row that everything of theirs hangs on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, select, update

from storage.keys import keyring
from storage.tables import owners
from storage.upserts import insert_or_ignore

Address = tuple[str, str]
"""A messenger's name, and who somebody is to it."""


@dataclass(frozen=True, slots=True)
class Owner:
    id: int
    messenger: str
    address: str
    language: str | None


# Those with the same address at another messenger come along: by pairs SQLite would read all rows.
_THOSE = select(
    owners.c.id,
    owners.c.messenger,
    owners.c.address,
    owners.c.language,
    owners.c.forgotten_at,
    owners.c.unreachable_at,
).where(owners.c.messenger.in_(bindparam("messengers")), owners.c.address.in_(bindparam("places")))
# All transactions take these locks in the same order, so that none waits for one that waits for it.
_THOSE_LOCKED = _THOSE.order_by(owners.c.id).with_for_update(key_share=True)


def find(connection: Connection, messenger: str, address: str) -> Owner | None:
    return next(iter(find_all(connection, [(messenger, address)])), None)


def find_all(connection: Connection, addresses: Collection[Address]) -> tuple[Owner, ...]:
    """Those who are known, in this order."""
    found = _rows(connection, _THOSE, addresses)
    return tuple(_owner(row, address) for (_, address), row in found.items())


def get(connection: Connection, owner_id: int) -> Owner | None:
    row = connection.execute(select(owners).where(owners.c.id == owner_id)).one_or_none()
    if row is None:
        return None
    return _owner(row, keyring.look_up(connection).reveal(row.messenger, row.address))


def find_or_add(
    connection: Connection, messenger: str, address: str, language: str | None, now: datetime
) -> Owner:
    """The owner, locked like all of `find_or_add_all`."""
    return find_or_add_all(connection, {(messenger, address): language}, now)[messenger, address]


def find_or_add_all(
    connection: Connection, languages: Mapping[Address, str | None], now: datetime
) -> Mapping[Address, Owner]:
    """The owners, with rows locked until the transaction ends, so that their events line up.

    `languages` counts for those who are new. Who was to be forgotten stays after all, and who was out of
    reach is there again.
    """
    found = _rows(connection, _THOSE_LOCKED, languages)
    strangers = {address: languages[address] for address in sorted(languages.keys() - found.keys())}
    if strangers:
        _add(connection, strangers, now)
        found |= _rows(connection, _THOSE_LOCKED, strangers)
    back = [row.id for row in found.values() if row.forgotten_at or row.unreachable_at]
    if back:
        here = update(owners).where(owners.c.id.in_(back))
        connection.execute(here.values(forgotten_at=None, unreachable_at=None))
    return {address: _owner(row, address[1]) for address, row in found.items()}


_LOCK = (
    select(owners.c.id)
    .where(owners.c.id.in_(bindparam("ids")))
    .order_by(owners.c.id)
    .with_for_update(key_share=True)
)


def lock(connection: Connection, owner_ids: Collection[int]) -> frozenset[int]:
    """Hold the owners' rows until the transaction ends; the ids of those there still are."""
    return frozenset(connection.execute(_LOCK, {"ids": owner_ids}).scalars())


def set_language(connection: Connection, owner_id: int, language: str) -> None:
    connection.execute(update(owners).where(owners.c.id == owner_id).values(language=language))


def mark_unreachable(connection: Connection, owner_id: int, now: datetime) -> None:
    """Nothing is delivered until they write again."""
    connection.execute(update(owners).where(owners.c.id == owner_id).values(unreachable_at=now))


def mark_forgotten(connection: Connection, owner_id: int, now: datetime) -> None:
    """To be deleted a little later, when the farewell has gone out; writing again before undoes it."""
    connection.execute(update(owners).where(owners.c.id == owner_id).values(forgotten_at=now))


def forgotten(connection: Connection, before: datetime) -> tuple[int, ...]:
    """Those who were to be forgotten before that, and have not come back."""
    return tuple(connection.execute(select(owners.c.id).where(owners.c.forgotten_at < before)).scalars())


def delete_all(connection: Connection, ids: Collection[int], before: datetime | None) -> None:
    """Delete owners with all rows of theirs, their key too.

    With `before`, those who have come back since then stay.
    """
    gone = delete(owners).where(owners.c.id.in_(ids))
    connection.execute(gone if before is None else gone.where(owners.c.forgotten_at < before))


def _add(connection: Connection, languages: Mapping[Address, str | None], now: datetime) -> None:
    """Whom another process has added meanwhile stays as they are."""
    look_up = keyring.look_up(connection)
    rows = [
        {
            "messenger": messenger,
            "address": look_up.hide(messenger, address),
            "language": language,
            "created_at": now,
        }
        for (messenger, address), language in languages.items()
    ]
    connection.execute(insert_or_ignore(connection, owners), rows)


def _rows(
    connection: Connection, statement: Select[*tuple[Any, ...]], addresses: Collection[Address]
) -> dict[Address, Row[*tuple[Any, ...]]]:
    """Those who are known, in this order."""
    look_up = keyring.look_up(connection)
    hidden = {address: look_up.hide(*address) for address in addresses}
    messengers = {messenger for messenger, _ in addresses}
    rows = connection.execute(statement, {"messengers": messengers, "places": hidden.values()})
    found = {row.address: row for row in rows.all()}
    return {address: found[place] for address, place in hidden.items() if place in found}


def _owner(row: Row[tuple[object, ...]], address: str) -> Owner:
    return Owner(row.id, row.messenger, address, row.language)
