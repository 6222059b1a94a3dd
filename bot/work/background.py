"""Work behind the chat: taken in turn by whichever worker is free, and told once however often it begins."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from bot.errors import trace
from bot.messages import Conversation
from bot.metrics import WORK_FAILURES, WORK_LOST, WORK_SECONDS, WORK_WAITED_SECONDS
from bot.work import analysis
from bot.work.analysis import Outcome, Workbench
from bot.work.child import Child
from bot.work.mishaps import Work
from bot.work.news import tell
from bot.work.showcase import Showcase
from storage import owners, work
from storage.database import Database
from storage.errors import StorageUnavailableError
from storage.work import Claimed, Lease, Limits

LEASE = timedelta(seconds=15)
"""Work whose worker says nothing for so long is taken over by another, or by the same one restarted."""
RENEWAL_SECONDS = 2.0
"""Also how soon a worker notices that its work is not wanted any more."""
POLL_SECONDS = 1.0
"""How often work is looked for that another process has put in line."""
CLEAR_UP_SECONDS = 60.0
SMALL_BYTES = 10 * 2**20
"""One place of each worker takes nothing larger, so that small work never waits for large."""
MOST_ATTEMPTS = 10
"""Workers that may die over the same piece of work before it is given up. Since a child does the work, it is
seldom the work that ends its worker."""

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one piece of work is done at a time."""

    child: Child
    limits: Limits


def places(children: Sequence[Child], per_owner: int) -> tuple[Place, ...]:
    """The first child is for small work alone."""
    largest = (SMALL_BYTES, *[None] * (len(children) - 1))
    return tuple(Place(child, Limits(per_owner, most)) for child, most in zip(children, largest, strict=True))


