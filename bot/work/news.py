"""News of the background for the dialogue: they go into the owner's inbox, like everything that happens."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection

from bot.codec import inbound_to_json
from bot.dialogue.inbound import AnalysisAdvanced, Inbound, ReadingGoesOn
from bot.messages import Conversation
from bot.work.jobs import STEPS
from storage import analyses, inbox, owners, uploads
from storage.analyses import StoredAnalysis
from storage.database import Database
from storage.errors import StorageUnavailableError
from storage.uploads import Upload

READING_SECONDS = (10, 20, 40, 60, 120, 180, 240, 300)
"""After how long a file that is still being read is worth a word."""
REPORT_SECONDS = 2.0
"""From one report on an analysis to the next; a short one is over before the first."""


def tell(
    connection: Connection, owner_id: int, event_id: str, news: Inbound, now: datetime
) -> Conversation | None:
    """Keep an event for the owner, whose row is to be locked; None when they are gone."""
    owner = owners.get(connection, owner_id)
    if owner is None:
        return None
    event = inbox.NewEvent(owner.id, owner.messenger, event_id, inbound_to_json(news))
    inbox.add(connection, [event], now)
    return Conversation(owner.messenger, owner.address)


class Progress:
    """Tells the dialogue how far background work is, each step once and none after its end."""

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime], wake: Callable[[Conversation], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    @asynccontextmanager
    async def of(self, analysis: StoredAnalysis) -> AsyncIterator[Callable[[str], None]]:
        """Gives whom to tell that a step begins; the last begun is passed on from time to time."""
        begun: list[str] = []
        reporting = asyncio.create_task(self._keep_reporting(analysis, begun))
        try:
            yield begun.append
        finally:
            reporting.cancel()

    @asynccontextmanager
    async def of_reading(self, upload: Upload) -> AsyncIterator[None]:
        """Tells from time to time how long a file has been read."""
        telling = asyncio.create_task(self._keep_telling(upload))
        try:
            yield
        finally:
            telling.cancel()

    async def _keep_telling(self, upload: Upload) -> None:
        for before, seconds in pairwise((0, *READING_SECONDS)):
            await asyncio.sleep(seconds - before)
            with suppress(StorageUnavailableError):
                conversation = await asyncio.to_thread(self._tell_of_reading, upload, seconds)
                if conversation is not None:
                    self._wake(conversation)

    def _tell_of_reading(self, upload: Upload, seconds: int) -> Conversation | None:
        news = ReadingGoesOn(upload.id, seconds)
        event_id = f"upload:{upload.id}:{upload.readings}:{seconds}"
        with self._database.transaction() as connection:
            there = owners.lock(connection, [upload.owner_id])
            if not there or not uploads.is_being_read(connection, upload):
                return None
            return tell(connection, upload.owner_id, event_id, news, self._clock())

    async def _keep_reporting(self, analysis: StoredAnalysis, begun: list[str]) -> None:
        reported = 0
        while True:
            await asyncio.sleep(REPORT_SECONDS)
            if len(begun) > reported:
                reported = len(begun)
                with suppress(StorageUnavailableError):
                    conversation = await asyncio.to_thread(self._report, analysis, begun[-1])
                    if conversation is not None:
                        self._wake(conversation)

    def _report(self, analysis: StoredAnalysis, step: str) -> Conversation | None:
        stage, _, groups = step.partition(":")
        place = STEPS.index(stage) + 1
        news = AnalysisAdvanced(analysis.id, stage, place, len(STEPS), int(groups or 0))
        with self._database.transaction() as connection:
            there = owners.lock(connection, [analysis.owner_id])
            if not there or not analyses.is_unfinished(connection, analysis.id):
                return None
            event_id = f"analysis:{analysis.id}:{step}"
            return tell(connection, analysis.owner_id, event_id, news, self._clock())
