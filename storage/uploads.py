"""Files the owners sent: where the bytes lie, and what the reader made of them, sealed."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from storage import work
from storage.keys import keyring
from storage.tables import uploads
from storage.work import NewWork, WorkKind

EXPIRED = "expired"
_IS_UNUSED = uploads.c.state.in_(("expected", "received"))


def table_of(blob: str) -> str:
    """The blob of the clean copy of a file; there is none where the file itself is clean."""
    return f"{blob}.table"


@dataclass(frozen=True, slots=True)
class ExpectedFile:
    id: str
    owner_id: int
    blob: str
    name: str


@dataclass(frozen=True, slots=True)
class Upload:
    id: str
    owner_id: int
    blob: str
    name: str
    size: int
    """Bytes."""
    state: str
    """expected (until it is all here), received, queued (until it is read), understood, refused, or
    expired (its bytes are gone)."""
    roles: str
    """The owner's own words on columns, as JSON."""
    choices: str
    """What the owner chose where the file leaves it open, as JSON."""
    readings: int
    """How often it was put in line to be read."""
    understanding: str | None
    refusal: str | None

    @property
    def table(self) -> str:
        """The blob of its clean copy."""
        return table_of(self.blob)


def expect(connection: Connection, file: ExpectedFile, now: datetime) -> None:
    """Its bytes are on their way."""
    nothing_done = {"state": "expected", "size": 0, "readings": 0, "received_at": now}
    nothing_said = {"name": file.name, "roles": "{}", "choices": "{}"}
    told = keyring.of_owner(connection, file.owner_id).seal_each(_place(file.id), nothing_said)
    connection.execute(insert(uploads).values(**{**asdict(file), **nothing_done, **told}))


def arrived(connection: Connection, upload: str, size: int) -> bool:
    """Its bytes are all there; False when it was forgotten meanwhile."""
    mine = (uploads.c.id == upload) & (uploads.c.state == "expected")
    return connection.execute(update(uploads).where(mine).values(state="received", size=size)).rowcount == 1


def get(connection: Connection, owner_id: int, ids: Sequence[str]) -> tuple[Upload, ...]:
    """The owner's uploads among `ids`, in that order; others are left out."""
    mine = select(uploads).where(uploads.c.owner_id == owner_id, uploads.c.id.in_(ids))
    found = {row.id: _upload(connection, row) for row in connection.execute(mine)}
    return tuple(found[upload] for upload in ids if upload in found)


def of_owner(connection: Connection, owner_id: int) -> tuple[Upload, ...]:
    """All of them, in the order they came."""
    mine = select(uploads).where(uploads.c.owner_id == owner_id).order_by(uploads.c.received_at, uploads.c.id)
    return tuple(_upload(connection, row) for row in connection.execute(mine).all())


def taken(connection: Connection, owner_id: int, since: datetime) -> tuple[int, int]:
    """How many files an owner has sent since then, and their bytes together."""
    theirs = (uploads.c.owner_id == owner_id) & (uploads.c.received_at > since)
    count, size = connection.execute(select(func.count(), func.sum(uploads.c.size)).where(theirs)).one()
    return count, int(size or 0)


def over(
    connection: Connection, before: datetime | None, unused_before: datetime, most: int
) -> tuple[Upload, ...]:
    """Files that came before `before`, or that nobody has looked into since `unused_before`."""
    unused = _IS_UNUSED & (uploads.c.received_at < unused_before)
    old = unused if before is None else unused | (uploads.c.received_at < before)
    rows = select(uploads).where(uploads.c.state != EXPIRED, old).order_by(uploads.c.received_at).limit(most)
    return tuple(_upload(connection, row) for row in connection.execute(rows).all())


def expire(connection: Connection, ids: Collection[str]) -> None:
    """Their bytes are gone; what was understood of them stays."""
    connection.execute(update(uploads).where(uploads.c.id.in_(ids)).values(state=EXPIRED, findings=None))


def queue(
    connection: Connection, owner_id: int, upload: str, roles: str, choices: str, now: datetime
) -> bool:
    """Put it in line to be read (again) with the owner's roles and choices; False when it is not there."""
    mine = (uploads.c.id == upload) & (uploads.c.owner_id == owner_id) & (uploads.c.state != EXPIRED)
    key = keyring.of_owner(connection, owner_id)
    words = key.seal_each(_place(upload), {"roles": roles, "choices": choices})
    again = {"state": "queued", "readings": uploads.c.readings + 1, **words}
    changed = update(uploads).where(mine).values(**again).returning(uploads.c.size)
    size = connection.execute(changed).scalar()
    if size is not None:
        work.put_in_line(connection, NewWork(upload, WorkKind.READING, owner_id, size), now)
    return size is not None


def findings(connection: Connection, owner_id: int, upload: str) -> str:
    """The rows of it that are set aside, as they were kept; empty when there are none."""
    mine = (uploads.c.id == upload) & (uploads.c.owner_id == owner_id)
    sealed = connection.execute(select(uploads.c.findings).where(mine)).scalar()
    key = keyring.of_owner(connection, owner_id)
    return key.open_if_any(f"{_place(upload)}/findings", sealed) or ""


def finish(
    connection: Connection,
    upload: Upload,
    *,
    understanding: str | None = None,
    findings: str | None = None,
    refusal: str | None = None,
) -> bool:
    """Keep the outcome; False when the upload is gone or was put in line anew meanwhile."""
    state = "refused" if understanding is None else "understood"
    outcome = {"understanding": understanding, "findings": findings, "refusal": refusal}
    sealed = keyring.of_owner(connection, upload.owner_id).seal_each(_place(upload.id), outcome)
    done = update(uploads).where(_held(upload)).values(state=state, **sealed)
    kept = connection.execute(done).rowcount == 1
    if kept:
        work.remove(connection, upload.owner_id, upload.id)
    return kept


def remove(connection: Connection, owner_id: int, upload: str) -> str | None:
    """Forget one upload that waits for nobody; the blob it leaves behind, None when it is not there."""
    mine = (uploads.c.id == upload) & (uploads.c.owner_id == owner_id) & _IS_UNUSED
    return connection.execute(delete(uploads).where(mine).returning(uploads.c.blob)).scalar()


def is_being_read(connection: Connection, upload: Upload) -> bool:
    """Whether this reading of it has not ended."""
    return connection.execute(select(uploads.c.id).where(_held(upload))).first() is not None


def forget(connection: Connection, owner_id: int) -> None:
    connection.execute(delete(uploads).where(uploads.c.owner_id == owner_id))
    work.forget(connection, owner_id, WorkKind.READING)


def _held(upload: Upload) -> ColumnElement[bool]:
    """The row, as long as it is this reading that is wanted."""
    return (
        (uploads.c.id == upload.id) & (uploads.c.state == "queued") & (uploads.c.readings == upload.readings)
    )


def _upload(connection: Connection, row: Row[tuple[object, ...]]) -> Upload:
    key, place = keyring.of_owner(connection, row.owner_id), _place(row.id)
    return Upload(
        row.id,
        row.owner_id,
        row.blob,
        key.open(f"{place}/name", row.name),
        row.size,
        row.state,
        key.open(f"{place}/roles", row.roles),
        key.open(f"{place}/choices", row.choices),
        row.readings,
        key.open_if_any(f"{place}/understanding", row.understanding),
        key.open_if_any(f"{place}/refusal", row.refusal),
    )


def _place(upload: str) -> str:
    return f"uploads/{upload}"
