"""How files were read that their owners confirmed, sealed, so that the next one like them is read alike."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.keys import keyring
from storage.tables import confirmed_readings
from storage.upserts import insert_or_replace


@dataclass(frozen=True, slots=True)
class ConfirmedReading:
    """What the columns are and what was chosen, both as the caller's JSON."""

    roles: str
    choices: str


def remember(
    connection: Connection, owner_id: int, header: str, reading: ConfirmedReading, now: datetime
) -> None:
    """`header` is the mark of the columns; an earlier reading of the same is replaced."""
    words = keyring.of_owner(connection, owner_id).seal_each(_place(header), asdict(reading))
    row = {"owner_id": owner_id, "header": header, "confirmed_at": now, **words}
    connection.execute(insert_or_replace(connection, confirmed_readings).values(**row))


def of_owner(connection: Connection, owner_id: int) -> Mapping[str, ConfirmedReading]:
    """By mark of the columns."""
    mine = select(confirmed_readings).where(confirmed_readings.c.owner_id == owner_id)
    key = keyring.of_owner(connection, owner_id)
    return {
        row.header: ConfirmedReading(
            key.open(f"{_place(row.header)}/roles", row.roles),
            key.open(f"{_place(row.header)}/choices", row.choices),
        )
        for row in connection.execute(mine)
    }


def forget_one(connection: Connection, owner_id: int, header: str) -> None:
    this = (confirmed_readings.c.owner_id == owner_id) & (confirmed_readings.c.header == header)
    connection.execute(delete(confirmed_readings).where(this))


def forget(connection: Connection, owner_id: int) -> None:
    connection.execute(delete(confirmed_readings).where(confirmed_readings.c.owner_id == owner_id))


def _place(header: str) -> str:
    return f"readings/{header}"
