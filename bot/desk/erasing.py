"""What is left of owners who are to be forgotten: their files, and at last their row with the key."""

import asyncio
from datetime import datetime

from storage import owners
from storage.blobs import Blobs
from storage.database import Database


class Eraser:
    """Files go first: as long as the row is there, whoever comes next sees what is still to be done."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    async def erase_forgotten(self, before: datetime) -> int:
        """Those who were to be forgotten before that; return how many they were."""
        ids = await asyncio.to_thread(self._forgotten, before)
        for owner_id in ids:
            await self.remove_files(owner_id)
        if ids:
            await asyncio.to_thread(self._delete, ids, before)
        return len(ids)

    async def erase(self, messenger: str, address: str, now: datetime) -> bool:
        """One owner, at once and without a farewell; False when there is none."""
        owner_id = await asyncio.to_thread(self._mark, messenger, address, now)
        if owner_id is None:
            return False
        await self.remove_files(owner_id)
        await asyncio.to_thread(self._delete, (owner_id,), None)
        await self.remove_files(owner_id)  # of work that did not know yet
        return True

    async def remove_files(self, owner_id: int) -> None:
        await self._blobs.remove_all(f"{owner_id}/")

    # ---- transactions, each run in a thread ------------------------------------------------

    def _forgotten(self, before: datetime) -> tuple[int, ...]:
        with self._database.reading() as connection:
            return owners.forgotten(connection, before)

    def _mark(self, messenger: str, address: str, now: datetime) -> int | None:
        with self._database.transaction() as connection:
            owner = owners.find(connection, messenger, address)
            if owner is not None:
                owners.mark_forgotten(connection, owner.id, now)
        return owner.id if owner else None

    def _delete(self, ids: tuple[int, ...], before: datetime | None) -> None:
        with self._database.transaction() as connection:
            owners.delete_all(connection, ids, before)
        self._database.scrub()
