"""Interviews and their answers, sealed. The text of both is the caller's JSON."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, bindparam, delete, select, update

from storage.keys import keyring
from storage.keys.data_key import DataKey
from storage.tables import answers, interviews, owners
from storage.upserts import insert_or_replace


class ConflictError(Exception):
    """Somebody else has moved this interview on meanwhile: read again and redo the turn."""


@dataclass(frozen=True, slots=True)
class StoredInterview:
    state: str
    offers: str
    """The buttons the owner can answer by typing their label."""
    answers: Mapping[str, str]
    """By question key."""
    version: int
    """0 when nothing is stored yet, then counting up with every turn."""
    asked_at: datetime | None = None
    """Since when the same question is open, or none."""
    updated_at: datetime | None = None

    @property
    def edition(self) -> "Edition":
        return self.version, self.updated_at


Edition = tuple[int, datetime | None]
"""What differs whenever anything of an interview does, also from what there was before all was deleted."""

NOTHING_YET = StoredInterview(state="", offers="", answers={}, version=0)


@dataclass(frozen=True, slots=True)
class Step:
    """An interview moved on by one turn."""

    owner_id: int
    before: StoredInterview
    after: StoredInterview
    may_be_reminded: bool = False
    """The owner, should they leave it at that."""


def load(connection: Connection, owner_id: int) -> StoredInterview:
    return load_all(connection, [owner_id]).get(owner_id, NOTHING_YET)


_ANSWERS = select(answers.c.owner_id, answers.c.question, answers.c.value).where(
    answers.c.owner_id.in_(bindparam("owner_ids"))
)
_INTERVIEWS = select(
    interviews.c.owner_id,
    interviews.c.state,
    interviews.c.offers,
    interviews.c.version,
    interviews.c.asked_at,
    interviews.c.updated_at,
).where(interviews.c.owner_id.in_(bindparam("owner_ids")))


def load_all(connection: Connection, owner_ids: Collection[int]) -> Mapping[int, StoredInterview]:
    """By owner, for those of whom something is stored."""
    rows = connection.execute(_INTERVIEWS, {"owner_ids": owner_ids}).all()
    keys = keyring.of_owners(connection, [row.owner_id for row in rows])
    told: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for owner_id, question, value in connection.execute(_ANSWERS, {"owner_ids": keys}):
        told[owner_id][question] = keys[owner_id].open(f"answers/{question}", value)
    return {
        owner_id: StoredInterview(
            keys[owner_id].open("interviews/state", state),
            keys[owner_id].open("interviews/offers", offers),
            told[owner_id],
            *rest,
        )
        for owner_id, state, offers, *rest in rows
    }


_EDITIONS = select(interviews.c.owner_id, interviews.c.version, interviews.c.updated_at).where(
    interviews.c.owner_id.in_(bindparam("owner_ids"))
)


def editions(connection: Connection, owner_ids: Collection[int]) -> Mapping[int, Edition]:
    """By owner, for those of whom something is stored."""
    rows = connection.execute(_EDITIONS, {"owner_ids": owner_ids})
    return {owner_id: (version, updated_at) for owner_id, version, updated_at in rows}


def save(connection: Connection, steps: Sequence[Step], now: datetime) -> None:
    """Replace each `before` by its `after`, updated `now`; the owners' rows are to be locked.

    Raises ConflictError when one `before` is not what is stored.
    """
    _refuse_outdated(connection, steps)
    keys = keyring.of_owners(connection, [step.owner_id for step in steps])
    _put(connection, interviews, [_state(step, keys[step.owner_id], now) for step in steps])
    _put(connection, answers, [row for step in steps for row in _new_answers(step, keys[step.owner_id], now)])
    for step in steps:
        gone = step.before.answers.keys() - step.after.answers.keys()
        if gone:
            mine = answers.c.owner_id == step.owner_id
            connection.execute(delete(answers).where(mine, answers.c.question.in_(gone)))


def _refuse_outdated(connection: Connection, steps: Sequence[Step]) -> None:
    stored = editions(connection, [step.owner_id for step in steps])
    if any(stored.get(step.owner_id, NOTHING_YET.edition) != step.before.edition for step in steps):
        raise ConflictError


def _state(step: Step, key: DataKey, now: datetime) -> Mapping[str, object]:
    return {
        "owner_id": step.owner_id,
        "state": key.seal("interviews/state", step.after.state),
        "offers": key.seal("interviews/offers", step.after.offers),
        "version": step.after.version,
        "updated_at": now,
        "asked_at": step.after.asked_at,
        "unfinished_since": now if step.may_be_reminded else None,
    }


def _new_answers(step: Step, key: DataKey, now: datetime) -> Iterator[Mapping[str, object]]:
    for question, value in step.after.answers.items():
        if step.before.answers.get(question) != value:
            sealed = key.seal(f"answers/{question}", value)
            yield {"owner_id": step.owner_id, "question": question, "value": sealed, "answered_at": now}


def _put(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert_or_replace(connection, table), rows)


def silent(
    connection: Connection, messengers: Collection[str], before: datetime, most: int
) -> Mapping[int, int]:
    """Owners who left an interview unfinished before `before` and can be reached, with its version."""
    waiting = (
        select(interviews.c.owner_id, interviews.c.version)
        .join(owners, owners.c.id == interviews.c.owner_id)
        .where(interviews.c.unfinished_since < before, owners.c.messenger.in_(messengers))
        .where(owners.c.unreachable_at.is_(None), owners.c.forgotten_at.is_(None))
        .order_by(interviews.c.unfinished_since)
        .limit(most)
    )
    return {row.owner_id: row.version for row in connection.execute(waiting)}


def stop_waiting(connection: Connection, owner_ids: Collection[int]) -> None:
    """They have been told of, once for all."""
    those = update(interviews).where(interviews.c.owner_id.in_(owner_ids))
    connection.execute(those.values(unfinished_since=None))


def forget(connection: Connection, owner_id: int) -> None:
    connection.execute(delete(answers).where(answers.c.owner_id == owner_id))
    connection.execute(delete(interviews).where(interviews.c.owner_id == owner_id))
