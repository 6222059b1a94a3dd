"""The stores of an installation, opened with its keys."""

from bot.settings import Settings
from storage.blobs import Blobs
from storage.database import Database
from storage.keys.masters import Masters, masters_in


def open_database(settings: Settings) -> Database:
    """Raises OwnerFixableError: bad_master_key."""
    return Database(settings.database, masters(settings))


def open_blobs(settings: Settings, database: Database) -> Blobs:
    return Blobs(settings.blobs, database.key_of)


def masters(settings: Settings) -> Masters:
    """The master keys, from the setting, else from the file they are kept in."""
    if settings.master_key:
        return Masters(lambda: settings.master_key)
    return masters_in(settings.key_file)
