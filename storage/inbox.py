"""Events as they came in: each kept once, worked on in order, remembered as the owner's bubbles."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from storage.database import insert_or_ignore
from storage.tables import inbox, owners


@dataclass(frozen=True, slots=True)
class NewEvent:
    owner_id: int
    messenger: str
    event_id: str
    payload: str
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    id: int
    event_id: str
    payload: str
    attempts: int
    """How often a process met it that started after it had come."""
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """An event that the owner sees as their own bubble."""

    inbox_id: int
    text: str
    at: datetime


def add(connection: Connection, event: NewEvent, now: datetime) -> int | None:
    """Keep an event and return its id; None when this event of this messenger is there already."""
    insert = insert_or_ignore(connection, inbox).values(
        messenger=event.messenger,
        event_id=event.event_id,
        owner_id=event.owner_id,
        payload=event.payload,
        shown=event.shown,
        state="new",
        attempts=0,
        received_at=now,
    )
    return connection.execute(insert.returning(inbox.c.id)).scalar_one_or_none()


def next_new(connection: Connection, owner_id: int) -> InboxRow | None:
    """The oldest event nobody has finished."""
    rows = select(inbox.c.id, inbox.c.event_id, inbox.c.payload, inbox.c.attempts, inbox.c.received_at)
    oldest = rows.where(inbox.c.owner_id == owner_id, inbox.c.state == "new").order_by(inbox.c.id).limit(1)
    row = connection.execute(oldest).one_or_none()
    return InboxRow(*row) if row else None


def finish(connection: Connection, inbox_id: int, state: str = "done") -> bool:
    """Mark a new event `done` or `failed`; False when somebody else has finished it."""
    still_new = (inbox.c.id == inbox_id) & (inbox.c.state == "new")
    return connection.execute(update(inbox).where(still_new).values(state=state)).rowcount == 1


def count_attempt(connection: Connection, inbox_id: int) -> None:
    """Count one more process that tries an event which another left unfinished."""
    one = inbox.c.id == inbox_id
    connection.execute(update(inbox).where(one).values(attempts=inbox.c.attempts + 1))


def waiting(connection: Connection, before: datetime) -> tuple[tuple[str, str], ...]:
    """Conversations (messenger, address) whose oldest unfinished event came before `before`."""
    rows = (
        select(owners.c.messenger, owners.c.address)
        .join(inbox, inbox.c.owner_id == owners.c.id)
        .where(inbox.c.state == "new", inbox.c.received_at < before)
        .group_by(owners.c.id, owners.c.messenger, owners.c.address)
        .order_by(func.min(inbox.c.id))
    )
    return tuple((row.messenger, row.address) for row in connection.execute(rows))


def first_unfinished(connection: Connection, owner_id: int) -> int | None:
    """The id of the oldest event whose replies are still to come."""
    mine = (inbox.c.owner_id == owner_id) & (inbox.c.state == "new")
    return connection.execute(select(func.min(inbox.c.id)).where(mine)).scalar()


def shown(connection: Connection, owner_id: int, from_id: int) -> tuple[Shown, ...]:
    """The owner's own bubbles from inbox id `from_id` on, in order."""
    rows = (
        select(inbox.c.id, inbox.c.shown, inbox.c.received_at)
        .where(inbox.c.owner_id == owner_id, inbox.c.id >= from_id, inbox.c.shown.is_not(None))
        .order_by(inbox.c.id)
    )
    return tuple(Shown(*row) for row in connection.execute(rows))


def forget(connection: Connection, owner_id: int, but: int) -> None:
    """Delete all events of an owner but the one under work, with the replies that hang on them."""
    connection.execute(delete(inbox).where(inbox.c.owner_id == owner_id, inbox.c.id != but))
    connection.execute(update(inbox).where(inbox.c.id == but).values(payload="", shown=None))
