"""One inbound event, one transaction, messages in the outbox."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.desk.allowance import Allowance
from bot.desk.dispatch import Call, Dispatch
from bot.desk.erasing import Eraser
from bot.desk.exhibits import Exhibits
from bot.desk.file_keeper import FileKeeper
from bot.desk.ledger import Ledger
from bot.desk.pending import Pending
from bot.desk.precedence import Precedence
from bot.desk.presenter import Presenter
from bot.desk.records import Records
from bot.desk.turns import answered
from bot.dialogue.effects import DiscardUpload, Effect, ForgetOwner
from bot.dialogue.inbound import Command, Commanded, Inbound, SentFile
from bot.dialogue.interview import Interview, Moment, Turn
from bot.dialogue.utterances import Show
from bot.errors import trace
from bot.messages import Conversation, Incoming, Reply
from bot.metrics import TURN_FAILURES, TURN_SECONDS
from bot.settings import DEFAULT_LANGUAGE, Settings
from storage.blobs import Blobs
from storage.database import Database
from storage.errors import StorageUnavailableError
from storage.interviews import ConflictError

SWEEP_SECONDS = 10.0
"""How often events are looked for that another process has left unfinished."""
ABANDONED_SECONDS = 20.0
"""An event unfinished for so long belongs to nobody alive."""
OUTAGE_SECONDS = 2.0
"""When a conversation whose database was away is tried again."""
FAREWELL_SECONDS = 30.0
"""How long the farewell to a forgotten owner can go out, and stays readable for a page that is open."""
MOST_ATTEMPTS = 3
"""Starts of a process that may meet the same unfinished event before it is given up."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class World:
    """What the assistant needs from outside: the dialogue, the clock, ids, and who else to wake."""

    advance: Callable[[Interview, Inbound, Moment], Turn]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    dispatch: Dispatch
    work_due: asyncio.Event


