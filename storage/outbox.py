"""Replies on their way, sealed: in order within a conversation, kept as its history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, insert, or_, select, update

from storage.keys import keyring
from storage.tables import inbox, outbox, owners

NUMBERS_PER_EVENT = 1000
"""An event numbers its own bubble id * 1000 and its replies id * 1000 + 1, 2, ..."""

_IS_PENDING = outbox.c.state == "pending"


@dataclass(frozen=True, slots=True)
class NewReply:
    payload: str
    progress_of: str | None = None
    """What it reports on: a later reply about the same is a change of the same message."""


@dataclass(frozen=True, slots=True)
class NewReplies:
    """What one event is answered with."""

    owner_id: int
    inbox_id: int
    replies: Sequence[NewReply]


@dataclass(frozen=True, slots=True)
class OutboxRow:
    number: int
    payload: str
    attempts: int
    next_attempt_at: datetime
    created_at: datetime
    parts_sent: int
    """How many of the messages it takes have arrived."""
    message: str | None = None
    """The message it changes, if it changes one: that of the progress so far, or the one that was tapped."""


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


def number(inbox_id: int, position: int = 1) -> int:
    """Of a reply to an event; the first has position 1."""
    return inbox_id * NUMBERS_PER_EVENT + position


def add(connection: Connection, answers: Sequence[NewReplies], now: datetime) -> None:
    """Put the replies to events in line. News of a progress spare the way to older ones still in line."""
    keys = keyring.of_owners(connection, {answer.owner_id for answer in answers})
    rows = [
        {
            "number": number(answer.inbox_id, position),
            "inbox_id": answer.inbox_id,
            "position": position,
            "owner_id": answer.owner_id,
            "payload": keys[answer.owner_id].seal(_place(number(answer.inbox_id, position)), reply.payload),
            "progress_of": reply.progress_of,
            "state": "pending",
            "attempts": 0,
            "parts_sent": 0,
            "next_attempt_at": now,
            "created_at": now,
        }
        for answer in answers
        for position, reply in enumerate(answer.replies, start=1)
    ]
    for row in rows:
        if row["progress_of"] is not None:
            _spare_older(connection, row["owner_id"], row["progress_of"])
    if rows:
        connection.execute(_ADD, rows)


_ADD = insert(outbox)


def _spare_older(connection: Connection, owner_id: object, progress_of: object) -> None:
    """All but the first in line, which may be the one that makes the message."""
    mine = (outbox.c.owner_id == owner_id) & (outbox.c.progress_of == progress_of)
    first = select(func.min(outbox.c.number)).where(mine).scalar_subquery()
    older = mine & (outbox.c.state == "pending") & (outbox.c.number != first)
    connection.execute(update(outbox).where(older).values(state="spared"))


def due(connection: Connection) -> tuple[Due, ...]:
    """Conversations with undelivered replies that can be reached, the longest waiting first."""
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
        .where(owners.c.unreachable_at.is_(None))
        .order_by(outbox.c.next_attempt_at)
    )
    look_up = keyring.look_up(connection)
    return tuple(
        Due(owner_id, messenger, look_up.reveal(messenger, address), *rest)
        for owner_id, messenger, address, *rest in connection.execute(rows)
    )


_IS_FREE = or_(
    owners.c.courier.is_(None),
    owners.c.courier == bindparam("this"),
    owners.c.courier_until < bindparam("now"),
)
_FIRST = (
    select(func.min(outbox.c.number))
    .where(outbox.c.owner_id == owners.c.id, _IS_PENDING)
    .correlate(owners)
    .scalar_subquery()
)
_CLAIM = (
    update(owners)
    .where(owners.c.id.in_(bindparam("ids")), owners.c.unreachable_at.is_(None), _IS_FREE)
    .values(courier=bindparam("this"), courier_until=bindparam("until"))
    .returning(owners.c.id, _FIRST.label("first"))
)


def claim(
    connection: Connection, owner_ids: Collection[int], courier: str, now: datetime, until: datetime
) -> Mapping[int, int | None]:
    """Take the deliveries to owners over, whose rows are to be locked; the first undelivered reply to each.

    Left out is who cannot be reached, and whom another living process is at.
    """
    those = {"ids": owner_ids, "this": courier, "now": now, "until": until}
    return {row.id: row.first for row in connection.execute(_CLAIM, those)}


_MINE = owners.c.courier == bindparam("this")
_LOCK_MINE = select(owners.c.id).where(_MINE).order_by(owners.c.id).with_for_update(key_share=True)
"""In the order in which everybody takes owners' rows: two that take them crosswise wait for each other."""


