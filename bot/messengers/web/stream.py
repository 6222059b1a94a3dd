"""The event stream of a page: entries as they come, for as long as the page is open."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress

from bot.messages import Conversation, Mark, ObservedReception, Standing
from bot.messengers.web.entries import Json, entry_json, standing_json
from storage.errors import StorageUnavailableError

HEARTBEAT_SECONDS = 15.0
"""How often a connection that may be dead is written to, at least."""
ALIVE = "event: alive\ndata: true\n\n"
"""An event, not a comment: the page cannot see those, and must know when it hears nothing any more."""
WATCH_SECONDS = 0.5
"""How soon what another process has added is noticed."""
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

    @property
    def addresses(self) -> Collection[str]:
        """Of the conversations that somebody looks at."""
        return tuple(self._bells)

    def ring(self, address: str) -> None:
        for bell in self._bells.get(address, ()):
            bell.set()

    def close(self) -> None:
        self.closed = True
        for bells in self._bells.values():
            for bell in bells:
                bell.set()


async def events(
    reception: ObservedReception,
    doorbells: Doorbells,
    conversation: Conversation,
    after: int,
    standing: Standing,
) -> AsyncIterator[str]:
    """Server-Sent Events: `entry`, whose id is the next `after`, `standing` when it has changed, `alive`.

    They end when the database does not answer; the page then comes back by itself.
    """
    known: Standing | None = None
    with doorbells.listen(conversation.address) as bell, suppress(StorageUnavailableError):
        yield "retry: 1000\n\n"
        while not doorbells.closed:
            bell.clear()
            for entry in await reception.history(conversation, after):
                yield _event("entry", entry_json(entry), entry.number)
                after = entry.number
            if standing != known:
                yield _event("standing", standing_json(standing), after)
                known = standing
            if not await _rung(bell, WORKING_LOOK_SECONDS if standing.is_working else HEARTBEAT_SECONDS):
                yield ALIVE
            # Before the history: work that ends between the two has its reply told before its end.
            standing = await reception.standing(conversation)


async def watch(reception: ObservedReception, doorbells: Doorbells, messenger: str) -> None:
    """Ring for what other processes add, until cancelled: one small question for all open streams."""
    known: Mapping[str, Mark] = {}
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        addresses = doorbells.addresses
        if not addresses:
            continue
        with suppress(StorageUnavailableError):
            marks = await reception.marks(messenger, addresses)
            for address in addresses:
                if marks.get(address) != known.get(address):
                    doorbells.ring(address)
            known = marks


async def _rung(bell: asyncio.Event, patience: float) -> bool:
    # Not wait_for: before Python 3.12 it can swallow the cancellation.
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            return await bell.wait()
    return False


def _event(name: str, data: Json, number: int) -> str:
    return f"event: {name}\nid: {number}\ndata: {json.dumps(data)}\n\n"
