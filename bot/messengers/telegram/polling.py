"""Taking numbered events from a queue that forgets what has been confirmed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Protocol, TypeVar
from weakref import WeakValueDictionary

log = logging.getLogger(__name__)

_TAKEN_TOGETHER = 0.5
"""Seconds the next poll waits for events under way; one of them may be a long download."""
_LONGEST_PAUSE = 30.0


class Numbered(Protocol):
    @property
    def update_id(self) -> int: ...


Event = TypeVar("Event", bound=Numbered)


async def poll(
    fetch: Callable[[int, bool], Awaitable[Sequence[Event]]],
    notice: Callable[[Event], None],
    take: Callable[[Event], Awaitable[None]],
    owner_of: Callable[[Event], int],
) -> None:
    """Fetch and take until cancelled; an event is confirmed only after it and all before it are taken.

    `fetch(offset, wait)` confirms everything below `offset` and gives what is there from it on,
    waiting for something new when `wait`. Each event is given to `notice` when it is first seen. Events
    of one owner are taken one after the other, in order, those of different owners side by side; a
    `take` that fails is repeated until it succeeds.
    """
    turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
    under_way: dict[int, asyncio.Task[None]] = {}
    offset = 0
    async with asyncio.TaskGroup() as group:
        while True:
            for event in await fetch(offset, not under_way):
                if event.update_id not in under_way:
                    notice(event)
                    turn = turns.setdefault(owner_of(event), asyncio.Lock())
                    under_way[event.update_id] = group.create_task(_in_turn(turn, take, event))
            if under_way:
                await asyncio.wait(under_way.values(), timeout=_TAKEN_TOGETHER)
            for update_id in _taken_from_the_front(under_way):
                del under_way[update_id]
                offset = update_id + 1


def pauses() -> Iterator[float]:
    """How long to wait before the next attempt, in seconds, without end."""
    pause = 0.5
    while True:
        yield pause
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _in_turn(turn: asyncio.Lock, take: Callable[[Event], Awaitable[None]], event: Event) -> None:
    async with turn:
        for pause in pauses():
            try:
                await take(event)
            except Exception:  # whatever it was: an event that was not taken must not be confirmed
                log.exception("update %d was not taken; again in %.1f s", event.update_id, pause)
                await asyncio.sleep(pause)
            else:
                return


def _taken_from_the_front(under_way: dict[int, asyncio.Task[None]]) -> tuple[int, ...]:
    taken = []
    for update_id, task in under_way.items():
        if not task.done():
            break
        taken.append(update_id)
    return tuple(taken)
