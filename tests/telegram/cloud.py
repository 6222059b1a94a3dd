"""What Telegram's servers know: people, their chats with the bot, waiting updates, files."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

BOT = {"id": 12345, "is_bot": True, "first_name": "Persona", "username": "persona_test_bot"}
CALLBACK_LIFETIME = 150.0
"""Seconds in which a tap can be answered."""


class RefusalError(Exception):
    """An answer with ok = false."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass
class Chat:
    """`messages` are those of both sides in order, as Telegram's JSON; the bot's are edited in place."""

    info: Json
    messages: list[Json] = field(default_factory=list)
    blocked: bool = False
    actions: list[str] = field(default_factory=list)
    idle_edits: list[Json] = field(default_factory=list)
    """Messages as they were when an edit would have changed nothing."""
    reader: Callable[[Json], None] | None = None
    """Looks at each message of the bot as soon as it is there or has changed."""

    def read(self, message: Json) -> None:
        if self.reader and message["from"]["id"] == BOT["id"]:
            self.reader(message)


@dataclass(frozen=True)
class StoredFile:
    content: bytes
    name: str
    claimed_size: int


class Cloud:
    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[str, list[Json]] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.answered: set[str] = set()
        self.callbacks: dict[str, float] = {}
        self.updates: list[Json] = []
        self.pushed: Callable[[Json], None] = lambda _: None
        """Hears of every new update."""
        self._allowed: list[str] | None = None
        self._numbers = itertools.count(700_000_001)
        self._message_ids = itertools.count(1)
        self._poll = 0
        self._waiting: set[asyncio.Future[None]] = set()
        self.closed = False

    # ---- time ------------------------------------------------------------------------------

    async def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for something to become true; TimeoutError when it does not."""
        async with asyncio.timeout(seconds):
            while not condition():
                change: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.add(change)
                await change

    def changed(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for change in waiting:
            if not change.done():
                change.set_result(None)

    def close(self) -> None:
        """End every long poll."""
        self.closed = True
        self.changed()

    # ---- updates ---------------------------------------------------------------------------

    def push(self, **content: Json) -> Json:
        update: Json = {"update_id": next(self._numbers), **content}
        if self._allowed is None or set(content) & set(self._allowed):
            self.updates.append(update)
        self.changed()
        self.pushed(update)
        return update

    def push_again(self, updates: Iterable[Json]) -> None:
        """Deliver updates once more, as if their confirmation had been lost."""
        self.updates += updates
        self.updates.sort(key=lambda update: update["update_id"])
        self.changed()

    async def get_updates(
        self, offset: int = 0, limit: int = 100, seconds: float = 0, allowed: list[str] | None = None
    ) -> list[Json]:
        """What is not confirmed; a newer poll ends an older one with 409."""
        self._poll += 1
        mine = self._poll
        self.allow(allowed)
        if offset < 0:
            self.updates = self.updates[offset:]
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        self.changed()
        try:
            await self.until(lambda: bool(self.updates) or self.closed or mine != self._poll, seconds)
        except TimeoutError:
            return []
        if mine != self._poll:
            raise RefusalError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return self.updates[:limit]

    def allow(self, kinds: list[str] | None) -> None:
        """From now on, only updates of these kinds; as before when None."""
        self._allowed = kinds or self._allowed

    # ---- chats -----------------------------------------------------------------------------

    def chat(self, chat_id: int) -> Chat:
        """The chat the bot wants to write to."""
        if chat_id not in self.chats:
            raise RefusalError(400, "Bad Request: chat not found")
        if self.chats[chat_id].blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        return self.chats[chat_id]

    def add(self, chat_id: int, sender: Mapping[str, Any], **content: Any) -> Json:
        """A new message in a chat."""
        chat = self.chats[chat_id]
        message = {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": chat.info,
            "from": dict(sender),
        } | {name: value for name, value in content.items() if value is not None}
        chat.messages.append(message)
        self.changed()
        chat.read(message)
        return message

    def message(self, chat_id: int, message_id: int) -> Json:
        for message in self.chat(chat_id).messages:
            if message["message_id"] == message_id and message["from"]["id"] == BOT["id"]:
                return message
        raise RefusalError(400, "Bad Request: message to edit not found")

    def keep(self, content: bytes, name: str, claimed_size: int | None = None) -> Json:
        """Store a file; gives its Document."""
        file_id = f"file{len(self.files) + 1}"
        size = len(content) if claimed_size is None else claimed_size
        self.files[file_id] = StoredFile(content, name, size)
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_name": name, "file_size": size}


def copy_of(message: Json) -> Json:
    """A message as it is now; later edits do not show in it."""
    copied: Json = json.loads(json.dumps(message))
    return copied
