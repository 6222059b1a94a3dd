"""Interviews and their answers. The text of both is the caller's JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import answers, interviews


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


NOTHING_YET = StoredInterview(state="", offers="", answers={}, version=0)


def load(connection: Connection, owner_id: int) -> StoredInterview:
    row = connection.execute(select(interviews).where(interviews.c.owner_id == owner_id)).one_or_none()
    if row is None:
        return NOTHING_YET
    told = select(answers.c.question, answers.c.value).where(answers.c.owner_id == owner_id)
    values = {answer.question: answer.value for answer in connection.execute(told)}
    return StoredInterview(row.state, row.offers, values, row.version)


def save(
    connection: Connection, owner_id: int, before: StoredInterview, after: StoredInterview, now: datetime
) -> None:
    """Replace `before` by `after`. Raises ConflictError when `before` is not what is stored."""
    _save_state(connection, owner_id, before.version, after, now)
    gone = before.answers.keys() - after.answers.keys()
    changed = {key: text for key, text in after.answers.items() if before.answers.get(key) != text}
    stale = gone | (changed.keys() & before.answers.keys())
    if stale:
        mine = answers.c.owner_id == owner_id
        connection.execute(delete(answers).where(mine, answers.c.question.in_(stale)))
    if changed:
        rows = [
            {"owner_id": owner_id, "question": key, "value": text, "answered_at": now}
            for key, text in changed.items()
        ]
        connection.execute(insert(answers), rows)


def _save_state(
    connection: Connection, owner_id: int, expected: int, after: StoredInterview, now: datetime
) -> None:
    values = {
        "state": after.state,
        "offers": after.offers,
        "version": expected + 1,
        "updated_at": now,
    }
    if expected == 0:
        _refuse_second(connection, owner_id)
        connection.execute(insert(interviews).values(owner_id=owner_id, **values))
        return
    same = (interviews.c.owner_id == owner_id) & (interviews.c.version == expected)
    if connection.execute(update(interviews).where(same).values(**values)).rowcount != 1:
        raise ConflictError


def _refuse_second(connection: Connection, owner_id: int) -> None:
    # The owner's row is locked by now, so nobody can insert between this look and our insert.
    there = select(interviews.c.owner_id).where(interviews.c.owner_id == owner_id)
    if connection.execute(there).one_or_none() is not None:
        raise ConflictError


def forget(connection: Connection, owner_id: int) -> None:
    connection.execute(delete(answers).where(answers.c.owner_id == owner_id))
    connection.execute(delete(interviews).where(interviews.c.owner_id == owner_id))
