"""How much is waiting, for the operator and for whoever waits until nothing does."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, exists, func, or_, select

from storage.tables import analyses, inbox, outbox, owners, uploads


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


_UNFINISHED: Mapping[Table, tuple[str, ...]] = {
    inbox: ("new",),
    uploads: ("queued", "reading"),
    analyses: ("queued", "running"),
}


def is_busy_with(connection: Connection, owner_id: int) -> bool:
    """Whether an event, file or analysis of this owner waits or is under way."""
    waiting = (
        exists().where(table.c.owner_id == owner_id, table.c.state.in_(states))
        for table, states in _UNFINISHED.items()
    )
    return connection.execute(select(or_(*waiting))).scalar_one()


def count(connection: Connection) -> Backlog:
    return Backlog(
        events=_in_state(connection, inbox, "new"),
        replies=_deliverable(connection),
        dead_replies=_in_state(connection, outbox, "dead"),
        files=_in_state(connection, uploads, "queued", "reading"),
        analyses=_in_state(connection, analyses, "queued", "running"),
    )


def _deliverable(connection: Connection) -> int:
    rows = select(func.count()).select_from(outbox.join(owners, owners.c.id == outbox.c.owner_id))
    reachable = rows.where(outbox.c.state == "pending", owners.c.unreachable_at.is_(None))
    return connection.execute(reachable).scalar_one()


def _in_state(connection: Connection, table: Table, *states: str) -> int:
    rows = select(func.count()).select_from(table).where(table.c.state.in_(states))
    return connection.execute(rows).scalar_one()
