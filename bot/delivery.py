"""The outbox, on its way to the messengers: in order within a conversation, again after a failure."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from bot.codec import reply_from_json
from bot.errors import DeliveryError, trace
from bot.messages import Conversation, Messenger, OutgoingReply
from storage import outbox
from storage.database import Database, StorageUnavailableError
from storage.outbox import Due, OutboxRow

AT_ONCE = 50
"""Conversations served at the same time."""
BATCH = 20
"""Replies of one conversation read at a time."""
POLL_SECONDS = 5.0
"""How often the outbox is looked at when nobody has said that there is something."""
LONGEST_PAUSE_SECONDS = 30.0
KEPT_TRYING = timedelta(hours=24)
"""After that nobody waits for the reply any more."""
DEFECT_ATTEMPTS = 5
"""Attempts at a reply that a messenger cannot handle at all."""
STOP_SECONDS = 4.0

log = logging.getLogger(__name__)


class Delivery:
    """Hands replies over; one task per conversation that has some."""

    def __init__(
        self,
        database: Database,
        messengers: Sequence[Messenger],
        *,
        clock: Callable[[], datetime],
        due: asyncio.Event,
    ) -> None:
        """`due` is set by whoever puts replies into the outbox."""
        self._database = database
        self._messengers: Mapping[str, Messenger] = {each.name: each for each in messengers}
        self._clock = clock
        self._due = due
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled; replies being handed over then are still finished."""
        try:
            while True:
                self._due.clear()
                pause = await self._begin()
                # Not wait_for: before Python 3.12 it can swallow the cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._due.wait()
        finally:
            await self._stop()

    async def _begin(self) -> float:
        """Set conversations going that have something due; return the seconds to the next look."""
        try:
            waiting = await asyncio.to_thread(self._waiting)
        except StorageUnavailableError:
            log.warning("the database is unavailable; replies wait in the outbox")
            return POLL_SECONDS
        pauses = [POLL_SECONDS]
        for due in waiting:
            messenger = self._messengers.get(due.messenger)
            seconds = (due.at - self._clock()).total_seconds()
            if messenger is None or due.owner_id in self._under_way:
                continue
            if seconds > 0:
                pauses.append(seconds)
            else:
                self._under_way[due.owner_id] = asyncio.create_task(self._drain(due, messenger))
        return min(pauses)

    async def _drain(self, due: Due, messenger: Messenger) -> None:
        """Deliver what one conversation has to receive, until it is empty or something fails."""
        conversation = Conversation(due.messenger, due.address)
        try:
            async with self._at_once:
                while rows := await asyncio.to_thread(self._pending, due.owner_id):
                    for row in rows:
                        if not await self._hand_over(row, conversation, messenger):
                            return
        except StorageUnavailableError:
            log.warning("the database is unavailable; replies wait in the outbox")
            await asyncio.sleep(1)
        finally:
            del self._under_way[due.owner_id]
            self._due.set()  # something may have come between the last look and now, or be postponed

    async def _hand_over(self, row: OutboxRow, conversation: Conversation, messenger: Messenger) -> bool:
        """One reply; False when the conversation must wait before the next one."""
        if row.next_attempt_at > self._clock():
            return False
        try:
            reply = reply_from_json(row.payload)
            await messenger.deliver(OutgoingReply(conversation, row.number, reply))
        except DeliveryError as error:
            return await self._failed(row, error)
        except Exception as error:  # noqa: BLE001  (one bad reply must not hold up all the others)
            log.error("reply %s failed\n%s", row.number, trace(error))  # noqa: TRY400  (no foreign messages)
            return await self._failed(row, DeliveryError(final=row.attempts + 1 >= DEFECT_ATTEMPTS))
        await asyncio.to_thread(self._mark, outbox.mark_sent, row.number)
        return True

    async def _failed(self, row: OutboxRow, error: DeliveryError) -> bool:
        """Try again later, or never; True when the next reply may go."""
        if error.final or self._clock() - row.created_at > KEPT_TRYING:
            log.warning("reply %s is given up after %s attempts", row.number, row.attempts + 1)
            await asyncio.to_thread(self._mark, outbox.mark_dead, row.number)
            return True
        pause = error.retry_after or min(2.0**row.attempts, LONGEST_PAUSE_SECONDS)
        await asyncio.to_thread(self._postpone, row.number, self._clock() + timedelta(seconds=pause))
        return False

    async def _stop(self) -> None:
        tasks = list(self._under_way.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    # ---- transactions, each run in a thread ------------------------------------------------

    def _waiting(self) -> tuple[Due, ...]:
        with self._database.reading() as connection:
            return outbox.due(connection)

    def _pending(self, owner_id: int) -> tuple[OutboxRow, ...]:
        with self._database.reading() as connection:
            return outbox.pending(connection, owner_id, BATCH)

    def _mark(self, mark: Callable[..., None], number: int) -> None:
        with self._database.transaction() as connection:
            mark(connection, number)

    def _postpone(self, number: int, until: datetime) -> None:
        with self._database.transaction() as connection:
            outbox.postpone(connection, number, until)
