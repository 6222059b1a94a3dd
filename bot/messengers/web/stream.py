"""The event stream of a page: entries as they come, for as long as the page is open."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from bot.messages import Conversation, Reception
from bot.messengers.web.entries import entry_json

HEARTBEAT_SECONDS = 15.0


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
    reception: Reception, doorbells: Doorbells, conversation: Conversation, after: int
) -> AsyncIterator[str]:
    """Server-Sent Events without end; an event's id is its entry's number: the next `after`.

    The heartbeat finds a dead connection, and reads the history again: another process may have replied.
    """
    with doorbells.listen(conversation.address) as bell:
        yield "retry: 1000\n\n"
        while not doorbells.closed:
            bell.clear()
            for entry in await reception.history(conversation, after):
                yield f"event: entry\nid: {entry.number}\ndata: {json.dumps(entry_json(entry))}\n\n"
                after = entry.number
            try:
                await asyncio.wait_for(bell.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