def renew_claims(connection: Connection, courier: str, until: datetime) -> None:
    """Say that a process which delivers is alive."""
    connection.execute(_LOCK_MINE, {"this": courier})
    connection.execute(update(owners).where(_MINE).values(courier_until=until), {"this": courier})


_RELEASE = (
    update(owners)
    .where(owners.c.id.in_(bindparam("ids")), owners.c.courier == bindparam("this"))
    .values(courier=None, courier_until=None)
)


def release(connection: Connection, owner_ids: Collection[int], courier: str) -> None:
    """Leave the deliveries to whoever comes next; the owners' rows are to be locked."""
    connection.execute(_RELEASE, {"ids": owner_ids, "this": courier})


def release_all(connection: Connection, courier: str) -> None:
    """A process ends in good order."""
    connection.execute(_LOCK_MINE, {"this": courier})
    nobodys = update(owners).where(_MINE).values(courier=None, courier_until=None)
    connection.execute(nobodys, {"this": courier})


def _message_to_change() -> ColumnElement[str | None]:
    earlier = outbox.alias("earlier")
    so_far = (
        select(earlier.c.message)
        .where(
            earlier.c.owner_id == outbox.c.owner_id,
            earlier.c.progress_of == outbox.c.progress_of,
            earlier.c.message.is_not(None),
        )
        .order_by(earlier.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case((outbox.c.progress_of.is_(None), inbox.c.message), else_=so_far)


_FIRST_PENDING = (
    select(func.min(outbox.c.number))
    .where(outbox.c.owner_id.in_(bindparam("owner_ids")), _IS_PENDING)
    .group_by(outbox.c.owner_id)
)
_NEXT_PENDING = (
    select(
        outbox.c.owner_id,
        outbox.c.number,
        outbox.c.payload,
        outbox.c.attempts,
        outbox.c.next_attempt_at,
        outbox.c.created_at,
        outbox.c.parts_sent,
        _message_to_change(),
    )
    .join(inbox, inbox.c.id == outbox.c.inbox_id)
    .where(outbox.c.number.in_(_FIRST_PENDING))
)


def next_pending(connection: Connection, owner_ids: Collection[int]) -> Mapping[int, OutboxRow]:
    """The first undelivered reply to each owner that has one."""
    rows = connection.execute(_NEXT_PENDING, {"owner_ids": owner_ids}).all()
    keys = keyring.of_owners(connection, [row.owner_id for row in rows])
    return {
        owner_id: OutboxRow(reply, keys[owner_id].open(_place(reply), payload), *rest)
        for owner_id, reply, payload, *rest in rows
    }


_FINISH = update(outbox).where(outbox.c.number.in_(bindparam("numbers"))).values(state=bindparam("new_state"))


def finish(connection: Connection, numbers: Collection[int], state: str) -> None:
    """`sent`, or `dead`: nobody will try again, and the rows stay for the operator to see."""
    connection.execute(_FINISH, {"numbers": numbers, "new_state": state})


def became(connection: Connection, number: int, message: str) -> None:
    """Remember which message a reply became, so that later ones can change it."""
    there = (outbox.c.number == number) & outbox.c.progress_of.is_not(None)
    connection.execute(update(outbox).where(there).values(message=message))


def note_parts(connection: Connection, arrived: Collection[tuple[int, int]]) -> None:
    """Of each reply by number, how many of its messages have arrived; noted twice, it is the same."""
    connection.execute(_NOTE_PARTS, [{"reply": number, "parts": parts} for number, parts in arrived])


_NOTE_PARTS = (
    update(outbox).where(outbox.c.number == bindparam("reply")).values(parts_sent=bindparam("parts"))
)


def postpone(connection: Connection, number: int, until: datetime) -> None:
    """Count a failed attempt and try again at `until`."""
    later = update(outbox).where(outbox.c.number == number)
    connection.execute(later.values(attempts=outbox.c.attempts + 1, next_attempt_at=until))


def give_up(connection: Connection, owner_id: int) -> int:
    """Nothing that waits for an owner will be delivered; return how many replies that are."""
    waiting = (outbox.c.owner_id == owner_id) & (outbox.c.state == "pending")
    return connection.execute(update(outbox).where(waiting).values(state="dead")).rowcount


def _place(number: int) -> str:
    return f"outbox/{number}"
