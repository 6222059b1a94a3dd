"""People who send their orders on Telegram and want to see their customers."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bot.workroom import ORDERS
from tests.telegram.bot_api import BotApi
from tests.telegram.cloud import Json
from tests.telegram.person import Person, buttons_of

IS_READ = "file:0:ok"
STEPS = ("agree:2", IS_READ, "run")
"""What is tapped, each once and in this order, after the file was sent."""
RESULT = "plan:"
"""What a button begins with that only a result has."""


@dataclass
class Shopkeeper:
    """Does the next thing as soon as the bot has written, and each thing once."""

    person: Person
    results: int = 0
    """Times the end of a result has come."""
    _left: list[str] = field(default_factory=lambda: list(STEPS))
    _finished: Callable[[], None] = lambda: None

    def begin(self, finished: Callable[[], None]) -> None:
        self._finished = finished
        self.person.chat.reader = self._read
        self.person.send_file(ORDERS.encode(), "orders.csv")

    @property
    def work_seen(self) -> int:
        """Pieces of work that were done for them and told: their file read, their result."""
        return (IS_READ not in self._left) + min(self.results, 1)

    @property
    def repeats(self) -> int:
        """Messages that say what another has said; an album is one."""
        groups = [message.get("media_group_id") for message in self.person.heard]
        sent = zip(self.person.heard, groups, [None, *groups], strict=False)
        told = Counter(_told(message) for message, group, before in sent if not group or group != before)
        return sum(told.values()) - len(told)

    def _read(self, message: Json) -> None:
        """The bot has written or changed a message."""
        data = [button["callback_data"] for button in buttons_of(message)]
        if self._left and self._left[0] in data:
            self.person.tap_data(self._left.pop(0), message)
        elif any(each.startswith(RESULT) for each in data):
            self.results += 1
            if self.results == 1:
                self._finished()


class Street:
    """Many of them, one after the other."""

    def __init__(self, api: BotApi, count: int, *, apart_seconds: float = 0.0) -> None:
        self.people = [Shopkeeper(api.person(f"Shopkeeper {number}")) for number in range(count)]
        self._api = api
        self._apart_seconds = apart_seconds
        self._unfinished = count
        self._all_done = asyncio.Event()

    def begin(self) -> None:
        later = asyncio.get_running_loop().call_later
        for number, each in enumerate(self.people):
            later(number * self._apart_seconds, each.begin, self._one_done)

    async def done(self, seconds: float) -> None:
        """Wait until everybody has seen a result."""
        async with asyncio.timeout(seconds):
            await self._all_done.wait()

    async def moves(self, seconds: float = 300) -> None:
        """Wait until a piece of work is done and told, or nobody is left to work for."""
        before = self.work_seen
        await self._api.cloud.until(lambda: self.work_seen > before or self._all_done.is_set(), seconds)

    @property
    def work_seen(self) -> int:
        return sum(each.work_seen for each in self.people)

    @property
    def repeats(self) -> int:
        return sum(each.repeats for each in self.people)

    def _one_done(self) -> None:
        self._unfinished -= 1
        if not self._unfinished:
            self._all_done.set()


def _told(message: Json) -> str:
    return str(message.get("text") or message.get("caption"))
