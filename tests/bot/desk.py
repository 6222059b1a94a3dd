"""An assistant on a database, and somebody who talks to it."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from bot.desk.assistant import Assistant, World
from bot.desk.dispatch import Dispatch
from bot.desk.ledger import Ledger
from bot.desk.presenter import Presenter
from bot.dialogue.engine import advance
from bot.dialogue.inbound import Inbound, Said, SentFile, Tapped
from bot.dialogue.interview import Interview, Moment, Turn
from bot.errors import DeliveryError
from bot.messages import Conversation, HistoryEntry, Incoming, OutgoingReply, RenderedButton, TextReply
from bot.settings import Settings
from prompts.values import catalog
from storage.blobs import Blobs
from storage.database import Database

Advance = Callable[[Interview, Inbound, Moment], Turn]
ANNA = Conversation("web", "anna")


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Desk:
    """`restarted` gives another process on the same database and files.

    Its `ledger` is written by one that is killed between any two of its transactions.
    """

    database: Database
    folder: Path
    advance: Advance = advance
    clock: Clock = field(default_factory=Clock)
    max_upload_bytes: int = 1000
    _events: "itertools.count[int]" = field(default_factory=itertools.count)
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.dispatch = Dispatch(uuid4().hex)
        self.work_due = asyncio.Event()
        self.settings = Settings(data=self.folder, max_upload_bytes=self.max_upload_bytes)
        self.blobs = Blobs(self.folder / "blobs", self.database.key_of)
        world = World(self.advance, self.clock, self._id, self.dispatch, self.work_due)
        self.presenter = Presenter(catalog(), self.blobs)
        self.assistant = Assistant(self.database, self.blobs, self.presenter, self.settings, world)
        self.ledger = Ledger(self.database, self.dispatch, self.clock, lambda hint: hint or "en")

    def _id(self) -> str:
        return f"id{next(self._ids)}"

    def restarted(self, dialogue: Advance | None = None) -> "Desk":
        same = (dialogue or self.advance, self.clock, self.max_upload_bytes, self._events, self._ids)
        return Desk(self.database, self.folder, *same)

    async def send(self, inbound: Inbound, who: Conversation = ANNA, event_id: str = "") -> bool:
        """One event, answered when this returns."""
        event_id = event_id or f"{who.address}:{next(self._events)}"
        shown = inbound.text if isinstance(inbound, Said) else None
        new = await self.assistant.accept(Incoming(who, event_id, inbound, shown, "en"))
        await self.assistant.finish()
        return new

    async def leave(self, inbound: Inbound, who: Conversation = ANNA) -> None:
        """An event that is committed and then, as if the process were killed, not answered."""
        shown = inbound.text if isinstance(inbound, Said) else None
        incoming = Incoming(who, f"{who.address}:{next(self._events)}", inbound, shown, "en")
        await self.ledger.keep(incoming)

    async def tap(self, label: str, who: Conversation = ANNA) -> None:
        """Tap the button of this label in the newest message that has one."""
        buttons = [each for each in await self.buttons(who) if each.label == label]
        assert buttons, f"no button {label!r}"
        await self.send(Tapped(buttons[-1].data), who)

    async def send_file(self, name: str, content: bytes, who: Conversation = ANNA) -> SentFile:
        """A file whose owner agrees to it."""
        sent = await self.assistant.keep_file(who, name, pieces(content))
        await self.send(sent, who)
        if (await self.keys(who))[-1] == "privacy.consent":
            await self.send(Tapped("agree:2"), who)
        return sent

    async def history(self, who: Conversation = ANNA) -> tuple[HistoryEntry, ...]:
        return await self.assistant.history(who)

    async def keys(self, who: Conversation = ANNA) -> list[str]:
        """The text keys of all replies, in order."""
        return [key for entry in await self.history(who) if entry.reply for key in entry.reply.keys]

    async def buttons(self, who: Conversation = ANNA) -> list[RenderedButton]:
        """All buttons of the conversation, oldest first."""
        replies = [entry.reply for entry in await self.history(who) if isinstance(entry.reply, TextReply)]
        return [button for reply in replies for row in reply.buttons for button in row]

    async def last_text(self, who: Conversation = ANNA) -> str:
        replies = [entry.reply for entry in await self.history(who) if isinstance(entry.reply, TextReply)]
        return replies[-1].text


class Postbox:
    """A messenger that takes everything, except what it is told to refuse."""

    def __init__(self, name: str = "web") -> None:
        self.name = name
        self.taken: list[OutgoingReply] = []
        self.refusals: list[DeliveryError] = []
        """Raised one by one before anything is taken."""

    async def deliver(self, outgoing: OutgoingReply) -> None:
        await asyncio.sleep(0)
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append(outgoing)

    async def run(self) -> None:
        await asyncio.Event().wait()

    def numbers(self, who: Conversation = ANNA) -> list[int]:
        return [outgoing.number for outgoing in self.taken if outgoing.conversation == who]


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  (what is waited for cannot tell)
            await asyncio.sleep(0.01)


async def pieces(content: bytes, size: int = 100) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
