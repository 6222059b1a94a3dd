"""The outbox, on its way to the messengers: in order within a conversation, again after a failure."""

import asyncio
import itertools
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot.codec import reply_from_json
from bot.desk.dispatch import LEASE, Call, Dispatch
from bot.errors import DeliveryError, trace
from bot.messages import Conversation, Messenger, OutgoingReply, Reply
from bot.together import Together
from storage import backlog, outbox, owners
from storage.database import Database
from storage.errors import StorageUnavailableError
from storage.outbox import Due, OutboxRow

AT_ONCE = 200
"""Conversations of one messenger served at the same time; the pace of one holds up no other."""
POLL_SECONDS = 5.0
"""How often the outbox is looked through for what nobody has told of."""
LONGEST_PAUSE_SECONDS = 30.0
KEPT_TRYING = timedelta(hours=24)
"""After that nobody waits for the reply any more."""
DEFECT_ATTEMPTS = 5
"""Attempts at a reply that a messenger cannot handle at all."""
STOP_SECONDS = 4.0
RENEWAL_SECONDS = 2.0
SENT, DEAD, UNREACHABLE = "sent", "dead", "unreachable"

Outcome = str | datetime
"""SENT, DEAD, UNREACHABLE (this reply and all others to the owner), or when to try again."""

