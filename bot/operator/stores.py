"""The stores of an installation, opened with its keys."""

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import OwnerFixableError
from bot.settings import Settings
from storage.blobs import Blobs
from storage.database import Database
from storage.keys.masters import Masters, masters_in


def open_database(settings: Settings) -> Database:
    """Raises OwnerFixableError: bad_database_url, bad_master_key, bad_master_key_file."""
    keys = masters(settings)
    try:
        return Database(settings.database, keys)
    except (SQLAlchemyError, ImportError, ValueError):  # it may hold a password, so it is not shown
        raise OwnerFixableError("bad_database_url") from None


def open_blobs(settings: Settings, database: Database) -> Blobs:
    return Blobs(settings.blobs, database.key_of)


def masters(settings: Settings) -> Masters:
    """The master keys, from the setting, else from the file they are kept in."""
    if settings.master_key:
        return Masters(lambda: settings.master_key)
    return masters_in(settings.key_file)