class BackgroundWork:
    """Takes uploads to read and analyses to run, one at a time in each place.

    The outcome and the event that tells the dialogue are committed together; the event's id is made of
    what was done, so that doing it twice tells it once.
    """

    def __init__(  # noqa: PLR0913  (what it is wired with)
        self,
        database: Database,
        bench: Workbench,
        showcase: Showcase,
        places: Sequence[Place],
        *,
        worker: str,
        clock: Callable[[], datetime],
        due: asyncio.Event,
        wake: Callable[[Conversation], None],
    ) -> None:
        """`worker` names this process; `wake` gets conversations with a new event.

        `due` is set by whoever puts work in line in this process.
        """
        self._database = database
        self._bench = bench
        self._showcase = showcase
        self._places = places
        self._worker = worker
        self._clock = clock
        self._due = due
        self._wake = wake

    async def prepare(self) -> None:
        """Make the examples ready, so that the first owner who asks for one need not wait."""
        if not self._places:
            return
        try:
            await self._showcase.prepare()
        except Exception as error:  # noqa: BLE001  (whoever asks for an example will be told)
            log.error("the example cannot be prepared\n%s", trace(error))  # noqa: TRY400  (no foreign messages)

    async def run(self) -> None:
        """Work until cancelled; what is under way then is left to others, who go on where it was."""
        clearing = asyncio.create_task(self._keep_clearing_up())
        taken: dict[int, asyncio.Task[None]] = {}
        try:
            while True:
                self._due.clear()
                for number, place in enumerate(self._places):
                    if number not in taken or taken[number].done():
                        taken[number] = asyncio.create_task(self._do_next(place))
                # Not wait_for: before Python 3.12 it can swallow the cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._due.wait()
        finally:
            for task in (clearing, *taken.values()):
                task.cancel()
            for place in self._places:
                place.child.stop()
            await asyncio.gather(clearing, *taken.values(), return_exceptions=True)
            with suppress(StorageUnavailableError):
                await self._in_transaction(partial(work.release, worker=self._worker))
            self._bench.close()

    async def _do_next(self, place: Place) -> None:
        """Take one piece of work, do it, tell the dialogue."""
        try:
            claimed = await asyncio.to_thread(self._claim, place.limits)
            if claimed is None:
                return
            WORK_WAITED_SECONDS.labels(claimed.kind).observe(claimed.waited_seconds)
            found = await asyncio.to_thread(self._bench.find, claimed)
            with WORK_SECONDS.labels(claimed.kind).time():
                outcome = await self._outcome(claimed, found, place.child) if found else None
        except StorageUnavailableError:
            log.warning("the database is unavailable; the work is done again later")
            return
        if found and outcome:
            await self._tell(claimed, found, outcome)
        elif found:
            await self._drop(claimed, found)
        self._due.set()

    async def _outcome(self, claimed: Claimed, found: Work, child: Child) -> Outcome | None:
        """What comes of it; None when it is not ours any more."""
        if claimed.attempts > MOST_ATTEMPTS:
            log.error("%s %s is given up after %s workers", claimed.kind, claimed.id, MOST_ATTEMPTS)
            return analysis.given_up(found)
        return await self._while_held(claimed, self._bench.do(found, child))

    async def _while_held(self, claimed: Claimed, doing: Coroutine[None, None, Outcome]) -> Outcome | None:
        """Say from time to time that somebody is at it; None as soon as that counts no more."""
        task = asyncio.create_task(doing)
        try:
            while not task.done():
                await asyncio.wait({task}, timeout=RENEWAL_SECONDS)
                if not task.done() and not await self._is_renewed(claimed):
                    return None
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _is_renewed(self, claimed: Claimed) -> bool:
        try:
            lease = self._lease()
            return await self._in_transaction(lambda there: work.renew(there, claimed, lease))
        except StorageUnavailableError:
            return True  # nobody else can take it either

    async def _tell(self, claimed: Claimed, found: Work, outcome: Outcome) -> None:
        """Keep the outcome, however long the database is away; whoever else is at it is too late then."""
        while True:
            try:
                is_kept, conversation = await self._in_transaction(partial(self._finish, found, outcome))
                break
            except StorageUnavailableError:
                log.warning("the database is unavailable; what became of the work is kept later")
                await asyncio.sleep(1)
        if not is_kept:
            await self._drop(claimed, found)
        else:
            await self._bench.clear(found, is_wanted=True)
            if outcome.code:
                WORK_FAILURES.labels(claimed.kind, outcome.code).inc()
        if conversation is not None:
            self._wake(conversation)

    async def _drop(self, claimed: Claimed, found: Work) -> None:
        """Leave nothing of work that nobody wants; what another worker goes on with is left to it."""
        WORK_LOST.labels(claimed.kind).inc()
        with suppress(StorageUnavailableError):
            if not await self._in_transaction(lambda there: work.is_there(there, claimed)):
                await self._bench.clear(found, is_wanted=False)

    async def _keep_clearing_up(self) -> None:
        while True:
            await asyncio.to_thread(self._bench.clear_up)
            await asyncio.sleep(CLEAR_UP_SECONDS)

    # ---- transactions, each run in a thread ------------------------------------------------

    async def _in_transaction(self, act: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self._acted, act)

    def _acted(self, act: Callable[[Connection], T]) -> T:
        with self._database.transaction() as connection:
            return act(connection)

    def _lease(self) -> Lease:
        now = self._clock()
        return Lease(self._worker, now, now + LEASE)

    def _claim(self, limits: Limits) -> Claimed | None:
        lease = self._lease()
        with self._database.reading() as connection:
            if not work.is_any_free(connection, lease.now):
                return None
        return self._acted(lambda there: work.claim(there, lease, limits))

    def _finish(
        self, found: Work, outcome: Outcome, connection: Connection
    ) -> tuple[bool, Conversation | None]:
        """Keep the outcome and the event about it; False when the work was forgotten or done meanwhile."""
        if not owners.lock(connection, [found.owner_id]) or not analysis.keep(connection, found, outcome):
            return False, None
        event = analysis.event_id(found)
        return True, tell(connection, found.owner_id, event, outcome.event, self._clock())
