"""The event stream of a page: entries as they come, for as long as the page is open."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from bot.messages import Conversation, ObservedReception, Standing
from bot.messengers.web.entries import Json, entry_json, standing_json

HEARTBEAT_SECONDS = 15.0
WORKING_LOOK_SECONDS = 2.0
"""How often to look whether work is over: it may end without a word, which wakes nobody."""


class Doorbells:
    """Wakes the open streams of a conversation; closing wakes them all for the last time."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    @contextmanager
    def listen(self, address: str) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells[address].add(bell)
        try:
            yield bell
        finally:
            self._bells[address].discard(bell)
            if not self._bells[address]:
                del self._bells[address]

    def ring(self, address: str) -> None:
        for bell in self._bells.get(address, ()):
            bell.set()

    def close(self) -> None:
        self.closed = True
        for bells in self._bells.values():
            for bell in bells:
                bell.set()


async def events(
    reception: ObservedReception, doorbells: Doorbells, conversation: Conversation, after: int
) -> AsyncIterator[str]:
    """Server-Sent Events without end: `entry`, whose id is the next `after`, and `standing` when it changed.

    The heartbeat finds a dead connection, and looks again: another process may have replied.
    """
    known: Standing | None = None
    with doorbells.listen(conversation.address) as bell:
        yield "retry: 1000\n\n"
        while not doorbells.closed:
            bell.clear()
            # In this order: work that ends between the two has its reply told before its end.
            standing = await reception.standing(conversation)
            for entry in await reception.history(conversation, after):
                yield _event("entry", entry_json(entry), entry.number)
                after = entry.number
            if standing != known:
                yield _event("standing", standing_json(standing), after)
                known = standing
            patience = WORKING_LOOK_SECONDS if standing.is_working else HEARTBEAT_SECONDS
            try:
                await asyncio.wait_for(bell.wait(), patience)
            except TimeoutError:
                yield ": still here\n\n"


def _event(name: str, data: Json, number: int) -> str:
    return f"event: {name}\nid: {number}\ndata: {json.dumps(data)}\n\n"