class Assistant(Records):
    """The desk all messengers come to; bot.messages.Reception says what they may ask.

    Conversations are independent of each other; within one, events are answered one by one, also when
    several processes share the database.
    """

    def __init__(
        self, database: Database, blobs: Blobs, presenter: Presenter, settings: Settings, world: World
    ) -> None:
        super().__init__(database, blobs)
        self._presenter = presenter
        self._settings = settings
        self._eraser = Eraser(database, blobs)
        self._ledger = Ledger(database, world.dispatch, world.clock, self._language)
        self._files = FileKeeper(database, blobs, settings, world.clock)
        self._world = world
        self._started = world.clock()
        self._precedence = Precedence()
        self._allowance = Allowance(settings.messages_per_minute)
        self._locks: WeakValueDictionary[Conversation, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    # ---- what messengers ask ---------------------------------------------------------------

    async def accept(self, incoming: Incoming) -> bool:
        """Commit the event before returning, and wake the work; False when it was there already.

        It is also False for what comes beyond the conversation's allowance, which is not kept.
        """
        heard = self._allowance.heard(incoming, self._world.clock())
        if heard is None:
            return False
        with self._precedence.urgent():
            kept = await self._ledger.keep(heard)
        if kept.is_new:
            self._begin(incoming.conversation, kept.pending)
        return kept.is_new

    async def keep_file(
        self, conversation: Conversation, name: str, chunks: AsyncIterator[bytes]
    ) -> SentFile:
        """Stream a file into the store.

        Raises OwnerFixableError: file_too_large, file_empty, too_many_files_today, too_much_today.
        """
        return await self._files.keep(conversation, DEFAULT_LANGUAGE, self._world.new_id(), name, chunks)

    async def discard_file(self, conversation: Conversation, file: SentFile) -> None:
        """Remove a kept file that nobody was told of."""
        await self._files.discard(conversation, file.upload)

    async def greeting(self, language_hint: str | None) -> tuple[Reply, ...]:
        """What a conversation begins with, told without beginning one."""
        language = self._language(language_hint)
        moment = Moment(self._world.clock(), self._world.new_id(), self._presenter.languages)
        turn = self._world.advance(Interview(language), Commanded(Command.START), moment)
        return await self._presenter.present(turn.utterances, language, Exhibits())

    # ---- working ---------------------------------------------------------------------------

    def wake(self, conversation: Conversation) -> None:
        """Work on a conversation soon."""
        self._begin(conversation)

    async def work(self, conversation: Conversation, pending: Pending | None = None) -> None:
        """Answer every unfinished event of the conversation; `pending` may tell the first."""
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        if lock.locked():
            pending = None  # whoever is at it has moved on when it is our turn
        async with lock:
            while await self._answer_next(conversation, pending):
                pending = None

    async def run(self) -> None:
        """Take up what was left unfinished, now and from time to time, until cancelled."""
        await self._sweep(self._started)
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            await self._sweep(self._world.clock() - timedelta(seconds=ABANDONED_SECONDS))

    async def stop(self) -> None:
        """Let turns under way come to their end; events whose turn has not begun wait for another process."""
        self._is_stopping = True
        await self.finish()

    async def finish(self) -> None:
        """Let turns come to their end."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, conversation: Conversation, pending: Pending | None = None) -> None:
        task = asyncio.create_task(self._work_quietly(conversation, pending))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_quietly(self, conversation: Conversation, pending: Pending | None) -> None:
        try:
            await self.work(conversation, pending)
        except StorageUnavailableError:
            log.warning("the database is unavailable; events wait in the inbox")
            asyncio.get_running_loop().call_later(OUTAGE_SECONDS, self.wake, conversation)
        except Exception as error:  # noqa: BLE001  (nobody awaits this task: the log is all there is)
            log.error("a conversation stands still\n%s", trace(error))  # noqa: TRY400  (no foreign messages)

    async def _answer_next(self, conversation: Conversation, pending: Pending | None) -> bool:
        """One turn; True when there is more to do. Whoever adds an event later wakes the work anew."""
        await self._precedence.in_line()
        if self._is_stopping:
            return False
        pending = pending or await self._ledger.load(conversation)
        if pending is None:
            return False
        if pending.event.attempts > MOST_ATTEMPTS:
            log.error("event %s is given up after %s starts", pending.event.id, pending.event.attempts)
            await self._apologise(pending)
            return True
        try:
            return await self._answer(pending)
        except ConflictError:
            log.info("event %s: another process was faster", pending.event.id)
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  (one of the two edges: the owner is told, the log too)
            log.error("event %s failed\n%s", pending.event.id, trace(error))  # noqa: TRY400  (no foreign messages)
            await self._apologise(pending)
        return True

    async def _answer(self, pending: Pending) -> bool:
        """Answer one event; True when another is waiting."""
        there = (self._presenter.languages, self._presenter.option_words)
        days = self._settings.files_kept_days
        moment = Moment(self._world.clock(), self._world.new_id(), *there, days)
        before = pending.interview()
        turn = self._world.advance(before, pending.inbound(), moment)
        has_shows = any(isinstance(utterance, Show) for utterance in turn.utterances)
        exhibits = await self._ledger.exhibits(pending, turn) if has_shows else Exhibits()
        # Rendering takes its time, so it is over before the transaction begins.
        replies = await self._presenter.present(turn.utterances, turn.interview.language, exhibits)
        self._world.dispatch.expect(pending.owner.id)
        saved = await self._ledger.save(answered(pending, before, turn, replies))
        if replies:
            self._world.dispatch.call(Call(pending.owner.id, pending.conversation, saved.ready))
        if turn.effects:
            self._world.work_due.set()
        TURN_SECONDS.observe((self._world.clock() - pending.event.received_at).total_seconds())
        await self._remove_files(pending.owner.id, turn.effects)
        return saved.has_more

    async def _apologise(self, pending: Pending) -> None:
        TURN_FAILURES.inc()
        reply = self._presenter.apology(pending.language)
        with suppress(ConflictError):  # another process was faster, and perhaps luckier
            await self._ledger.apologise(pending, reply)
        self._world.dispatch.call(Call(pending.owner.id, pending.conversation))

    async def _sweep(self, before: datetime) -> None:
        try:
            await self._eraser.erase_forgotten(self._world.clock() - timedelta(seconds=FAREWELL_SECONDS))
            waiting = await self._ledger.waiting(before)
        except StorageUnavailableError:
            log.warning("the database is unavailable; looking again in %s s", SWEEP_SECONDS)
            return
        for conversation in waiting:
            self.wake(conversation)

    async def _remove_files(self, owner_id: int, effects: Collection[Effect]) -> None:
        """Those that nobody needs after a turn."""
        if ForgetOwner() in effects:
            await self._eraser.remove_files(owner_id)
        for effect in effects:
            if isinstance(effect, DiscardUpload):
                await self._files.remove(owner_id, effect.upload)

    def _language(self, hint: str | None) -> str:
        code = (hint or "").replace("_", "-").partition("-")[0].lower()
        return code if code in self._presenter.languages else DEFAULT_LANGUAGE
