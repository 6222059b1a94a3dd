"""What there is, for the operator: ids and counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.tables import analyses, uploads, work
from storage.tables import owners as all_owners


@dataclass(frozen=True, slots=True)
class OwnerInBrief:
    id: int
    messenger: str
    created_at: datetime
    files: int
    analyses: int


@dataclass(frozen=True, slots=True)
class WorkInBrief:
    id: str
    kind: str
    owner_id: int
    size: int
    """Bytes."""
    queued_at: datetime
    attempts: int
    worker: str | None
    """Who is at it."""


def owners(connection: Connection) -> list[OwnerInBrief]:
    """In the order they came."""
    counts = [
        select(func.count()).where(table.c.owner_id == all_owners.c.id).scalar_subquery()
        for table in (uploads, analyses)
    ]
    columns = all_owners.c.id, all_owners.c.messenger, all_owners.c.created_at
    rows = connection.execute(select(*columns, *counts).order_by(all_owners.c.id))
    return [OwnerInBrief(*row) for row in rows]


def work_in_line(connection: Connection) -> list[WorkInBrief]:
    """In the order of its turns."""
    columns = [work.c[name] for name in ("id", "kind", "owner_id", "size", "queued_at", "attempts", "worker")]
    return [WorkInBrief(*row) for row in connection.execute(select(*columns).order_by(work.c.turn_at))]
