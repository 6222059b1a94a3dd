"""Files are read and analyses run behind the chat, and what becomes of them is told."""

import pytest

from bot.dialogue.inbound import Tapped
from bot.errors import BuilderError
from bot.work.child import ChildDiedError, ChildTimeoutError
from segmentation.model.analysis import Analysis
from segmentation.model.codec import from_json
from storage import analyses, owners
from tests.bot.desk import ANNA, Desk
from tests.bot.workroom import ORDERS, SameProcess, analysed, settled, working


async def test_a_file_is_read_and_shown(desk: Desk) -> None:
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
    assert "exhibit.understanding" in await desk.keys()
    assert "300" in await desk.last_text()


async def test_a_confirmed_file_becomes_personas(desk: Desk) -> None:
    await analysed(desk)
    keys = await desk.keys()
    assert keys.index("exhibit.summary") < keys.index("exhibit.cards") < keys.index("chat.result_shown")


async def test_the_example_is_computed_once_for_everybody(desk: Desk) -> None:
    child = SameProcess()
    async with working(desk, child):
        await desk.send(Tapped("sample"))
        await desk.send(Tapped("sample"))
        await settled(desk)
    again = SameProcess()
    async with working(desk, again):
        await desk.send(Tapped("sample"))
        await settled(desk)
    assert "exhibit.cards" in await desk.keys()
    assert child.jobs == ["analyse_sample"]
    assert again.jobs == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "file_is_picture"), (b"a\n1\n2\n", "file_one_column")],
)
async def test_what_cannot_be_read_is_refused_with_advice(desk: Desk, content: bytes, code: str) -> None:
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", content)
        await settled(desk)
    assert f"errors.{code}" in await desk.keys()


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (ChildTimeoutError("limit"), "reading_took_too_long"),
        (ChildDiedError("lost"), "unreadable"),
        (ZeroDivisionError(), "internal"),
    ],
)
async def test_a_reading_that_fails_is_told_and_blocks_nothing(
    desk: Desk, failure: BuilderError | ZeroDivisionError, code: str
) -> None:
    child = SameProcess()
    child.failures = [failure]
    async with working(desk, child):
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
    keys = await desk.keys()
    assert f"errors.{code}" in keys
    assert "exhibit.understanding" in keys


async def test_a_newer_file_tells_who_has_moved(desk: Desk) -> None:
    newer = ORDERS + "".join(f"C{number:02d},2026-09-10,12.50\n" for number in range(10))
    for number, orders in enumerate((ORDERS, newer)):
        await analysed(desk, orders, number)
    first, second = sorted(results(desk), key=lambda each: each.as_of)
    assert not first.movements
    assert {each.method for each in second.movements} <= {"lifecycle", "value_tiers"}
    assert second.movements[0].since == first.as_of
    assert all(each.known == 30 and not each.missing for each in second.movements)


def results(desk: Desk) -> list[Analysis]:
    with desk.database.reading() as connection:
        owner = owners.find(connection, ANNA.messenger, ANNA.address)
        assert owner is not None
        return [
            from_json(each.result, Analysis)
            for each in analyses.of_owner(connection, owner.id)
            if each.result
        ]
