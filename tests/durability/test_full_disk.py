"""Promise: a full disk refuses files and analyses in words, lets messages wait, and spoils no database."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.dialogue.inbound import Command, Commanded, Said, Tapped
from bot.errors import OwnerFixableError
from storage.database import Database
from storage.errors import StorageUnavailableError
from tests.bot.desk import ANNA, Desk, pieces
from tests.bot.workroom import ORDERS, SameProcess, analysed, confirmed, settled, working
from tests.durability.postgres import postgres
from tests.durability.small_disk import SmallDisk, small_disk
from tests.master_key import MASTERS


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "small") as disk:
        yield disk


@pytest.fixture
def desk(disk: SmallDisk, tmp_path: Path) -> Iterator[Desk]:
    """Files and work in progress lie on the small disk, the database does not."""
    with closing(Database(f"sqlite:///{tmp_path / 'test.db'}", MASTERS)) as database:
        database.migrate()
        yield Desk(database, disk.place, max_upload_bytes=100_000)


async def test_a_file_there_is_no_room_for_is_refused_and_nothing_of_it_stays(
    desk: Desk, disk: SmallDisk
) -> None:
    await desk.send(Commanded(Command.START))
    disk.fill()
    with pytest.raises(OwnerFixableError, match="no_space"):
        await desk.assistant.keep_file(ANNA, "orders.csv", pieces(ORDERS.encode()))
    disk.make_room()
    assert not [path for path in disk.place.rglob("*") if path.is_file()]
    assert await desk.assistant.keep_file(ANNA, "orders.csv", pieces(ORDERS.encode()))


async def test_reading_that_has_no_room_to_work_says_so(desk: Desk, disk: SmallDisk) -> None:
    await desk.send_file("orders.csv", ORDERS.encode())
    disk.fill()
    async with working(desk, SameProcess()):
        await settled(desk)
        assert "errors.no_space" in await desk.keys()
        disk.make_room()
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
    assert "exhibit.understanding" in await desk.keys()


async def test_an_analysis_that_has_no_room_to_work_says_so_and_can_be_asked_for_again(
    desk: Desk, disk: SmallDisk
) -> None:
    await confirmed(desk)
    disk.fill()
    async with working(desk, SameProcess()):
        await desk.send(Tapped("run"))
        await settled(desk)
        assert "errors.no_space" in await desk.keys()
        disk.make_room()
        await desk.send(Tapped("run"))
        await settled(desk)
    assert (await desk.keys())[-1] == "chat.result_shown"


async def test_cards_that_there_is_no_room_for_are_shown_as_soon_as_there_is(
    desk: Desk, disk: SmallDisk
) -> None:
    await analysed(desk)
    for card in disk.place.glob("blobs/*/cards/**/*.png"):
        card.unlink()
    disk.fill()
    await desk.send(Commanded(Command.RESULT))
    before = await desk.keys()
    disk.make_room()
    await desk.assistant.work(ANNA)
    after = await desk.keys()
    assert after[len(before) :][-1] == "chat.result_shown"


async def test_messages_wait_for_room_and_the_database_stays_whole(disk: SmallDisk) -> None:
    with closing(Database(f"sqlite:///{disk.place / 'test.db'}", MASTERS)) as database:
        database.migrate()
        desk = Desk(database, disk.place)
        for word in (Commanded(Command.START), Tapped("express")):
            await desk.send(word)
        disk.fill()
        with pytest.raises(StorageUnavailableError):
            await talks_on(desk)
        kept = [entry.owner_text for entry in await desk.history()]
        disk.make_room()
        await desk.assistant.work(ANNA)
        await desk.send(Tapped("skip:age"))
        assert [entry.owner_text for entry in await desk.history()][: len(kept)] == kept
        with database.reading() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


@pytest.mark.slow
@pytest.mark.postgres
async def test_postgresql_without_room_goes_on_where_it_was_when_there_is_some(tmp_path: Path) -> None:
    place = Path(tempfile.mkdtemp(prefix="personabot-small-")) / "disk"
    place.parent.chmod(0o755)
    with (
        small_disk(place, megabytes=120) as disk,
        postgres(disk.place / "data") as server,
        closing(Database(server.url, MASTERS)) as database,
    ):
        database.migrate()
        desk = Desk(database, tmp_path)
        for word in (Commanded(Command.START), Tapped("express")):
            await desk.send(word)
        kept = [entry.owner_text for entry in await desk.history()]
        disk.fill()
        with pytest.raises(StorageUnavailableError):
            await talks_on(desk)
        disk.make_room()
        await desk.assistant.work(ANNA)
        await desk.send(Tapped("skip:age"))
        assert [entry.owner_text for entry in await desk.history()][: len(kept)] == kept


async def talks_on(desk: Desk) -> None:
    """There is some room left in pages that the database has already."""
    for _ in range(1000):
        await desk.send(Said("soap"))
