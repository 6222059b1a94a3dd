"""One call at a time, unless those before take too long."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.messengers.telegram.gate import Gate

LONG, SHORT = 60.0, 0.01
CALLS = range(20)


@dataclass
class Calls:
    """What goes through a gate; each call stays under way until `answer` lets it go."""

    gate: Gate
    begun: list[int] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    news: "asyncio.Queue[int]" = field(default_factory=asyncio.Queue)
    answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def make(self, number: int) -> None:
        async with self.gate.passing(self.turn):
            self.begun.append(number)
            self.news.put_nowait(number)
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            await self.answer.wait()
            await asyncio.sleep(0)
            self.under_way -= 1

    async def turn(self) -> None:
        await asyncio.sleep(0)


async def test_one_call_waits_for_the_other_in_the_order_they_came() -> None:
    calls = Calls(Gate(LONG))
    calls.answer.set()
    await asyncio.gather(*map(calls.make, CALLS))
    assert calls.begun == list(CALLS)
    assert calls.most_under_way == 1


async def test_a_telegram_that_does_not_answer_holds_up_nobody_for_long() -> None:
    calls = Calls(Gate(SHORT))
    async with asyncio.timeout(LONG), asyncio.TaskGroup() as group:
        for number in CALLS:
            group.create_task(calls.make(number))
        for _ in CALLS:
            await calls.news.get()
        calls.answer.set()
    assert calls.begun == list(CALLS)


@pytest.mark.parametrize("end", [RuntimeError("refused"), asyncio.CancelledError()], ids=repr)
async def test_who_does_not_get_a_turn_leaves_the_way_free(end: BaseException) -> None:
    gate = Gate(LONG)

    async def turn() -> None:
        raise end

    with pytest.raises(type(end)):
        async with gate.passing(turn):
            pytest.fail("it was let through")
    calls = Calls(gate)
    calls.answer.set()
    await calls.make(1)
    assert calls.begun == [1]


async def test_a_call_that_fails_leaves_the_way_free() -> None:
    calls = Calls(Gate(LONG))
    with pytest.raises(RuntimeError):
        async with calls.gate.passing(calls.turn):
            raise RuntimeError
    calls.answer.set()
    await calls.make(1)
    assert calls.begun == [1]
