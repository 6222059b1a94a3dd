"""Files are kept for as long as their owners were told, and those that nobody used for a day."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from storage import uploads
from storage.blobs import Blobs
from storage.database import Database
from storage.errors import StorageUnavailableError

LOOK_SECONDS = 600.0
ABANDONED = timedelta(days=1)
"""A file that arrived and was never looked into: its owner did not agree, or the sending broke off."""
MOST_AT_ONCE = 200

log = logging.getLogger(__name__)


class Retention:
    """Results and what was understood stay; the files themselves go."""

    def __init__(
        self, database: Database, blobs: Blobs, *, kept: timedelta, clock: Callable[[], datetime]
    ) -> None:
        """`kept` 0 keeps files for good."""
        self._database = database
        self._blobs = blobs
        self._kept = kept
        self._clock = clock

    async def run(self) -> None:
        """Look from time to time until cancelled."""
        while True:
            try:
                while await self.tidy():
                    pass
            except StorageUnavailableError:
                log.warning("the database is unavailable; files are deleted later")
            await asyncio.sleep(LOOK_SECONDS)

    async def tidy(self) -> int:
        """Delete some files whose time is over; return how many."""
        old = await asyncio.to_thread(self._over)
        for upload in old:
            await self._blobs.remove(upload.blob)
            await self._blobs.remove(upload.table)
        await asyncio.to_thread(self._expire, old)
        if old:
            log.info("%s files were deleted because their time was over", len(old))
        return len(old)

    def _over(self) -> tuple[uploads.Upload, ...]:
        now = self._clock()
        with self._database.reading() as connection:
            before = now - self._kept if self._kept else None
            return uploads.over(connection, before, now - ABANDONED, MOST_AT_ONCE)

    def _expire(self, old: tuple[uploads.Upload, ...]) -> None:
        with self._database.transaction() as connection:
            uploads.expire(connection, [upload.id for upload in old])
