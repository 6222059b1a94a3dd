"""What is remembered of the files an owner has confirmed."""

from pathlib import Path

import pytest

from bot.dialogue.inbound import Command, Commanded, Tapped
from storage import owners, readings
from storage.database import Database
from tests.bot.desk import ANNA, Desk
from tests.bot.workroom import SameProcess, settled, working

ROWS = "".join(f"C{number % 7},2026-01-{1 + number:02},1.{number}50\n" for number in range(9))
OPEN = f"Customer,Date,Total\n{ROWS}"


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def remembered(desk: Desk) -> int:
    with desk.database.reading() as connection:
        owner = owners.find(connection, ANNA.messenger, ANNA.address)
        return len(readings.of_owner(connection, owner.id)) if owner else 0


async def test_what_was_confirmed_is_not_asked_again_until_it_is_forgotten(desk: Desk) -> None:
    async with working(desk, SameProcess()):
        for number in range(2):
            await desk.send_file("orders.csv", OPEN.encode())
            await settled(desk)
            if number == 0:
                await desk.send(Tapped("choose:0:numbers:comma"))
                await settled(desk)
                await desk.send(Tapped("file:0:ok"))
        keys = await desk.keys()
        assert keys.count("exhibit.choice") == 1
        assert keys[-2:] == ["files.read_as_before", "files.same_columns"]
        assert remembered(desk) == 1
        await desk.send(Tapped("file:1:forget"))
        await settled(desk)
    assert (await desk.keys())[-1] == "exhibit.choice"
    assert remembered(desk) == 0


async def test_nothing_is_remembered_of_who_wanted_to_be_forgotten(desk: Desk) -> None:
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", OPEN.encode())
        await settled(desk)
        await desk.send(Tapped("choose:0:numbers:comma"))
        await settled(desk)
        await desk.send(Tapped("file:0:ok"))
        assert remembered(desk) == 1
        await desk.send(Commanded(Command.DELETE))
        yes = next(each for each in await desk.buttons() if each.data.startswith("delete:yes"))
        await desk.send(Tapped(yes.data))
    assert remembered(desk) == 0
