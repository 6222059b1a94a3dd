"""Replies on their way: in order within a conversation, kept as its history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, update

from storage.owners import lock
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


def claim(
    connection: Connection, owner_ids: Collection[int], courier: str, now: datetime, until: datetime
) -> frozenset[int]:
    """Take the deliveries to owners over; without those that another living process is at."""
    mine = owners.c.id.in_(lock(connection, owner_ids))
    free = or_(owners.c.courier.is_(None), owners.c.courier == courier, owners.c.courier_until < now)
    take = update(owners).where(mine, free).values(courier=courier, courier_until=until)
    return frozenset(connection.execute(take.returning(owners.c.id)).scalars())


def renew_claims(connection: Connection, courier: str, until: datetime) -> None:
    """Say that a process which delivers is alive."""
    connection.execute(update(owners).where(owners.c.courier == courier).values(courier_until=until))


def release(connection: Connection, owner_ids: Collection[int], courier: str) -> None:
    mine = owners.c.id.in_(lock(connection, owner_ids)) & (owners.c.courier == courier)
    connection.execute(update(owners).where(mine).values(courier=None, courier_until=None))


def next_pending(connection: Connection, owner_ids: Collection[int]) -> Mapping[int, OutboxRow]:
    """The first undelivered reply to each owner that has one."""
    mine = outbox.c.owner_id.in_(owner_ids) & (outbox.c.state == "pending")
    first = select(func.min(outbox.c.number)).where(mine).group_by(outbox.c.owner_id)
    rows = select(outbox.c.owner_id, *_COLUMNS).where(outbox.c.number.in_(first))
    return {owner_id: OutboxRow(*row) for owner_id, *row in connection.execute(rows)}


def finish(connection: Connection, numbers: Collection[int], state: str) -> None:
    """`sent`, or `dead`: nobody will try again, and the rows stay for the operator to see."""
    connection.execute(update(outbox).where(outbox.c.number.in_(numbers)).values(state=state))


def postpone(connection: Connection, number: int, until: datetime) -> None:
    """Count a failed attempt and try again at `until`."""
    later = update(outbox).where(outbox.c.number == number)
    connection.execute(later.values(attempts=outbox.c.attempts + 1, next_attempt_at=until))


def history(connection: Connection, owner_id: int, after: int) -> tuple[OutboxRow, ...]:
    """All replies with a number above `after`, delivered or not."""
    rows = select(*_COLUMNS).where(outbox.c.owner_id == owner_id, outbox.c.number > after)
    return tuple(OutboxRow(*row) for row in connection.execute(rows.order_by(outbox.c.number)))
