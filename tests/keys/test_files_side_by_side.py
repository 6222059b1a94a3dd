"""Files on their way when others arrive, or when everything of their owner is deleted."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk.file_keeper import FileKeeper
from bot.errors import OwnerFixableError
from bot.settings import Settings
from storage import uploads
from storage.database import Database
from tests.bot.desk import ANNA, Desk


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def files(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.folder / "blobs").rglob("*") if path.is_file())


async def slowly(begun: asyncio.Event, end: asyncio.Event) -> AsyncIterator[bytes]:
    yield b"a,b\n"
    begun.set()
    await end.wait()
    yield b"1,2\n"


async def test_files_side_by_side_are_no_more_than_a_days_share(desk: Desk) -> None:
    settings = Settings(data=desk.folder, upload_bytes_per_day=3)
    keeper = FileKeeper(desk.database, desk.blobs, settings, desk.clock)
    begun, end = [asyncio.Event() for _ in range(5)], asyncio.Event()
    sending = [
        asyncio.create_task(keeper.keep(ANNA, "en", f"file{number}", "a.csv", slowly(each, end)))
        for number, each in enumerate(begun)
    ]
    for each in begun:
        await each.wait()
    end.set()
    outcomes = await asyncio.gather(*sending, return_exceptions=True)
    refused = [each for each in outcomes if isinstance(each, OwnerFixableError)]
    assert {each.code for each in refused} == {"too_much_today"}
    assert (len(refused), len(files(desk))) == (4, 1)


async def test_a_file_that_arrives_after_everything_was_deleted_leaves_nothing(desk: Desk) -> None:
    """In a bucket nothing shows of it before it is whole, so /delete cannot find it."""
    begun, end = asyncio.Event(), asyncio.Event()
    sending = asyncio.create_task(desk.assistant.keep_file(ANNA, "late.csv", slowly(begun, end)))
    await begun.wait()
    with desk.database.transaction() as connection:
        uploads.forget(connection, 1)
    end.set()
    with pytest.raises(OwnerFixableError, match="file_expired"):
        await sending
    assert files(desk) == []
