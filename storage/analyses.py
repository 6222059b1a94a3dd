"""Analyses: put in line, run once, their result kept, sealed, to be told again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from json import dumps, loads

from sqlalchemy import Connection, Row, delete, func, select, update

from storage import work
from storage.keys import keyring
from storage.tables import analyses, uploads
from storage.upserts import insert_or_ignore
from storage.work import NewWork, WorkKind


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
    """queued (until it is run), done, failed or cancelled."""
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
    if connection.execute(insert).rowcount:
        size = _size(connection, analysis)
        work.put_in_line(connection, NewWork(analysis.id, WorkKind.ANALYSIS, analysis.owner_id, size), now)


def get(connection: Connection, owner_id: int, ids: Collection[str]) -> tuple[StoredAnalysis, ...]:
    """The owner's analyses among `ids`."""
    mine = select(analyses).where(analyses.c.owner_id == owner_id, analyses.c.id.in_(ids))
    return tuple(_analysis(connection, row) for row in connection.execute(mine))


def of_owner(connection: Connection, owner_id: int) -> tuple[StoredAnalysis, ...]:
    """All of them, in the order they were asked for."""
    mine = select(analyses).where(analyses.c.owner_id == owner_id)
    rows = connection.execute(mine.order_by(analyses.c.created_at, analyses.c.id)).all()
    return tuple(_analysis(connection, row) for row in rows)


def is_unfinished(connection: Connection, analysis: str) -> bool:
    there = select(analyses.c.id).where(analyses.c.id == analysis, analyses.c.state == "queued")
    return connection.execute(there).first() is not None


def cancel(connection: Connection, owner_id: int, analysis: str) -> None:
    """It is not wanted any more; whoever is at it stops."""
    _end(connection, owner_id, analysis, {"state": "cancelled"})


def finish(
    connection: Connection,
    owner_id: int,
    analysis: str,
    *,
    result: str | None = None,
    failure: str | None = None,
) -> bool:
    """Keep the outcome; False when the analysis is gone, cancelled or finished already."""
    state = "failed" if result is None else "done"
    key = keyring.of_owner(connection, owner_id)
    sealed = key.seal_each(_place(analysis), {"result": result, "failure": failure})
    return _end(connection, owner_id, analysis, {"state": state, **sealed})


def forget(connection: Connection, owner_id: int) -> None:
    connection.execute(delete(analyses).where(analyses.c.owner_id == owner_id))
    work.forget(connection, owner_id, WorkKind.ANALYSIS)


def _end(connection: Connection, owner_id: int, analysis: str, values: Mapping[str, str | None]) -> bool:
    unfinished = (
        (analyses.c.id == analysis) & (analyses.c.owner_id == owner_id) & (analyses.c.state == "queued")
    )
    ended = connection.execute(update(analyses).where(unfinished).values(**values)).rowcount == 1
    if ended:
        work.remove(connection, owner_id, analysis)
    return ended


def _size(connection: Connection, analysis: NewAnalysis) -> int:
    """Bytes of its files."""
    files = (uploads.c.owner_id == analysis.owner_id) & uploads.c.id.in_(analysis.uploads)
    return int(connection.execute(select(func.sum(uploads.c.size)).where(files)).scalar() or 0)


def _analysis(connection: Connection, row: Row[tuple[object, ...]]) -> StoredAnalysis:
    uploads = tuple(loads(row.uploads))
    key = keyring.of_owner(connection, row.owner_id)
    result = key.open_if_any(f"{_place(row.id)}/result", row.result)
    return StoredAnalysis(row.id, row.owner_id, row.kind, row.state, uploads, row.language, result)


def _place(analysis: str) -> str:
    return f"analyses/{analysis}"
