"""Files that nobody was told of, because a process died at the wrong moment, are removed after a day."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.work.retention import ABANDONED, Retention
from storage import uploads
from storage.database import Database
from storage.uploads import ExpectedFile
from tests.bot.desk import ANNA, Desk, pieces

A_DAY = ABANDONED.total_seconds() + 1


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


@pytest.fixture
def retention(desk: Desk) -> Retention:
    return Retention(desk.database, desk.blobs, kept=timedelta(0), clock=desk.clock)


def files(desk: Desk) -> list[str]:
    return [path.name for path in (desk.folder / "blobs").rglob("*") if path.is_file()]


async def test_a_file_kept_just_before_a_crash_goes_after_a_day_and_no_other(
    desk: Desk, retention: Retention
) -> None:
    used = await desk.send_file("used.csv", b"a,b\n1,2\n")
    await desk.assistant.keep_file(ANNA, "lost.csv", pieces(b"a,b\n3,4\n"))
    assert await retention.tidy() == 0
    desk.clock.forward(A_DAY)
    assert await retention.tidy() == 1
    assert files(desk) == [used.upload]


async def test_what_had_come_of_a_file_when_the_process_died_goes_after_a_day(
    desk: Desk, retention: Retention
) -> None:
    used = await desk.send_file("used.csv", b"a,b\n1,2\n")
    with desk.database.transaction() as connection:
        half = ExpectedFile("half", 1, "1/uploads/half", "half.csv")
        uploads.expect(connection, half, desk.clock())
    (desk.folder / "blobs" / "1" / "uploads" / "half#1").write_bytes(b"sealed, but not to its end")
    assert await retention.tidy() == 0
    desk.clock.forward(A_DAY)
    assert await retention.tidy() == 1
    assert files(desk) == [used.upload]


async def test_a_file_whose_sender_goes_away_in_the_middle_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(ConnectionError):
        await desk.assistant.keep_file(ANNA, "a.csv", broken_off())
    with desk.database.reading() as connection:
        assert uploads.of_owner(connection, 1) == ()
    assert files(desk) == []


async def test_who_is_forgotten_leaves_no_half_of_a_file(desk: Desk) -> None:
    await desk.send_file("used.csv", b"a,b\n1,2\n")
    (desk.folder / "blobs" / "1" / "uploads" / "half#1").write_bytes(b"sealed, but not to its end")
    await desk.blobs.remove_all("1/")
    assert files(desk) == []


async def broken_off() -> AsyncIterator[bytes]:
    yield b"a,b\n"
    raise ConnectionError
