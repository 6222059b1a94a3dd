"""Replies leave in order, once if possible, again after a failure."""

import asyncio
from pathlib import Path

import pytest

from bot.desk.dispatch import LEASE
from bot.dialogue.inbound import Command, Commanded, Tapped
from bot.errors import DeliveryError
from bot.messages import Conversation, OutgoingReply
from storage import outbox
from storage.database import Database
from tests.bot.desk import ANNA, Desk, Postbox, until
from tests.bot.under_way import delivered, delivering, waiting

BERT = Conversation("web", "bert")


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


async def three_turns(desk: Desk, who: Conversation = ANNA) -> list[int]:
    """Three turns of a conversation; the numbers of their replies."""
    for inbound in (Commanded(Command.START), Tapped("express"), Commanded(Command.HELP)):
        await desk.send(inbound, who)
    return [entry.number for entry in await desk.history(who)]


async def test_replies_leave_in_order(desk: Desk) -> None:
    box = Postbox()
    numbers = await three_turns(desk)
    async with delivering(desk, box):
        await delivered(desk)
    assert box.numbers() == numbers
    assert len(numbers) >= 3


async def test_a_failed_reply_holds_back_those_after_it_but_no_other_conversation(desk: Desk) -> None:
    box = Postbox()
    numbers = await three_turns(desk)
    box.refusals = [DeliveryError(retry_after=30)]
    async with delivering(desk, box):
        await refused(box)
        others = await three_turns(desk, BERT)
        await taken(box, len(others))
        assert box.numbers(ANNA) == []
        assert box.numbers(BERT) == others
        desk.clock.forward(31)
        desk.dispatch.look()
        await delivered(desk)
    assert box.numbers(ANNA) == numbers


async def test_nothing_is_sent_before_the_messenger_wants_it(desk: Desk) -> None:
    box = Postbox()
    await three_turns(desk)
    box.refusals = [DeliveryError(retry_after=30)]
    async with delivering(desk, box):
        await refused(box)
        desk.clock.forward(29)
        desk.dispatch.look()
        await asyncio.sleep(0.1)
        assert box.taken == []


async def test_pauses_grow_with_every_failure_up_to_half_a_minute(desk: Desk) -> None:
    box = Postbox()
    await desk.send(Commanded(Command.START))
    pauses = []
    for _ in range(7):
        box.refusals = [DeliveryError()]
        async with delivering(desk, box):
            await refused(box)
        pauses.append(seconds_to_wait(desk))
        desk.clock.forward(pauses[-1])
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


async def test_a_reply_that_can_never_arrive_is_given_up_and_the_rest_goes_on(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    box = Postbox()
    numbers = await three_turns(desk)
    box.refusals = [DeliveryError(final=True), DeliveryError(final=True)]
    async with delivering(desk, box):
        await delivered(desk)
    assert box.numbers() == numbers[2:]
    assert waiting(desk).dead_replies == 2
    told = [record.getMessage() for record in caplog.records if record.name == "bot.desk.delivery"]
    assert told == [
        f"reply {number} to owner 1 is given up after 1 attempts; {count} in all"
        for count, number in enumerate(numbers[:2], 1)
    ]


class Broken(Postbox):
    """A messenger with a defect."""

    async def deliver(self, outgoing: OutgoingReply) -> None:
        raise ZeroDivisionError


async def test_a_defect_in_a_messenger_neither_stops_delivery_nor_lasts_for_ever(desk: Desk) -> None:
    broken, box = Broken("telegram"), Postbox()
    await desk.send(Commanded(Command.START), Conversation("telegram", "1"))
    numbers = await three_turns(desk)
    async with delivering(desk, broken, box):
        await taken(box, len(numbers))
        while waiting(desk).replies:
            await asyncio.sleep(0.05)
            desk.clock.forward(60)
            desk.dispatch.look()
    assert waiting(desk).dead_replies == 1


async def test_replies_for_a_messenger_that_is_not_running_wait(desk: Desk) -> None:
    await desk.send(Commanded(Command.START), Conversation("telegram", "1"))
    numbers = await three_turns(desk)
    box = Postbox()
    async with delivering(desk, box):
        await taken(box, len(numbers))
    assert waiting(desk).replies == 1


async def test_what_was_not_delivered_before_a_restart_is_delivered_after_it(desk: Desk) -> None:
    numbers = await three_turns(desk)
    again = desk.restarted()
    box = Postbox()
    async with delivering(again, box):
        await delivered(again)
    assert box.numbers() == numbers


async def test_two_processes_never_deliver_the_same_reply(desk: Desk) -> None:
    numbers = await three_turns(desk)
    boxes = Postbox(), Postbox()
    async with delivering(desk, boxes[0]), delivering(desk.restarted(), boxes[1]):
        for _ in range(10):
            await desk.send(Commanded(Command.HELP))
        await delivered(desk)
    numbers = [entry.number for entry in await desk.history()]
    assert sorted([*boxes[0].numbers(), *boxes[1].numbers()]) == numbers


async def test_deliveries_of_a_dead_process_are_taken_over(desk: Desk) -> None:
    numbers = await three_turns(desk)
    with desk.database.transaction() as connection:
        assert outbox.claim(connection, [1], "dead", desk.clock(), desk.clock() + LEASE)
    box = Postbox()
    async with delivering(desk, box):
        await asyncio.sleep(0.1)
        assert box.taken == []
        desk.clock.forward(LEASE.total_seconds() + 1)
        desk.dispatch.look()
        await delivered(desk)
    assert box.numbers() == numbers


async def test_many_conversations_are_served_at_the_same_time(desk: Desk) -> None:
    people = [Conversation("web", f"person {number}") for number in range(20)]
    for person in people:
        await desk.send(Commanded(Command.START), person)
    box = Gathering(len(people))
    async with delivering(desk, box):
        async with asyncio.timeout(10):
            await box.all_there.wait()
        box.go_on.set()
        await delivered(desk)


async def test_a_messenger_that_takes_its_time_holds_up_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.delivery.AT_ONCE", 1)
    slow, quick = Gathering(2), Postbox()
    slow.name = "telegram"
    for who in (Conversation("telegram", "1"), Conversation("telegram", "2"), ANNA):
        await desk.send(Commanded(Command.START), who)
    async with delivering(desk, slow, quick):
        await taken(quick, 1)
        assert slow.there == 1


async def test_an_old_reply_is_not_given_up_while_the_messenger_names_a_time(desk: Desk) -> None:
    box = Postbox()
    await desk.send(Commanded(Command.START))
    desk.clock.forward(25 * 60 * 60)
    box.refusals = [DeliveryError(retry_after=0.01)]
    async with delivering(desk, box):
        await refused(box)
        desk.clock.forward(1)
        desk.dispatch.look()
        await delivered(desk)
    assert len(box.taken) == 1


class Gathering(Postbox):
    """Takes nothing before as many are there as expected."""

    def __init__(self, expected: int) -> None:
        super().__init__()
        self.expected = expected
        self.there = 0
        self.all_there = asyncio.Event()
        self.go_on = asyncio.Event()

    async def deliver(self, outgoing: OutgoingReply) -> None:
        self.there += 1
        if self.there == self.expected:
            self.all_there.set()
        await self.go_on.wait()


async def refused(box: Postbox) -> None:
    await until(lambda: not box.refusals)
    await asyncio.sleep(0.1)


async def taken(box: Postbox, count: int) -> None:
    await until(lambda: len(box.taken) >= count)


def seconds_to_wait(desk: Desk) -> float:
    with desk.database.reading() as connection:
        return next((due.at - desk.clock()).total_seconds() for due in outbox.due(connection))
