"""Files that owners send: streamed into the store before anybody is told of them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from bot.dialogue.inbound import SentFile
from bot.errors import OwnerFixableError
from bot.intake import readable_name
from bot.messages import Conversation
from bot.settings import MEGABYTE, Settings
from storage import owners, uploads
from storage.blobs import Blobs
from storage.database import Database


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

        Raises OwnerFixableError: file_too_large, file_empty, too_many_files_today, too_much_today,
        file_expired for one whose owner has had everything deleted before it was here.
        """
        name = readable_name(name) or upload
        owner_id, blob = await asyncio.to_thread(self._expect, there, language, upload, name)
        try:
            size = await self._blobs.put_stream(blob, chunks, self._settings.max_upload_bytes)
        except Exception:
            await asyncio.to_thread(self._forget, there, upload)
            raise
        file = SentFile(upload, name, size)
        try:
            await asyncio.to_thread(self._arrived, owner_id, file)
        except OwnerFixableError:
            await asyncio.to_thread(self._forget, there, upload)
            await self._blobs.remove(blob)
            raise
        return file

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

    def _expect(self, there: Conversation, language: str, upload: str, name: str) -> tuple[int, str]:
        """Whose they are and where the bytes are to lie, if their sender has not sent too much in a day.

        The row is there before the bytes are: when the process dies in between, it says what is left.
        """
        now = self._clock()
        with self._database.transaction() as connection:
            owner = owners.find_or_add(connection, there.messenger, there.address, language, now)
            self._refuse_too_much(*uploads.taken(connection, owner.id, now - timedelta(days=1)))
            file = uploads.ExpectedFile(upload, owner.id, _blob(owner.id, upload), name)
            uploads.expect(connection, file, now)
        return owner.id, file.blob

    def _refuse_too_much(self, count: int, size: int) -> None:
        settings = self._settings
        if count >= settings.uploads_per_day:
            raise OwnerFixableError("too_many_files_today", {"most": settings.uploads_per_day})
        if size >= settings.upload_bytes_per_day:
            most_mb = settings.upload_bytes_per_day // MEGABYTE
            raise OwnerFixableError("too_much_today", {"most_mb": most_mb})

    def _arrived(self, owner_id: int, file: SentFile) -> None:
        """Files sent side by side are counted here, since none had a size when the others began."""
        with self._database.transaction() as connection:
            is_there = owner_id in owners.lock(connection, (owner_id,))
            if not is_there or not uploads.arrived(connection, file.upload, file.size):
                raise OwnerFixableError("file_expired", {"name": file.name})
            count, together = uploads.taken(connection, owner_id, self._clock() - timedelta(days=1))
            self._refuse_too_much(count - 1, together - file.size)

    def _forget(self, there: Conversation, upload: str) -> str | None:
        """Where its bytes lie."""
        with self._database.transaction() as connection:
            owner = owners.find(connection, there.messenger, there.address)
            return uploads.remove(connection, owner.id, upload) if owner else None


def _blob(owner_id: int, upload: str) -> str:
    """Where the bytes of a file lie that was sent."""
    return f"{owner_id}/uploads/{upload}"
