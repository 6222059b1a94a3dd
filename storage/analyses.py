"""Analyses: put in line, run once, their result kept, sealed, to be told again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from json import dumps, loads

from sqlalchemy import Connection, Row, delete, or_, select, update

from storage.keys import keyring
from storage.tables import analyses
from storage.upserts import insert_or_ignore


@dataclass(frozen=True, slots=True)
class NewAnalysis:
    id: str
    owner_id: int
    kind: str
    """own or sample."""
    uploads: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    id: str
    owner_id: int
    kind: str
    state: str
    """queued, running, done or failed."""
    uploads: tuple[str, ...]
    language: str
    result: str | None


def queue(connection: Connection, analysis: NewAnalysis, now: datetime) -> None:
    """Put it in line; the same id twice counts once."""
    insert = insert_or_ignore(connection, analyses).values(
        id=analysis.id,
        owner_id=analysis.owner_id,
        kind=analysis.kind,
        uploads=dumps(analysis.uploads),
        language=analysis.language,
        state="queued",
        created_at=now,
    )
    connection.execute(insert)


def get(connection: Connection, owner_id: int, ids: Collection[str]) -> tuple[StoredAnalysis, ...]:
    """The owner's analyses among `ids`."""
    mine = select(analyses).where(analyses.c.owner_id == owner_id, analyses.c.id.in_(ids))
    return tuple(_analysis(connection, row) for row in connection.execute(mine))


def claim(connection: Connection, kind: str, now: datetime, lease_until: datetime) -> StoredAnalysis | None:
    """Take the longest waiting analysis of a kind, or one whose runner has died; None when there is none."""
    free = or_(
        analyses.c.state == "queued",
        (analyses.c.state == "running") & (analyses.c.lease_until < now),
    )
    oldest = (
        select(analyses)
        .where(analyses.c.kind == kind, free)
        .order_by(analyses.c.created_at, analyses.c.id)
        .limit(1)
    )
    row = connection.execute(oldest.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    taken = update(analyses).where(analyses.c.id == row.id).values(state="running", lease_until=lease_until)
    connection.execute(taken)
    return _analysis(connection, row)


def renew(connection: Connection, analysis: str, lease_until: datetime) -> None:
    """Say that its runner is alive."""
    held = (analyses.c.id == analysis) & (analyses.c.state == "running")
    connection.execute(update(analyses).where(held).values(lease_until=lease_until))


def is_running(connection: Connection, analysis: str) -> bool:
    there = select(analyses.c.id).where(analyses.c.id == analysis, analyses.c.state == "running")
    return connection.execute(there).first() is not None


def finish(
    connection: Connection, analysis: str, *, result: str | None = None, failure: str | None = None
) -> bool:
    """Keep the outcome; False when the analysis is gone or somebody else has finished it."""
    held = (analyses.c.id == analysis) & (analyses.c.state == "running")
    owner_id = connection.execute(select(analyses.c.owner_id).where(held)).scalar()
    if owner_id is None:
        return False
    state = "failed" if result is None else "done"
    key = keyring.of_owner(connection, owner_id)
    sealed = key.seal_each(_place(analysis), {"result": result, "failure": failure})
    values = {"state": state, **sealed, "lease_until": None}
    return connection.execute(update(analyses).where(held).values(**values)).rowcount == 1


def forget(connection: Connection, owner_id: int) -> None:
    connection.execute(delete(analyses).where(analyses.c.owner_id == owner_id))


def _analysis(connection: Connection, row: Row[tuple[object, ...]]) -> StoredAnalysis:
    uploads = tuple(loads(row.uploads))
    key = keyring.of_owner(connection, row.owner_id)
    result = key.open_if_any(f"{_place(row.id)}/result", row.result)
    return StoredAnalysis(row.id, row.owner_id, row.kind, row.state, uploads, row.language, result)


def _place(analysis: str) -> str:
    return f"analyses/{analysis}"
