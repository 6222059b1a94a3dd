"""Whether an installation can work as it is set up: each thing it needs is tried, and told with a remedy."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

import httpx

from bot.errors import OwnerFixableError
from bot.http_server import listening
from bot.operator.stores import open_blobs, open_database
from bot.settings import Settings
from prompts.drawing import FONTS_FOLDER
from storage.database import Database
from storage.errors import StorageUnavailableError

TELEGRAM = "https://api.telegram.org"
PATIENCE_SECONDS = 10
SHORTEST_SECRET = 16
FOR_OTHERS = 0o077
ANY_PORT = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` is that of its text; what is not well is told with what to do."""

    key: str
    is_well: bool = True
    values: Mapping[str, str | int | float] = field(default_factory=dict)


def check(settings: Settings, wrong: Sequence[OwnerFixableError] = ()) -> Iterator[Finding]:
    """Everything is tried, whatever was found before; only without its folder nothing can be opened.

    `wrong` is what was wrong with the settings themselves.
    """
    yield from (_wrong(f"errors.{each.code}", each.details) for each in wrong)
    yield from (_wrong("check.unknown_setting", {"name": name}) for name in settings.unknown)
    folder = _folder(settings)
    yield folder
    if folder.is_well:
        yield from _stores(settings)
    yield _fonts()
    yield from _secrets(settings)
    yield from _shared(settings)
    yield from _doors(settings)
    yield from _addresses(settings)
    yield _telegram(settings)


def _folder(settings: Settings) -> Finding:
    where = {"folder": str(settings.data.resolve())}
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.data):
            return Finding("check.folder", values=where)
    except OSError:
        return _wrong("check.folder_not_writable", where)


def _stores(settings: Settings) -> Iterator[Finding]:
    """The database, and the store of files, whose keys are in the database."""
    kind = {"kind": settings.database.partition(":")[0].partition("+")[0]}
    try:
        database = open_database(settings)
    except OwnerFixableError as error:
        yield _wrong(f"errors.{error.code}", error.details)
        return
    try:
        database.migrate()
        yield Finding("check.database", values=kind)
        yield asyncio.run(_store(settings, database))
    except OwnerFixableError as error:
        yield _wrong(f"errors.{error.code}", error.details)
    except StorageUnavailableError:
        yield _wrong("check.database_away", kind)
    finally:
        database.close()


async def _store(settings: Settings, database: Database) -> Finding:
    await open_blobs(settings, database).try_out()
    return Finding("check.store", values={"place": str(settings.blobs)})


def _fonts() -> Finding:
    count = len(list(FONTS_FOLDER.glob("*.ttf")))
    return Finding("check.fonts", values={"count": count}) if count else _wrong("check.fonts_missing")


def _secrets(settings: Settings) -> Iterator[Finding]:
    if settings.session_secret and len(settings.session_secret) < SHORTEST_SECRET:
        yield _wrong("check.secret_short", {"least": SHORTEST_SECRET})
    if not settings.master_key and _is_open_to_others(settings.key_file):
        yield _wrong("check.master_key_open", {"file": str(settings.key_file)})


def _is_open_to_others(file: Path) -> bool:
    try:
        return bool(file.stat().st_mode & FOR_OTHERS)
    except OSError:
        return False


def _shared(settings: Settings) -> Iterator[Finding]:
    """What processes on several machines must have in common is not made up by each."""
    if settings.database.startswith("sqlite"):
        return
    if not settings.session_secret:
        yield _wrong("check.secret_missing")
    if not settings.master_key and settings.master_key_file is None:
        yield _wrong("check.master_key_missing")
    if not settings.store_url:
        yield _wrong("check.store_of_this_machine")


def _doors(settings: Settings) -> Iterator[Finding]:
    """Whether the hosts are of this machine; a port that is taken may be by the process that is running."""
    for host in {settings.web_host, settings.operations_host}:
        try:
            listening(host, ANY_PORT).close()
        except OwnerFixableError as error:
            yield _wrong(f"errors.{error.code}", error.details)


def _addresses(settings: Settings) -> Iterator[Finding]:
    named = sorted({settings.public_address, settings.telegram_webhook_url} - {""})
    if not named:
        yield Finding("check.no_public_address")
    for address in named:
        is_well = address.startswith("https://") and bool(urlsplit(address).hostname)
        yield Finding(
            "check.public_address" if is_well else "check.public_address_open", is_well, {"address": address}
        )


def _telegram(settings: Settings) -> Finding:
    if not settings.telegram_token:
        return Finding("check.no_telegram")
    base = settings.telegram_api_url or TELEGRAM
    try:
        answer = httpx.get(f"{base}/bot{settings.telegram_token}/getMe", timeout=PATIENCE_SECONDS).json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return _wrong("check.telegram_away")
    if not answer.get("ok"):
        return _wrong("check.telegram_token")
    return Finding("check.telegram", values={"name": answer["result"]["username"]})


def _wrong(key: str, values: Mapping[str, str | int | float] | None = None) -> Finding:
    return Finding(key, is_well=False, values=values or {})
