"""What was put into the inbox, opened."""

from sqlalchemy import Connection, select

from bot.codec import inbound_from_json
from bot.dialogue.inbound import Inbound
from storage.keys import keyring
from storage.tables import inbox


def events_of(connection: Connection, owner_id: int | None = None) -> list[tuple[Inbound, str | None]]:
    """All that was accepted, of one owner or of everybody, with what its sender sees of it."""
    columns = select(inbox.c.owner_id, inbox.c.event_id, inbox.c.payload, inbox.c.shown).order_by(inbox.c.id)
    found = []
    for owner, event_id, payload, shown in connection.execute(columns):
        key, place = keyring.of_owner(connection, owner), f"inbox/{event_id}"
        if owner_id in {None, owner}:
            inbound = inbound_from_json(key.open(f"{place}/payload", payload))
            found.append((inbound, key.open_if_any(f"{place}/shown", shown)))
    return found
