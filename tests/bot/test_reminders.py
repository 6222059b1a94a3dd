"""An interview left in the middle is remembered once, in good time, and only by those who do not mind."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.reminders import Reminders
from bot.dialogue.inbound import Command, Commanded, Said, Tapped
from bot.messages import Conversation
from storage import owners
from storage.database import Database
from tests.bot.desk import ANNA, Desk

ADA = Conversation("telegram", "ada")
DAY = timedelta(days=1)
ALMOST, REST = 23 * 3600, 2 * 3600


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


async def look(desk: Desk, messengers: Collection[str] = ("telegram",), after: timedelta = DAY) -> None:
    """What a running process does from time to time."""
    reminders = Reminders(desk.database, messengers, after=after, clock=desk.clock, wake=desk.assistant.wake)
    running = asyncio.create_task(reminders.run())
    await asyncio.to_thread(reminders._tell_of_the_silent)
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await desk.assistant.work(ADA)
    await desk.assistant.finish()


async def leave_in_the_middle(desk: Desk, who: Conversation = ADA) -> None:
    for inbound in (Commanded(Command.START), Tapped("express"), Said("Flowers")):
        await desk.send(inbound, who)


async def reminders(desk: Desk, who: Conversation = ADA) -> int:
    return (await desk.keys(who)).count("chat.reminder")


async def test_a_day_of_silence_brings_the_open_question_back_once(desk: Desk) -> None:
    await leave_in_the_middle(desk)
    desk.clock.forward(ALMOST)
    await look(desk)
    assert await reminders(desk) == 0
    desk.clock.forward(REST)
    await look(desk)
    assert (await desk.keys(ADA))[-3:].count("questions.age.ask") == 1
    for _ in range(3):
        desk.clock.forward(ALMOST)
        await look(desk.restarted())
    assert await reminders(desk) == 1


async def test_an_answer_begins_the_day_anew(desk: Desk) -> None:
    await leave_in_the_middle(desk)
    desk.clock.forward(ALMOST)
    await desk.send(Said("25-40"), ADA)
    desk.clock.forward(REST)
    await look(desk)
    assert await reminders(desk) == 0


async def test_the_reminder_is_answered_like_the_question_it_is(desk: Desk) -> None:
    await leave_in_the_middle(desk)
    desk.clock.forward(ALMOST + REST)
    await look(desk)
    await desk.send(Said("25-40"), ADA)
    assert "questions.sex.ask" in await desk.keys(ADA)


async def test_who_wants_no_reminders_gets_none_in_the_next_interview_either(desk: Desk) -> None:
    await leave_in_the_middle(desk)
    desk.clock.forward(ALMOST + REST)
    await look(desk)
    await desk.tap("🔕 No reminders, please", ADA)
    await desk.send(Tapped("over"), ADA)
    await desk.tap("Yes, start over", ADA)
    await leave_in_the_middle(desk)
    desk.clock.forward(ALMOST + REST)
    await look(desk)
    assert await reminders(desk) == 1


async def test_a_new_interview_may_be_forgotten_once_again(desk: Desk) -> None:
    for _ in range(2):
        await leave_in_the_middle(desk)
        desk.clock.forward(ALMOST + REST)
        await look(desk)
        await desk.send(Tapped("over"), ADA)
        await desk.tap("Yes, start over", ADA)
    assert await reminders(desk) == 2


async def test_two_processes_remind_once(desk: Desk) -> None:
    await leave_in_the_middle(desk)
    desk.clock.forward(ALMOST + REST)
    await asyncio.gather(look(desk), look(desk.restarted()))
    assert await reminders(desk) == 1


async def test_nobody_is_reminded_who_has_not_begun_or_is_out_of_reach_or_forgotten(desk: Desk) -> None:
    looking, away, gone = (Conversation("telegram", name) for name in ("looking", "away", "gone"))
    await desk.send(Commanded(Command.START), looking)
    for who in (away, gone, ANNA):
        await leave_in_the_middle(desk, who)
    with desk.database.transaction() as connection:
        found = owners.find(connection, "telegram", "away")
        assert found
        owners.mark_unreachable(connection, found.id, desk.clock())
    await desk.send(Commanded(Command.DELETE), gone)
    await desk.tap("Yes, delete everything", gone)
    desk.clock.forward(ALMOST + REST)
    await look(desk)
    assert [await reminders(desk, who) for who in (looking, away, gone, ANNA)] == [0, 0, 0, 0]


async def test_the_operator_can_do_without(desk: Desk) -> None:
    await leave_in_the_middle(desk)
    desk.clock.forward(ALMOST + REST)
    off = Reminders(
        desk.database, ("telegram",), after=timedelta(0), clock=desk.clock, wake=desk.assistant.wake
    )
    await off.run()
    await desk.assistant.work(ADA)
    assert await reminders(desk) == 0
