"""How much is waiting, for the operator and for whoever waits until nothing does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, exists, func, or_, select

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


def is_busy_with(connection: Connection, owner_id: int) -> bool:
    """Whether an event, file or analysis of this owner waits or is under way."""
    unanswered = exists().where(inbox.c.owner_id == owner_id, inbox.c.state == "new")
    undone = exists().where(work.c.owner_id == owner_id)
    return connection.execute(select(or_(unanswered, undone))).scalar_one()


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
