"""Which events are confirmed when: after all before them, never twice under way, order within an owner."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.messengers.telegram.polling import poll

SLOW, QUICK = 1, 2


@dataclass(frozen=True)
class Event:
    update_id: int
    owner: int


@dataclass
class Desk:
    """A queue with a slow owner, whose events are taken when `hurry` is set."""

    events: list[Event]
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    noticed: list[int] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)

    async def fetch(self, offset: int, wait: bool) -> list[Event]:  # noqa: FBT001 - poll's
        self.offsets.append(offset)
        waiting = [event for event in self.events if event.update_id >= offset]
        await asyncio.sleep(0.001 if waiting or not wait else 0.01)
        return waiting

    def notice(self, event: Event) -> None:
        self.noticed.append(event.update_id)

    async def take(self, event: Event) -> None:
        self.begun.append(event.update_id)
        if event.owner == SLOW:
            await self.hurry.wait()
        self.taken.append(event.update_id)

    async def polls(self, count: int) -> None:
        """Let so many more polls happen."""
        enough = len(self.offsets) + count
        while len(self.offsets) < enough:  # noqa: ASYNC110 - the poller tells nobody
            await asyncio.sleep(0.001)


@pytest.fixture
async def desk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr("bot.messengers.telegram.polling._TAKEN_TOGETHER", 0.01)
    desk = Desk([Event(10, QUICK), Event(11, SLOW), Event(13, QUICK), Event(14, SLOW)])
    polling = asyncio.create_task(poll(desk.fetch, desk.notice, desk.take, lambda event: event.owner))
    yield desk
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)


async def test_nothing_behind_an_event_under_way_is_confirmed(desk: Desk) -> None:
    await desk.polls(3)
    assert desk.taken == [10, 13]
    assert max(desk.offsets) == 11


async def test_every_event_is_noticed_once_even_behind_one_under_way(desk: Desk) -> None:
    await desk.polls(5)
    assert desk.noticed == [10, 11, 13, 14]


async def test_an_event_under_way_is_not_begun_again_when_it_comes_again(desk: Desk) -> None:
    await desk.polls(5)
    desk.hurry.set()
    await desk.polls(2)
    assert desk.begun == [10, 11, 13, 14]


async def test_all_are_confirmed_in_the_end_and_one_owner_is_served_in_order(desk: Desk) -> None:
    await desk.polls(2)
    assert 14 not in desk.begun
    desk.hurry.set()
    await desk.polls(2)
    assert desk.taken == [10, 13, 11, 14]
    assert desk.offsets[-1] == 15
