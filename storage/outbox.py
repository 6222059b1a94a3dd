"""Replies on their way: in order within a conversation, kept as its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from storage.tables import outbox, owners

NUMBERS_PER_EVENT = 1000
"""An event numbers its own bubble id * 1000 and its replies id * 1000 + 1, 2, ..."""

_COLUMNS = (
    outbox.c.number,
    outbox.c.payload,
    outbox.c.attempts,
    outbox.c.next_attempt_at,
    outbox.c.created_at,
)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    number: int
    payload: str
    attempts: int
    next_attempt_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A conversation with replies to deliver; the first may go at `at`."""

    owner_id: int
    messenger: str
    address: str
    at: datetime


def add(connection: Connection, owner_id: int, inbox_id: int, payloads: Sequence[str], now: datetime) -> None:
    """Put the replies to one event in line."""
    rows = [
        {
            "number": inbox_id * NUMBERS_PER_EVENT + position,
            "inbox_id": inbox_id,
            "position": position,
            "owner_id": owner_id,
            "payload": payload,
            "state": "pending",
            "attempts": 0,
            "next_attempt_at": now,
            "created_at": now,
        }
        for position, payload in enumerate(payloads, start=1)
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def due(connection: Connection) -> tuple[Due, ...]:
    """Conversations with undelivered replies, the longest waiting first."""
    first = (
        select(outbox.c.owner_id, func.min(outbox.c.number).label("number"))
        .where(outbox.c.state == "pending")
        .group_by(outbox.c.owner_id)
        .subquery()
    )
    rows = (
        select(owners.c.id, owners.c.messenger, owners.c.address, outbox.c.next_attempt_at)
        .join(first, first.c.owner_id == owners.c.id)
        .join(outbox, outbox.c.number == first.c.number)
        .order_by(outbox.c.next_attempt_at)
    )
    return tuple(Due(*row) for row in connection.execute(rows))


def pending(connection: Connection, owner_id: int, limit: int) -> tuple[OutboxRow, ...]:
    """The next undelivered replies of one conversation, in order."""
    rows = select(*_COLUMNS).where(outbox.c.owner_id == owner_id, outbox.c.state == "pending")
    return tuple(OutboxRow(*row) for row in connection.execute(rows.order_by(outbox.c.number).limit(limit)))


def mark_sent(connection: Connection, number: int) -> None:
    connection.execute(update(outbox).where(outbox.c.number == number).values(state="sent"))


def mark_dead(connection: Connection, number: int) -> None:
    """Nobody will try again; the row stays for the operator to see."""
    connection.execute(update(outbox).where(outbox.c.number == number).values(state="dead"))


def postpone(connection: Connection, number: int, until: datetime) -> None:
    """Count a failed attempt and try again at `until`."""
    later = update(outbox).where(outbox.c.number == number)
    connection.execute(later.values(attempts=outbox.c.attempts + 1, next_attempt_at=until))


def history(connection: Connection, owner_id: int, after: int) -> tuple[OutboxRow, ...]:
    """All replies with a number above `after`, delivered or not."""
    rows = select(*_COLUMNS).where(outbox.c.owner_id == owner_id, outbox.c.number > after)
    return tuple(OutboxRow(*row) for row in connection.execute(rows.order_by(outbox.c.number)))
