"""What can be read of conversations: bubbles, files, how things stand."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.codec import reply_from_json
from bot.messages import NO_END, Conversation, HistoryEntry, Mark, Standing
from bot.results.shown import may_see
from bot.together import Together
from storage import backlog, conversations, inbox, owners
from storage.blobs import Blobs
from storage.conversations import Bubble
from storage.database import Database
from storage.outbox import NUMBERS_PER_EVENT

_UNKNOWN = Standing(language=None, is_working=False)


class Records:
    """Reads the records of a database; whoever writes them builds on it."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs
        self._standing = Together(self._standings)

    async def history(self, conversation: Conversation, after: int = 0) -> tuple[HistoryEntry, ...]:
        """Bubbles with a number above `after`, in order.

        What comes after an event still under work is held back, so that a rising cursor misses nothing.
        """
        return await asyncio.to_thread(self._history, conversation, after)

    async def latest(
        self, conversation: Conversation, most: int, before: int = NO_END
    ) -> tuple[HistoryEntry, ...]:
        """The last `most` bubbles with a number below `before`, in order; held back like the history."""
        return await asyncio.to_thread(self._latest, conversation, most, before)

    async def marks(self, messenger: str, addresses: Collection[str]) -> Mapping[str, Mark]:
        """How far conversations have come, by address, whichever process brought them there."""
        return await asyncio.to_thread(self._marks, messenger, addresses)

    async def attachment(self, conversation: Conversation, blob: str) -> bytes | None:
        """The bytes of a reply's attachment; None when the blob is not this conversation's."""
        owner_id = await asyncio.to_thread(self._owner_id, conversation)
        if owner_id is None or not may_see(owner_id, blob):
            return None
        return await self._blobs.get(blob)

    async def is_awaited(self, conversation: Conversation, event_id: str, since: datetime) -> bool:
        """Whether an event announced at `since` can still come: it has not, and the owner is still there."""
        return await asyncio.to_thread(self._is_awaited, conversation, event_id, since)

    async def standing(self, conversation: Conversation) -> Standing:
        """The conversation's language, and whether something is under way for it."""
        return await self._standing(conversation)

    # ---- transactions, each run in a thread ------------------------------------------------

    def _history(self, there: Conversation, after: int) -> tuple[HistoryEntry, ...]:
        with self._database.reading() as connection:
            owner = owners.find(connection, there.messenger, there.address)
            if owner is None:
                return ()
            end = _first_held_back(connection, owner.id)
            return _entries(conversations.following(connection, owner.id, after, end))

    def _latest(self, there: Conversation, most: int, before: int) -> tuple[HistoryEntry, ...]:
        with self._database.reading() as connection:
            owner = owners.find(connection, there.messenger, there.address)
            if owner is None:
                return ()
            end = min(before, _first_held_back(connection, owner.id))
            return _entries(conversations.latest(connection, owner.id, most, end))

    def _marks(self, messenger: str, addresses: Collection[str]) -> Mapping[str, Mark]:
        with self._database.reading() as connection:
            return conversations.marks(connection, messenger, addresses)

    def _is_awaited(self, there: Conversation, event_id: str, since: datetime) -> bool:
        with self._database.reading() as connection:
            return inbox.is_awaited(connection, (there.messenger, there.address), event_id, since)

    def _standings(self, there: Sequence[Conversation]) -> Sequence[Standing]:
        with self._database.reading() as connection:
            known = owners.find_all(connection, [(each.messenger, each.address) for each in there])
            busy = backlog.busy_among(connection, [owner.id for owner in known])
        standings = {
            Conversation(owner.messenger, owner.address): Standing(owner.language, owner.id in busy)
            for owner in known
        }
        return [standings.get(each, _UNKNOWN) for each in there]

    def _owner_id(self, there: Conversation) -> int | None:
        with self._database.reading() as connection:
            owner = owners.find(connection, there.messenger, there.address)
            return owner.id if owner else None


def _first_held_back(connection: Connection, owner_id: int) -> int:
    """The number from which on bubbles are held back: the first reply to the first unfinished event."""
    unfinished = inbox.first_unfinished(connection, owner_id)
    return NO_END if unfinished is None else unfinished * NUMBERS_PER_EVENT + 1


def _entries(bubbles: tuple[Bubble, ...]) -> tuple[HistoryEntry, ...]:
    return tuple(
        HistoryEntry(
            bubble.number,
            bubble.at,
            event_id=bubble.event_id,
            owner_text=bubble.text,
            reply=None if bubble.reply is None else reply_from_json(bubble.reply),
        )
        for bubble in bubbles
    )
