"""How much is waiting, for the operator and for whoever waits until nothing does."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, func, select, union

from storage.tables import inbox, outbox, owners, work
from storage.work import WorkKind


@dataclass(frozen=True, slots=True)
class Backlog:
    events: int
    """Not answered yet."""
    replies: int
    """Not delivered yet to owners who can be reached."""
    dead_replies: int
    """Given up."""
    files: int
    """Waiting to be read, or being read."""
    analyses: int
    """Waiting to be run, or running."""

    @property
    def is_empty(self) -> bool:
        return not (self.events or self.replies or self.files or self.analyses)


def busy_among(connection: Connection, owner_ids: Collection[int]) -> frozenset[int]:
    """Those of the owners an event, file or analysis of whom waits or is under way."""
    unanswered = select(inbox.c.owner_id).where(inbox.c.owner_id.in_(owner_ids), inbox.c.state == "new")
    undone = select(work.c.owner_id).where(work.c.owner_id.in_(owner_ids))
    return frozenset(connection.execute(union(unanswered, undone)).scalars())


def count(connection: Connection) -> Backlog:
    return Backlog(
        events=_in_state(connection, inbox, "new"),
        replies=_deliverable(connection),
        dead_replies=_in_state(connection, outbox, "dead"),
        files=_in_line(connection, WorkKind.READING),
        analyses=_in_line(connection, WorkKind.ANALYSIS),
    )


def oldest_reply(connection: Connection) -> datetime | None:
    """Since when the longest waiting of the replies not delivered yet has waited."""
    waiting = outbox.c.state == "pending", owners.c.unreachable_at.is_(None)
    joined = outbox.join(owners, owners.c.id == outbox.c.owner_id)
    oldest = select(func.min(outbox.c.created_at)).select_from(joined).where(*waiting)
    found: datetime | None = connection.execute(oldest).scalar_one()
    return found


def _deliverable(connection: Connection) -> int:
    rows = select(func.count()).select_from(outbox.join(owners, owners.c.id == outbox.c.owner_id))
    reachable = rows.where(outbox.c.state == "pending", owners.c.unreachable_at.is_(None))
    return connection.execute(reachable).scalar_one()


def _in_line(connection: Connection, kind: WorkKind) -> int:
    return connection.execute(select(func.count()).where(work.c.kind == kind)).scalar_one()


def _in_state(connection: Connection, table: Table, state: str) -> int:
    return connection.execute(select(func.count()).where(table.c.state == state)).scalar_one()
