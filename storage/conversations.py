"""A conversation as it is looked at: its bubbles, page by page, and how far it has come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from storage.keys import keyring
from storage.outbox import NUMBERS_PER_EVENT
from storage.tables import inbox, outbox, owners


@dataclass(frozen=True, slots=True)
class Bubble:
    """`text` is the owner's own, with the event it came in; `reply` is ours as JSON."""

    number: int
    at: datetime
    event_id: str | None = None
    text: str | None = None
    reply: str | None = None


def following(connection: Connection, owner_id: int, after: int, before: int) -> tuple[Bubble, ...]:
    """All bubbles numbered between the two, in order."""
    own, ours = _own(owner_id, before), _ours(owner_id, before)
    return _bubbles(
        connection,
        owner_id,
        own.where(inbox.c.id > after // NUMBERS_PER_EVENT),
        ours.where(outbox.c.number > after),
    )


def latest(connection: Connection, owner_id: int, most: int, before: int) -> tuple[Bubble, ...]:
    """The last `most` bubbles numbered below `before`, in order."""
    own, ours = _own(owner_id, before), _ours(owner_id, before)
    bubbles = _bubbles(
        connection,
        owner_id,
        own.order_by(inbox.c.id.desc()).limit(most),
        ours.order_by(outbox.c.number.desc()).limit(most),
    )
    return bubbles[-most:]


def marks(
    connection: Connection, messenger: str, addresses: Collection[str]
) -> Mapping[str, tuple[int, int]]:
    """By address, the last event and the last reply of conversations that have begun.

    Cheap enough to be asked every moment: both are read off the end of an index.
    """
    last_event = select(func.max(inbox.c.id)).where(inbox.c.owner_id == owners.c.id).scalar_subquery()
    last_reply = select(func.max(outbox.c.number)).where(outbox.c.owner_id == owners.c.id).scalar_subquery()
    look_up = keyring.look_up(connection)
    shown = {look_up.hide(messenger, address): address for address in addresses}
    there = (owners.c.messenger == messenger) & owners.c.address.in_(shown)
    rows = connection.execute(select(owners.c.address, last_event, last_reply).where(there))
    return {shown[hidden]: (event or 0, reply or 0) for hidden, event, reply in rows}


def _own(owner_id: int, before: int) -> Select[int, datetime, str, str]:
    mine = (inbox.c.owner_id == owner_id) & inbox.c.shown.is_not(None)
    columns = select(inbox.c.id, inbox.c.received_at, inbox.c.event_id, inbox.c.shown)
    return columns.where(mine, inbox.c.id <= (before - 1) // NUMBERS_PER_EVENT)


def _ours(owner_id: int, before: int) -> Select[int, datetime, str]:
    columns = select(outbox.c.number, outbox.c.created_at, outbox.c.payload)
    return columns.where(outbox.c.owner_id == owner_id, outbox.c.number < before)


def _bubbles(
    connection: Connection,
    owner_id: int,
    own: Select[int, datetime, str, str],
    ours: Select[int, datetime, str],
) -> tuple[Bubble, ...]:
    key = keyring.of_owner(connection, owner_id)
    bubbles = [
        *(
            Bubble(number * NUMBERS_PER_EVENT, at, event_id, key.open(f"inbox/{event_id}/shown", text))
            for number, at, event_id, text in connection.execute(own)
        ),
        *(
            Bubble(number, at, reply=key.open(f"outbox/{number}", payload))
            for number, at, payload in connection.execute(ours)
        ),
    ]
    return tuple(sorted(bubbles, key=lambda bubble: bubble.number))
