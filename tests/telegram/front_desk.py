"""A stand-in for the assistant: it remembers what was accepted and hands out pictures."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime

from bot.dialogue.inbound import SentFile
from bot.errors import OwnerFixableError
from bot.messages import Conversation, HistoryEntry, Incoming, Standing


class FrontDesk:
    """`accepted` holds each event once, as the inbox would; `files` and `blobs` bytes by id."""

    def __init__(self, accepted_now: Callable[[], None] = lambda: None) -> None:
        self.accepted: list[Incoming] = []
        self.repeated: list[str] = []
        self.failures = 0
        """So many of the next calls of `accept` fail before anything is kept."""
        self.files: dict[str, bytes] = {}
        self.blobs: dict[str, bytes] = {}
        self.refusal: OwnerFixableError | None = None
        self.is_working = False
        self._accepted_now = accepted_now

    async def accept(self, incoming: Incoming) -> bool:
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is on holiday")
        if incoming.event_id in [before.event_id for before in self.accepted]:
            self.repeated.append(incoming.event_id)
            return False
        self.accepted.append(incoming)
        self._accepted_now()
        return True

    async def keep_file(
        self, conversation: Conversation, name: str, chunks: AsyncIterator[bytes]
    ) -> SentFile:
        content = b"".join([chunk async for chunk in chunks])
        if self.refusal:
            raise self.refusal
        upload = f"upload{len(self.files) + 1}"
        self.files[upload] = content
        return SentFile(upload, name, len(content))

    async def is_awaited(self, conversation: Conversation, event_id: str, since: datetime) -> bool:
        return event_id not in [before.event_id for before in self.accepted]

    async def discard_file(self, conversation: Conversation, file: SentFile) -> None:
        del self.files[file.upload]

    async def history(self, conversation: Conversation, after: int = 0) -> tuple[HistoryEntry, ...]:
        return ()

    async def attachment(self, conversation: Conversation, blob: str) -> bytes | None:
        return self.blobs.get(blob)

    async def standing(self, conversation: Conversation) -> Standing:
        return Standing(None, self.is_working)
