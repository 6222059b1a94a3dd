"""Who left an interview in the middle is reminded of it once, where a message can reach them."""

import asyncio
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.dialogue.inbound import Idled
from bot.messages import Conversation
from bot.work.news import tell
from storage import interviews, owners
from storage.database import Database
from storage.errors import StorageUnavailableError

LOOK_SECONDS = 60.0
MOST_AT_ONCE = 50

log = logging.getLogger(__name__)


class Reminders:
    """Puts it into the inbox that an owner has been silent; the dialogue decides what to say."""

    def __init__(
        self,
        database: Database,
        messengers: Collection[str],
        *,
        after: timedelta,
        clock: Callable[[], datetime],
        wake: Callable[[Conversation], None],
    ) -> None:
        """`messengers` are those that can write to somebody who is not there; `after` 0 reminds nobody."""
        self._database = database
        self._messengers = messengers
        self._after = after
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """Look from time to time until cancelled."""
        while self._after:
            try:
                for conversation in await asyncio.to_thread(self._tell_of_the_silent):
                    self._wake(conversation)
            except StorageUnavailableError:
                log.warning("the database is unavailable; reminders wait")
            await asyncio.sleep(LOOK_SECONDS)

    def _tell_of_the_silent(self) -> list[Conversation]:
        now, told = self._clock(), list[Conversation]()
        with self._database.transaction() as connection:
            silent = interviews.silent(connection, self._messengers, now - self._after, MOST_AT_ONCE)
            there = owners.lock(connection, silent)
            for owner_id in there:
                # The interview's version makes the id its own: two processes tell of one silence once.
                event_id = f"idle:{owner_id}:{silent[owner_id]}"
                conversation = tell(connection, owner_id, event_id, Idled(), now)
                told += [conversation] if conversation else []
            interviews.stop_waiting(connection, there)
        return told