Item = TypeVar("Item")
Noted = TypeVar("Noted")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of handing one reply over."""

    owner_id: int
    number: int
    """Of the reply."""
    count: int
    """How many attempts there have been, with this one."""
    outcome: Outcome
    message: str | None = None
    """What the messenger calls the message the reply became."""


class Delivery:
    """Hands replies over; one task per conversation that has some.

    Several processes may share one outbox: each conversation is served by one of them at a time.
    """

    def __init__(
        self,
        database: Database,
        messengers: Sequence[Messenger],
        dispatch: Dispatch,
        clock: Callable[[], datetime],
    ) -> None:
        """`dispatch` hears from whoever puts replies into the outbox."""
        self._database = database
        self._messengers: Mapping[str, Messenger] = {each.name: each for each in messengers}
        self._dispatch = dispatch
        self._clock = clock
        self._at_once = {name: asyncio.Semaphore(AT_ONCE) for name in self._messengers}
        self._under_way: set[asyncio.Task[None]] = set()
        self._claim = Together(self._claim_all)
        self._note = Together(self._note_all)
        self._note_part = Together(self._note_parts)

    async def run(self) -> None:
        """Deliver until cancelled; replies being handed over then are still finished."""
        self._dispatch.open(self._messengers)
        renewing = asyncio.create_task(self._keep_renewing())
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._keep_looking())
                group.create_task(self._keep_beginning())
        finally:
            self._dispatch.close()
            await self._stop()
            renewing.cancel()
            with suppress(StorageUnavailableError):
                await asyncio.to_thread(self._release_all)

    async def _keep_beginning(self) -> None:
        """Serve whom delivery is called to."""
        while True:
            for call in await self._dispatch.begin():
                serving = asyncio.create_task(self._serve(call))
                self._under_way.add(serving)
                serving.add_done_callback(self._under_way.discard)

    async def _keep_looking(self) -> None:
        """Find what nobody called for: left by others, or postponed."""
        while True:
            pause = await self._look()
            # Not wait_for: before Python 3.12 it can swallow the cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._dispatch.look_wanted()

    async def _look(self) -> float:
        """Call for all who have something due; return the seconds to the next look."""
        try:
            waiting = await asyncio.to_thread(self._waiting)
        except StorageUnavailableError:
            log.warning("the database is unavailable; replies wait in the outbox")
            return POLL_SECONDS
        pauses = [POLL_SECONDS]
        for due in waiting:
            if due.messenger not in self._messengers or self._dispatch.is_serving(due.owner_id):
                continue
            seconds = (self._earliest(due) - self._clock()).total_seconds()
            if seconds > 0:
                pauses.append(seconds)
            else:
                self._dispatch.call(Call(due.owner_id, Conversation(due.messenger, due.address)))
        return min(pauses)

    def _earliest(self, due: Due) -> datetime:
        """When this process may deliver: not while another one is at it."""
        if due.courier in {None, self._dispatch.courier} or due.courier_until is None:
            return due.at
        return max(due.at, due.courier_until + timedelta(seconds=0.001))

    async def _serve(self, call: Call) -> None:
        try:
            async with self._at_once[call.conversation.messenger]:
                await self._deliver(call)
        except StorageUnavailableError:
            log.warning("the database is unavailable; replies wait in the outbox")
            await asyncio.sleep(1)
            self._dispatch.look()
        finally:
            self._dispatch.end(call.owner_id)

    async def _deliver(self, call: Call) -> None:
        """Deliver what one conversation has to receive, until it is empty or something fails."""
        ready = call.ready
        row = ready.row if ready else await self._claim(call.owner_id)
        while row is not None:
            reply = ready.reply if ready else None
            outcome, message = await self._hand_over(row, reply, call.conversation)
            row, ready = await _surely(self._note, _attempt(call, row, outcome, message)), None
            if isinstance(outcome, datetime):
                self._dispatch.look()  # it finds out how long to wait

    async def _hand_over(
        self, row: OutboxRow, reply: Reply | None, conversation: Conversation
    ) -> tuple[Outcome, str | None]:
        """One attempt at one reply, and the message it became."""
        messenger, parts = self._messengers[conversation.messenger], itertools.count(row.parts_sent + 1)

        async def part_sent() -> None:
            await _surely(self._note_part, (row.number, next(parts)))

        try:
            reply = reply or reply_from_json(row.payload)
            message = await messenger.deliver(
                OutgoingReply(conversation, row.number, reply, row.message, row.parts_sent, part_sent)
            )
        except DeliveryError as error:
            return self._failed(row, error), None
        except Exception as error:  # noqa: BLE001  (one bad reply must not hold up all the others)
            log.error("reply %s failed\n%s", row.number, trace(error))  # noqa: TRY400  (no foreign messages)
            return self._failed(row, DeliveryError(final=row.attempts + 1 >= DEFECT_ATTEMPTS)), None
        return SENT, message

    def _failed(self, row: OutboxRow, error: DeliveryError) -> Outcome:
        """Try again later, or never."""
        if error.unreachable:
            return UNREACHABLE
        is_too_old = error.retry_after is None and self._clock() - row.created_at > KEPT_TRYING
        if error.final or is_too_old:
            return DEAD
        pause = error.retry_after or min(2.0**row.attempts, LONGEST_PAUSE_SECONDS)
        return self._clock() + timedelta(seconds=pause)

    async def _keep_renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL_SECONDS)
            with suppress(StorageUnavailableError):
                await asyncio.to_thread(self._renew)

    async def _stop(self) -> None:
        tasks = list(self._under_way)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    # ---- transactions, each run in a thread ------------------------------------------------

    def _waiting(self) -> tuple[Due, ...]:
        with self._database.reading() as connection:
            return outbox.due(connection)

    def _claim_all(self, owner_ids: Sequence[int]) -> Sequence[OutboxRow | None]:
        """The first reply to deliver to each now; None when there is none, or another process is at it."""
        now = self._clock()
        with self._database.transaction() as connection:
            owners.lock(connection, owner_ids)
            claimed = outbox.claim(connection, owner_ids, self._dispatch.courier, now, now + LEASE)
            rows = self._next(connection, claimed)
        return [rows.get(owner_id) for owner_id in owner_ids]

    def _note_all(self, attempts: Sequence[Attempt]) -> Sequence[OutboxRow | None]:
        """Write down what became of replies, and return what to deliver next to each owner."""
        owner_ids = [attempt.owner_id for attempt in attempts]
        with self._database.transaction() as connection:
            owners.lock(connection, owner_ids)  # no reply comes between the look for more and the release
            for state in (SENT, DEAD):
                done = [attempt.number for attempt in attempts if attempt.outcome == state]
                if done:
                    outbox.finish(connection, done, state)
            for attempt in attempts:
                if isinstance(attempt.outcome, datetime):
                    outbox.postpone(connection, attempt.number, attempt.outcome)
                elif attempt.outcome == UNREACHABLE:
                    self._give_up(connection, attempt.owner_id)
                elif attempt.message is not None:
                    outbox.became(connection, attempt.number, attempt.message)
            self._tell_of_the_dead(connection, attempts)
            rows = self._next(connection, owner_ids)
        return [rows.get(owner_id) for owner_id in owner_ids]

    def _give_up(self, connection: Connection, owner_id: int) -> None:
        """Try nothing more for this owner until they write again."""
        owners.mark_unreachable(connection, owner_id, self._clock())
        count = outbox.give_up(connection, owner_id)
        log.warning("owner %s cannot be reached any more; %s replies are given up", owner_id, count)

    def _note_parts(self, arrived: Sequence[tuple[int, int]]) -> Sequence[None]:
        """Of each reply by number, how many of its messages have arrived."""
        with self._database.transaction() as connection:
            outbox.note_parts(connection, arrived)
        return [None] * len(arrived)

    def _tell_of_the_dead(self, connection: Connection, attempts: Sequence[Attempt]) -> None:
        """The operator reads which replies nobody will get."""
        dead = [attempt for attempt in attempts if attempt.outcome == DEAD]
        total = backlog.count(connection).dead_replies if dead else 0
        for each in dead:
            log.warning(
                "reply %s to owner %s is given up after %s attempts; %s in all",
                *(each.number, each.owner_id, each.count, total),
            )

    def _next(self, connection: Connection, owner_ids: Collection[int]) -> Mapping[int, OutboxRow]:
        """What to deliver now; who has nothing is left to whoever comes next."""
        now = self._clock()
        rows = outbox.next_pending(connection, owner_ids)
        due = {owner_id: row for owner_id, row in rows.items() if row.next_attempt_at <= now}
        idle = [owner_id for owner_id in owner_ids if owner_id not in due]
        if idle:
            outbox.release(connection, idle, self._dispatch.courier)
        return due

    def _release_all(self) -> None:
        with self._database.transaction() as connection:
            outbox.release_all(connection, self._dispatch.courier)

    def _renew(self) -> None:
        with self._database.transaction() as connection:
            outbox.renew_claims(connection, self._dispatch.courier, self._clock() + LEASE)


async def _surely(note: Together[Item, Noted], item: Item) -> Noted:
    """However long the database is away: nobody else knows what has arrived, and would send it again."""
    while True:
        try:
            return await note(item)
        except StorageUnavailableError:
            log.warning("the database is unavailable; what has arrived is noted later")
            await asyncio.sleep(1)


def _attempt(call: Call, row: OutboxRow, outcome: Outcome, message: str | None) -> Attempt:
    return Attempt(call.owner_id, row.number, row.attempts + 1, outcome, message)
