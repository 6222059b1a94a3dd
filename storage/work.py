"""Work in line, files to read and analyses to run alike: whose turn it is, and who is at it.

A piece of work belongs to a worker for as long as the worker renews its lease. What nobody renews any
more is the next one's to take.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, case, delete, func, or_, select, text, update

from storage.tables import work
from storage.upserts import insert_or_replace

CLAIM_LOCK = 7_305_128_116
"""Any number nobody else uses as an advisory lock in the same PostgreSQL database."""
SECONDS_EACH = 5.0
SECONDS_PER_MEGABYTE = 1.0
"""What work is taken to cost when turns are given out."""
MEGABYTE = 2**20


class WorkKind(StrEnum):
    READING = "reading"
    """Of the upload with the work's id."""
    ANALYSIS = "analysis"
    """That with the work's id."""


@dataclass(frozen=True, slots=True)
class NewWork:
    id: str
    kind: WorkKind
    owner_id: int
    size: int
    """Bytes it has to go through."""


@dataclass(frozen=True, slots=True)
class Lease:
    """What `worker` takes at `now` is its own `until` then."""

    worker: str
    now: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be taken."""

    per_owner: int
    """Pieces of work of one owner at the same time, by all workers together."""
    largest: int | None = None
    """Bytes; None for any size."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A piece of work that is the worker's own until its lease ends."""

    id: str
    kind: WorkKind
    owner_id: int
    attempts: int
    """How often it was taken, with this time."""
    waited_seconds: float
    """Since it was put in line."""


def put_in_line(connection: Connection, new: NewWork, now: datetime) -> None:
    """Give work its turn; what is in line already is taken from whoever is at it, and begins anew.

    Start-time fair queueing (Goyal, Vin, Cheng 1996), with seconds as virtual time: each work's turn comes
    after the last of its owner, by what it costs. So owners take turns however much each has in line, small
    work goes before large, and large work is held up no longer than it takes itself.
    """
    last = select(func.max(work.c.turn_at)).where(work.c.owner_id == new.owner_id, work.c.id != new.id)
    begins = max(connection.execute(last).scalar() or now, now)
    row = {
        "id": new.id,
        "kind": new.kind,
        "owner_id": new.owner_id,
        "size": new.size,
        "queued_at": now,
        "turn_at": begins + timedelta(seconds=SECONDS_EACH + SECONDS_PER_MEGABYTE * new.size / MEGABYTE),
        "attempts": 0,
        "worker": None,
        "lease_until": None,
    }
    connection.execute(insert_or_replace(connection, work).values(**row))


def claim(connection: Connection, lease: Lease, limits: Limits) -> Claimed | None:
    """Take the work whose turn it is; None when there is none."""
    if connection.dialect.name == "postgresql":
        # One at a time takes, so that two together cannot exceed what one owner may have.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CLAIM_LOCK})
    busy = work.alias()
    under_way = select(func.count()).where(busy.c.owner_id == work.c.owner_id, busy.c.lease_until > lease.now)
    free = [_is_free(lease.now), under_way.scalar_subquery() < limits.per_owner]
    if limits.largest is not None:
        free.append(work.c.size <= limits.largest)
    row = connection.execute(
        select(work).where(*free).order_by(work.c.turn_at, work.c.id).limit(1)
    ).one_or_none()
    if row is None:
        return None
    taken = {"worker": lease.worker, "lease_until": lease.until, "attempts": row.attempts + 1}
    connection.execute(update(work).where(work.c.id == row.id).values(**taken))
    waited = (lease.now - row.queued_at).total_seconds()
    return Claimed(row.id, WorkKind(row.kind), row.owner_id, row.attempts + 1, waited)


def is_any_free(connection: Connection, now: datetime) -> bool:
    """Whether it is worth trying to take some: this locks nobody out."""
    return connection.execute(select(work.c.id).where(_is_free(now)).limit(1)).first() is not None


def renew(connection: Connection, claimed: Claimed, lease: Lease) -> bool:
    """Say that the worker is at it; False when it is no longer its own."""
    held = (work.c.id == claimed.id) & (work.c.worker == lease.worker)
    return connection.execute(update(work).where(held).values(lease_until=lease.until)).rowcount == 1


def remove(connection: Connection, owner_id: int, work_id: str) -> None:
    """It is done, or not wanted any more."""
    connection.execute(delete(work).where(work.c.owner_id == owner_id, work.c.id == work_id))


def is_there(connection: Connection, claimed: Claimed) -> bool:
    """Whether it is in line or under way, with whomever."""
    return connection.execute(select(work.c.id).where(work.c.id == claimed.id)).first() is not None


def release(connection: Connection, worker: str) -> None:
    """Leave what a worker is at to others, who may go on at once; that it was taken does not count."""
    left = {"worker": None, "lease_until": None, "attempts": work.c.attempts - 1}
    connection.execute(update(work).where(work.c.worker == worker).values(**left))


def end_leases(connection: Connection) -> None:
    """There is no worker any more: the next one may begin at once."""
    connection.execute(update(work).where(work.c.worker.is_not(None)).values(worker=None, lease_until=None))


def forget(connection: Connection, owner_id: int, kind: WorkKind) -> None:
    connection.execute(delete(work).where(work.c.owner_id == owner_id, work.c.kind == kind))


@dataclass(frozen=True, slots=True)
class InLine:
    """How much of one kind there is."""

    waiting: int
    under_way: int
    oldest_seconds: float
    """How long the longest waiting has waited; 0 when none does."""


def in_line(connection: Connection, now: datetime) -> dict[WorkKind, InLine]:
    """All kinds, those of which there is none among them."""
    free = case((_is_free(now), work.c.queued_at))
    counted = select(work.c.kind, func.count(free), func.count(), func.min(free)).group_by(work.c.kind)
    found = {kind: InLine(0, 0, 0.0) for kind in WorkKind}
    for kind, waiting, every, oldest in connection.execute(counted):
        seconds = (now - oldest).total_seconds() if oldest else 0.0
        found[WorkKind(kind)] = InLine(waiting, every - waiting, seconds)
    return found


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(work.c.lease_until.is_(None), work.c.lease_until < now)
