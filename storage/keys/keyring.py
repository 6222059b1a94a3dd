"""The keys of owners in the database, each wrapped by a master key; opened ones are kept in memory."""

import secrets
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select

from storage.keys.data_key import DataKey, LookUpKey
from storage.keys.masters import KEY_BYTES, Masters, Wrapped
from storage.tables import data_keys
from storage.upserts import insert_or_ignore

OPTION = "keyring"
"""The execution option of connections that holds the keyring."""
EVERYBODY = "everybody"
"""Holder of the key for what belongs to no single owner: the sample shop, and look-ups."""
MOST_KEPT = 20_000
"""Opened keys in memory; one takes half a kilobyte."""

_THOSE = select(data_keys.c.holder, data_keys.c.master, data_keys.c.wrapped).where(
    data_keys.c.holder.in_(bindparam("holders"))
)


class Keyring:
    """Every method may be called from any thread."""

    def __init__(self, masters: Masters) -> None:
        self.masters = masters
        self._keys: dict[str, DataKey] = {}
        self._look_up: LookUpKey | None = None

    def of_all(self, connection: Connection, holders: Collection[str]) -> Mapping[str, DataKey]:
        """The holders' keys; who has none yet gets one."""
        if len(self._keys) > MOST_KEPT:
            self.forget_opened()
        known = {holder: self._keys[holder] for holder in holders if holder in self._keys}
        missing = [holder for holder in holders if holder not in known]
        if missing:
            for holder, key in self._stored(connection, missing).items():
                known[holder] = self._keys.setdefault(holder, DataKey(holder, key))
        return known

    def kept(self, holder: str) -> DataKey | None:
        """A key that was opened before."""
        return self._keys.get(holder)

    def look_up(self, connection: Connection) -> LookUpKey:
        if self._look_up is None:
            self._look_up = LookUpKey(self._stored(connection, [EVERYBODY])[EVERYBODY])
        return self._look_up

    def forget_opened(self) -> None:
        """Also when a transaction failed: the keys it made have never been."""
        self._keys.clear()
        self._look_up = None

    def _stored(self, connection: Connection, holders: Collection[str]) -> Mapping[str, bytes]:
        found = self._rows(connection, holders)
        missing = sorted(set(holders) - found.keys())
        if missing:
            new = [self._row(holder) for holder in missing]
            connection.execute(insert_or_ignore(connection, data_keys), new)
            found |= self._rows(connection, missing)
        return {holder: self.masters.unwrap(wrapped, holder) for holder, wrapped in found.items()}

    def _rows(self, connection: Connection, holders: Collection[str]) -> dict[str, Wrapped]:
        rows = connection.execute(_THOSE, {"holders": holders})
        return {holder: Wrapped(master, key) for holder, master, key in rows}

    def _row(self, holder: str) -> Mapping[str, object]:
        wrapped = self.masters.wrap(secrets.token_bytes(KEY_BYTES), holder)
        owner_id = None if holder == EVERYBODY else int(holder)
        return {"holder": holder, "owner_id": owner_id, "master": wrapped.master, "wrapped": wrapped.key}


def of_owner(connection: Connection, owner_id: int) -> DataKey:
    return of_owners(connection, [owner_id])[owner_id]


def of_owners(connection: Connection, owner_ids: Collection[int]) -> Mapping[int, DataKey]:
    """With one query for all that are not in memory."""
    names = {owner_id: str(owner_id) for owner_id in owner_ids}
    keys = keyring_of(connection).of_all(connection, list(names.values()))
    return {owner_id: keys[name] for owner_id, name in names.items()}


def look_up(connection: Connection) -> LookUpKey:
    return keyring_of(connection).look_up(connection)


def keyring_of(connection: Connection) -> Keyring:
    keyring: Keyring = connection.get_execution_options()[OPTION]
    return keyring
