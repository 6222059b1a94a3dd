"""Events as they came in, sealed: each kept once, worked on in order, remembered as the owner's bubbles."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select, update

from storage.keys import keyring
from storage.keys.data_key import DataKey
from storage.tables import inbox, owners
from storage.upserts import insert_or_ignore

ANNOUNCED_BEFORE = timedelta(minutes=1)

_IS_NEW = inbox.c.state == "new"
_THEIRS = inbox.c.owner_id.in_(bindparam("owner_ids"))
_THOSE = inbox.c.id.in_(bindparam("ids"))


@dataclass(frozen=True, slots=True)
class NewEvent:
    owner_id: int
    messenger: str
    event_id: str
    payload: str
    shown: str | None = None
    message: str | None = None
    """What the messenger calls the message that was tapped."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    id: int
    owner_id: int
    event_id: str
    payload: str
    attempts: int
    """How often a process met it that started after it had come."""
    received_at: datetime
    message: str | None = None
    """What the messenger calls the message that was tapped."""


def add(connection: Connection, events: Sequence[NewEvent], now: datetime) -> Sequence[bool]:
    """Keep events, numbered in this order; for each, whether it is new to its messenger."""
    insert = insert_or_ignore(connection, inbox).returning(inbox.c.messenger, inbox.c.event_id)
    keys = keyring.of_owners(connection, {event.owner_id for event in events})
    rows = connection.execute(insert, [_row(event, keys[event.owner_id], now) for event in events])
    added = {(messenger, event_id) for messenger, event_id in rows}
    new = []
    for event in events:
        key = (event.messenger, event.event_id)
        new.append(key in added)
        added.discard(key)  # the second of two that came together is not new
    return new


def is_awaited(connection: Connection, address: tuple[str, str], event_id: str, since: datetime) -> bool:
    """Whether an event announced at `since` has not come, and the owner has not been forgotten since.

    An owner's first event may be kept a moment after what it announces.
    """
    messenger, place = address
    owner = select(owners.c.id).where(
        owners.c.messenger == messenger,
        owners.c.address == keyring.look_up(connection).hide(messenger, place),
        owners.c.forgotten_at.is_(None),
        owners.c.created_at <= since + ANNOUNCED_BEFORE,
    )
    came = select(inbox.c.id).where(inbox.c.messenger == messenger, inbox.c.event_id == event_id)
    return connection.execute(select(owner.exists() & ~came.exists())).scalar_one()


_OLDEST_NEW = select(func.min(inbox.c.id)).where(_THEIRS, _IS_NEW).group_by(inbox.c.owner_id)
_NEXT_NEW = select(
    inbox.c.id,
    inbox.c.owner_id,
    inbox.c.event_id,
    inbox.c.payload,
    inbox.c.attempts,
    inbox.c.received_at,
    inbox.c.message,
).where(inbox.c.id.in_(_OLDEST_NEW))


def next_new(connection: Connection, owner_ids: Collection[int]) -> tuple[InboxRow, ...]:
    """The oldest event nobody has finished, for each owner that has one."""
    rows = connection.execute(_NEXT_NEW, {"owner_ids": owner_ids}).all()
    keys = keyring.of_owners(connection, [row.owner_id for row in rows])
    return tuple(
        InboxRow(id_, owner_id, event_id, keys[owner_id].open(f"inbox/{event_id}/payload", payload), *rest)
        for id_, owner_id, event_id, payload, *rest in rows
    )


_HAVING_NEW = select(inbox.c.owner_id).where(_THEIRS, _IS_NEW)


def having_new(connection: Connection, owner_ids: Collection[int]) -> frozenset[int]:
    """Those of the owners who have an event nobody has finished."""
    return frozenset(connection.execute(_HAVING_NEW, {"owner_ids": owner_ids}).scalars())


_FINISH = update(inbox).where(_THOSE, _IS_NEW).values(state=bindparam("new_state"))


def finish(connection: Connection, ids: Collection[int], state: str = "done") -> bool:
    """Mark new events `done` or `failed`; False when somebody else has finished one of them."""
    return connection.execute(_FINISH, {"ids": ids, "new_state": state}).rowcount == len(ids)


_COUNT_ATTEMPT = update(inbox).where(_THOSE).values(attempts=inbox.c.attempts + 1)


def count_attempt(connection: Connection, ids: Collection[int]) -> None:
    """Count one more process that tries events which another left unfinished."""
    connection.execute(_COUNT_ATTEMPT, {"ids": ids})


def waiting(connection: Connection, before: datetime) -> tuple[tuple[str, str], ...]:
    """Conversations (messenger, address) whose oldest unfinished event came before `before`."""
    rows = (
        select(owners.c.messenger, owners.c.address)
        .join(inbox, inbox.c.owner_id == owners.c.id)
        .where(inbox.c.state == "new", inbox.c.received_at < before)
        .group_by(owners.c.id, owners.c.messenger, owners.c.address)
        .order_by(func.min(inbox.c.id))
    )
    look_up = keyring.look_up(connection)
    return tuple(
        (row.messenger, look_up.reveal(row.messenger, row.address)) for row in connection.execute(rows)
    )


def first_unfinished(connection: Connection, owner_id: int) -> int | None:
    """The id of the oldest event whose replies are still to come."""
    mine = (inbox.c.owner_id == owner_id) & (inbox.c.state == "new")
    return connection.execute(select(func.min(inbox.c.id)).where(mine)).scalar()


def forget(connection: Connection, owner_id: int, but: int) -> None:
    """Delete all events of an owner but the one under work, with the replies that hang on them."""
    connection.execute(delete(inbox).where(inbox.c.owner_id == owner_id, inbox.c.id != but))
    connection.execute(update(inbox).where(inbox.c.id == but).values(payload="", shown=None))


def _row(event: NewEvent, key: DataKey, now: datetime) -> Mapping[str, object]:
    return {
        "owner_id": event.owner_id,
        "messenger": event.messenger,
        "event_id": event.event_id,
        "payload": key.seal(f"inbox/{event.event_id}/payload", event.payload),
        "shown": key.seal_if_any(f"inbox/{event.event_id}/shown", event.shown),
        "message": event.message,
        "state": "new",
        "attempts": 0,
        "received_at": now,
    }
