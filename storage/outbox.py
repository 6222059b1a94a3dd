"""Replies on their way: in order within a conversation, kept as its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, update

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
class NewReplies:
    """What one event is answered with."""

    owner_id: int
    inbox_id: int
    payloads: Sequence[str]


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
    courier: str | None
    """The process that delivers to it, to be believed alive until `courier_until`."""
    courier_until: datetime | None


def add(connection: Connection, answers: Sequence[NewReplies], now: datetime) -> None:
    """Put the replies to events in line."""
    rows = [
        {
            "number": replies.inbox_id * NUMBERS_PER_EVENT + position,
            "inbox_id": replies.inbox_id,
            "position": position,
            "owner_id": replies.owner_id,
            "payload": payload,
            "state": "pending",
            "attempts": 0,
            "next_attempt_at": now,
            "created_at": now,
        }
        for replies in answers
        for position, payload in enumerate(replies.payloads, start=1)
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
        select(
            owners.c.id,
            owners.c.messenger,
            owners.c.address,
            outbox.c.next_attempt_at,
            owners.c.courier,
            owners.c.courier_until,
        )
        .join(first, first.c.owner_id == owners.c.id)
        .join(outbox, outbox.c.number == first.c.number)
        .order_by(outbox.c.next_attempt_at)
    )
    return tuple(Due(*row) for row in connection.execute(rows))


def claim(connection: Connection, owner_id: int, courier: str, now: datetime, until: datetime) -> bool:
    """Take the deliveries to an owner over; False when another living process is at it."""
    free = or_(owners.c.courier.is_(None), owners.c.courier == courier, owners.c.courier_until < now)
    take = update(owners).where(owners.c.id == owner_id, free).values(courier=courier, courier_until=until)
    return connection.execute(take).rowcount == 1


def renew_claims(connection: Connection, courier: str, until: datetime) -> None:
    """Say that a process which delivers is alive."""
    connection.execute(update(owners).where(owners.c.courier == courier).values(courier_until=until))


def release(connection: Connection, owner_id: int, courier: str) -> None:
    mine = (owners.c.id == owner_id) & (owners.c.courier == courier)
    connection.execute(update(owners).where(mine).values(courier=None, courier_until=None))


def next_pending(connection: Connection, owner_id: int) -> OutboxRow | None:
    """The first undelivered reply of a conversation."""
    rows = select(*_COLUMNS).where(outbox.c.owner_id == owner_id, outbox.c.state == "pending")
    row = connection.execute(rows.order_by(outbox.c.number).limit(1)).one_or_none()
    return OutboxRow(*row) if row else None


def finish(connection: Connection, number: int, state: str) -> None:
    """`sent`, or `dead`: nobody will try again, and the row stays for the operator to see."""
    connection.execute(update(outbox).where(outbox.c.number == number).values(state=state))


def postpone(connection: Connection, number: int, until: datetime) -> None:
    """Count a failed attempt and try again at `until`."""
    later = update(outbox).where(outbox.c.number == number)
    connection.execute(later.values(attempts=outbox.c.attempts + 1, next_attempt_at=until))


def history(connection: Connection, owner_id: int, after: int) -> tuple[OutboxRow, ...]:
    """All replies with a number above `after`, delivered or not."""
    rows = select(*_COLUMNS).where(outbox.c.owner_id == owner_id, outbox.c.number > after)
    return tuple(OutboxRow(*row) for row in connection.execute(rows.order_by(outbox.c.number)))
