"""A new master key: every key is wrapped anew, in pieces, so that it can stop anywhere and go on later."""

from sqlalchemy import Connection, bindparam, func, select, update

from storage.keys.keyring import keyring_of
from storage.keys.masters import Wrapped
from storage.tables import data_keys

MOST_AT_ONCE = 1_000


def left(connection: Connection) -> int:
    """Keys that an older master key has wrapped."""
    outdated = data_keys.c.master != keyring_of(connection).masters.current
    return connection.execute(select(func.count()).where(outdated)).scalar_one()


def wrap_some_anew(connection: Connection) -> int:
    """Wrap up to a thousand of those with the current one; return how many, 0 when all are done.

    Raises OwnerFixableError("wrong_master_key") when the one that wrapped them is not there any more.
    """
    masters = keyring_of(connection).masters
    outdated = data_keys.c.master != masters.current
    some = select(data_keys.c.holder, data_keys.c.master, data_keys.c.wrapped).where(outdated)
    rows = connection.execute(some.limit(MOST_AT_ONCE).with_for_update(skip_locked=True)).all()
    anew = []
    for holder, master, key in rows:
        wrapped = masters.wrap(masters.unwrap(Wrapped(master, key), holder), holder)
        anew.append({"of": holder, "by": wrapped.master, "anew": wrapped.key})
    if anew:
        connection.execute(_WRAP, anew)
    return len(anew)


_WRAP = (
    update(data_keys)
    .where(data_keys.c.holder == bindparam("of"))
    .values(master=bindparam("by"), wrapped=bindparam("anew"))
)
