"""What an operator does: before the first start, about keys, for owners who ask to be forgotten."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.desk.erasing import Eraser
from bot.errors import OwnerFixableError
from bot.operator.stores import open_blobs, open_database
from bot.settings import Settings
from storage import copies
from storage.database import Database
from storage.keys import rotation
from storage.keys.masters import new_master, put_first
from storage.places import make_bucket


def prepare(settings: Settings) -> None:
    """Make the bucket, if there is to be one, and bring the tables up to date. May be done at any time.

    Raises OwnerFixableError, and StorageUnavailableError.
    """
    if settings.store_url:
        asyncio.run(make_bucket(settings.store_url))
    with closing(open_database(settings)) as database:
        database.migrate()


def back_up(settings: Settings, folder: Path) -> bool:
    """Database and files into a folder; False when the database is a server's, which has its own way.

    The database goes first: a file that comes later is missed by nobody. Never the master key.
    """
    (folder / copies.BLOBS).mkdir(parents=True, exist_ok=True)
    has_database = copies.copy_database(settings.database, folder)
    asyncio.run(copies.copy_blobs(settings.blobs, folder / copies.BLOBS))
    return has_database


def restore(settings: Settings, folder: Path) -> None:
    """Put a backup back where nothing is. Raises OwnerFixableError: no_backup, database_there."""
    if not (folder / copies.BLOBS).is_dir():
        raise OwnerFixableError("no_backup", {"folder": str(folder)})
    copies.put_database_back(folder, settings.database)
    asyncio.run(copies.copy_blobs(folder / copies.BLOBS, settings.blobs))


def erase(settings: Settings, messenger: str, address: str) -> None:
    """Everything of one owner, at once. Raises OwnerFixableError: nobody_there."""
    with closing(open_database(settings)) as database:
        database.migrate()
        eraser = Eraser(database, open_blobs(settings, database))
        if not asyncio.run(eraser.erase(messenger, address, datetime.now(UTC))):
            raise OwnerFixableError("nobody_there", {"messenger": messenger, "address": address})


def rotate_keys(settings: Settings) -> int:
    """Wrap all keys with the newest master key, and return how many they were.

    Where the master key is kept in a file, a new one is put into it first, unless an earlier rotation was
    cut short: then that one is brought to its end. The old key stays beside it, for backups.
    """
    with closing(open_database(settings)) as database:
        database.migrate()
        if not settings.master_key and not _left(database):
            put_first(settings.key_file, new_master())
        done = 0
        while count := _wrap_some(database):
            done += count
        return done


def _left(database: Database) -> int:
    with database.reading() as connection:
        return rotation.left(connection)


def _wrap_some(database: Database) -> int:
    with database.transaction() as connection:
        return rotation.wrap_some_anew(connection)
