"""what was kept in plain text is sealed, addresses are hidden

There is no way back: an earlier program cannot read what is sealed, and opening it again would lay what owners told
into tables and logs of changes from which it does not go. Whoever must go back takes the backup from before.
"""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from storage.keys.data_key import DataKey
from storage.keys.keyring import EVERYBODY, keyring_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Place = Callable[[Any], str]
PLACES: dict[str, tuple[Sequence[str], Place, Sequence[str]]] = {
    "interviews": ((), lambda row: "interviews/{column}", ("state", "offers")),
    "answers": (("question",), lambda row: f"answers/{row.question}", ("value",)),
    "inbox": (("id", "event_id"), lambda row: f"inbox/{row.event_id}/{{column}}", ("payload", "shown")),
    "outbox": (("number",), lambda row: f"outbox/{row.number}", ("payload",)),
    "uploads": (
        ("id",),
        lambda row: f"uploads/{row.id}/{{column}}",
        ("name", "roles", "choices", "understanding", "findings", "refusal"),
    ),
    "confirmed_readings": (("header",), lambda row: f"readings/{row.header}/{{column}}", ("roles", "choices")),
    "analyses": (("id",), lambda row: f"analyses/{row.id}/{{column}}", ("result", "failure")),
}
"""By table: what names a row of an owner, its place (`{column}` stands for the column), and what is sealed."""


def upgrade() -> None:
    connection = op.get_bind()
    keyring = keyring_of(connection)
    keyring.of_all(connection, [EVERYBODY])
    owners = sa.table("owners", sa.column("id"), sa.column("messenger"), sa.column("address"))
    for owner_id, messenger, address in connection.execute(sa.select(owners)).all():
        hidden = keyring.look_up(connection).hide(messenger, address)
        connection.execute(sa.update(owners).where(owners.c.id == owner_id).values(address=hidden))
        key = keyring.of_all(connection, [str(owner_id)])[str(owner_id)]
        for name, (names, place, columns) in PLACES.items():
            _seal(connection, key, owner_id, name, names, place, columns)


def _seal(
    connection: sa.Connection,
    key: DataKey,
    owner_id: int,
    name: str,
    names: Sequence[str],
    place: Place,
    columns: Sequence[str],
) -> None:
    table = sa.table(name, *(sa.column(each) for each in ("owner_id", *names, *columns)))
    for row in connection.execute(sa.select(table).where(table.c.owner_id == owner_id)).all():
        sealed = {
            column: key.seal_if_any(place(row).replace("{column}", column), getattr(row, column))
            for column in columns
        }
        this = [table.c[each] == getattr(row, each) for each in names]
        connection.execute(sa.update(table).where(table.c.owner_id == owner_id, *this).values(sealed))


def downgrade() -> None:
    raise CommandError("what is sealed is not opened again; go back with the backup made before the upgrade")
