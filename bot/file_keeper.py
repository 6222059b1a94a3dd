"""Files that owners send: streamed into the store before anybody is told of them."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from bot.dialogue.inbound import SentFile
from bot.errors import OwnerFixableError
from bot.messages import Conversation
from bot.settings import MEGABYTE, Settings
from storage import owners, uploads
from storage.blobs import Blobs
from storage.database import Database
from storage.owners import Owner

LONGEST_NAME = 200
"""Characters of a file's name that are kept."""


class FileKeeper:
    """Takes files in, and gives them up again."""

    def __init__(
        self, database: Database, blobs: Blobs, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._clock = clock

    async def keep(
        self, there: Conversation, language: str, upload: str, name: str, chunks: AsyncIterator[bytes]
    ) -> SentFile:
        """Stream a file into the store, as the upload of this id; `language` counts for who is new.

        Raises OwnerFixableError: file_too_large, file_empty, too_many_files_today, too_much_today.
        """
        owner = await asyncio.to_thread(self._sender, there, language)
        blob = _blob(owner.id, upload)
        size = await self._blobs.put_stream(blob, chunks, self._settings.max_upload_bytes)
        file = uploads.ReceivedFile(upload, owner.id, blob, _shown_name(name) or upload, size)
        await asyncio.to_thread(self._add, file)
        return SentFile(upload, file.name, size)

    async def discard(self, there: Conversation, upload: str) -> None:
        """Forget a kept file that nobody was told of."""
        blob = await asyncio.to_thread(self._forget, there, upload)
        if blob is not None:
            await self._blobs.remove(blob)

    async def remove(self, owner_id: int, upload: str) -> None:
        """Remove the bytes of a file that is forgotten already, and what was made of them."""
        blob = _blob(owner_id, upload)
        await self._blobs.remove(blob)
        await self._blobs.remove(uploads.table_of(blob))

    # ---- transactions, each run in a thread ------------------------------------------------

    def _sender(self, there: Conversation, language: str) -> Owner:
        """Who sends a file, if they have not sent too much in a day."""
        now, settings = self._clock(), self._settings
        with self._database.transaction() as connection:
            owner = owners.find_or_add(connection, there.messenger, there.address, language, now)
            count, size = uploads.taken(connection, owner.id, now - timedelta(days=1))
        if count >= settings.uploads_per_day:
            raise OwnerFixableError("too_many_files_today", {"most": settings.uploads_per_day})
        if size >= settings.upload_bytes_per_day:
            most_mb = settings.upload_bytes_per_day // MEGABYTE
            raise OwnerFixableError("too_much_today", {"most_mb": most_mb})
        return owner

    def _add(self, file: uploads.ReceivedFile) -> None:
        with self._database.transaction() as connection:
            uploads.add(connection, file, self._clock())

    def _forget(self, there: Conversation, upload: str) -> str | None:
        """Where its bytes lie."""
        with self._database.transaction() as connection:
            owner = owners.find(connection, there.messenger, there.address)
            return uploads.remove(connection, owner.id, upload) if owner else None


def _blob(owner_id: int, upload: str) -> str:
    """Where the bytes of a file lie that was sent."""
    return f"{owner_id}/uploads/{upload}"


def _shown_name(name: str) -> str:
    """A file's name without folders, control characters and marks that turn text around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(mark for mark in last if unicodedata.category(mark)[0] != "C").strip()[:LONGEST_NAME]
