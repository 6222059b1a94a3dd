"""Background work that survives a restart: reading files, running analyses, telling the chat about it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar, assert_never

from sqlalchemy import Connection

from bot import readings
from bot.beliefs import beliefs
from bot.child import Child, ChildDiedError, ChildTimeoutError
from bot.codec import inbound_to_json, interview_from_json
from bot.dialogue.interview import Interview
from bot.dialogue.model import AnalysisFailed, FileRefused, Inbound
from bot.documents import Documents, folder_of
from bot.errors import OwnerFixableError, trace
from bot.jobs import FileToRead, analyse_files, read_file
from bot.messages import Conversation
from bot.news import Progress, tell
from bot.outcomes import finished
from bot.settings import Settings
from bot.showcase import Showcase
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.codec import from_json, to_json
from segmentation.model.roles import Understanding
from storage import analyses, interviews, owners, uploads
from storage.analyses import StoredAnalysis
from storage.blobs import Blobs
from storage.database import Database, StorageUnavailableError
from storage.uploads import Upload

LEASE = timedelta(seconds=15)
"""Work whose process says nothing for so long is taken over by another, or by the same one restarted."""
RENEWAL_SECONDS = 5.0
POLL_SECONDS = 5.0
DEFAULT_LANGUAGE = "en"

log = logging.getLogger(__name__)

T = TypeVar("T")
Mishap = (OwnerFixableError, ChildTimeoutError, ChildDiedError)
Work = Upload | StoredAnalysis
Claim = Callable[[Connection], Work | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The event for the dialogue, and the result as JSON if there is one."""

    event: Inbound
    result: str | None = None
    findings: str | None = None
    """Of a file that was read: the rows that are set aside."""


class BackgroundWork:
    """Takes uploads to read and analyses to run, one of each kind at a time.

    The outcome and the event that tells the dialogue are committed together; the event's id is made of
    what was done, so that doing it twice tells it once.
    """

    def __init__(  # noqa: PLR0913  (what it is wired with)
        self,
        database: Database,
        blobs: Blobs,
        child: Child,
        showcase: Showcase,
        settings: Settings,
        *,
        clock: Callable[[], datetime],
        due: asyncio.Event,
        wake: Callable[[Conversation], None],
    ) -> None:
        """`due` is set by whoever puts work in line; `wake` gets conversations with a new event."""
        self._database = database
        self._blobs = blobs
        self._documents = Documents(catalog(), blobs)
        self._child = child
        self._showcase = showcase
        self._settings = settings
        self._clock = clock
        self._due = due
        self._wake = wake
        self._progress = Progress(database, clock=clock, wake=wake)

    async def prepare(self) -> None:
        """Make the examples ready, so that the first owner who asks for one need not wait."""
        try:
            await self._showcase.prepare()
        except Exception as error:  # noqa: BLE001  (whoever asks for an example will be told)
            log.error("the example cannot be prepared\n%s", trace(error))  # noqa: TRY400  (no foreign messages)

    async def run(self) -> None:
        """Work until cancelled; what is under way then is taken up at the next start."""
        # A sample is ready at once, so it has a place of its own and never waits behind a big file.
        places: dict[Claim, asyncio.Task[None]] = {}
        try:
            while True:
                self._due.clear()
                for claim in (self._claim_sample, self._claim_own):
                    if claim not in places or places[claim].done():
                        places[claim] = asyncio.create_task(self._do_next(claim))
                # Not wait_for: before Python 3.12 it can swallow the cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._due.wait()
        finally:
            for task in places.values():
                task.cancel()
            self._child.stop()
            await asyncio.gather(*places.values(), return_exceptions=True)

    async def _do_next(self, claim: Claim) -> None:
        """Take one piece of work, do it, tell the dialogue."""
        try:
            work = await asyncio.to_thread(self._in_transaction, claim)
            if work is None:
                return
            async with self._renewed(work):
                outcome = await (self._read(work) if isinstance(work, Upload) else self._analyse(work))
            conversation = await asyncio.to_thread(self._in_transaction, partial(self._finish, work, outcome))
        except StorageUnavailableError:
            log.warning("the database is unavailable; the work is done again later")
            return
        if conversation is not None:
            self._wake(conversation)
        self._due.set()

    # ---- doing -----------------------------------------------------------------------------

    async def _read(self, upload: Upload) -> Outcome:
        try:
            file = await self._file(upload)
            limit = self._settings.reading_limit_seconds
            async with self._progress.of_reading(upload):
                read = await self._child.run(read_file, file, limit_seconds=limit)
        except ChildTimeoutError:
            limit = self._settings.reading_limit_seconds
            return Outcome(FileRefused(upload.id, "reading_took_too_long", {"limit_seconds": limit}))
        except Mishap as error:
            code, details = _refusal(error, "unreadable")
            columns = error.columns if isinstance(error, OwnerFixableError) else ()
            return Outcome(FileRefused(upload.id, code, details, columns))
        except Exception as error:  # noqa: BLE001  (one of the two edges: the owner is told, the log too)
            log.error("upload %s failed\n%s", upload.id, trace(error))  # noqa: TRY400  (no foreign messages)
            return Outcome(FileRefused(upload.id, "internal"))
        event = readings.understood(upload.id, from_json(read.understanding, Understanding))
        return Outcome(event, read.understanding, read.findings)

    async def _analyse(self, stored: StoredAnalysis) -> Outcome:
        try:
            text = await (self._sample(stored) if stored.kind == "sample" else self._run(stored))
        except Mishap as error:
            code, details = _refusal(error, "internal")
            return Outcome(AnalysisFailed(stored.id, code, details))
        except Exception as error:  # noqa: BLE001  (one of the two edges: the owner is told, the log too)
            log.error("analysis %s failed\n%s", stored.id, trace(error))  # noqa: TRY400  (no foreign messages)
            return Outcome(AnalysisFailed(stored.id, "internal"))
        return Outcome(finished(stored.id, from_json(text, Analysis)), text)

    async def _sample(self, stored: StoredAnalysis) -> str:
        text = await self._showcase.analysis(stored.language)
        folder = folder_of(stored.owner_id, stored.id, sample=text)
        await self._documents.keep_table(folder, self._showcase.table(stored.language))
        return text

    async def _run(self, stored: StoredAnalysis) -> str:
        material = await asyncio.to_thread(self._in_transaction, partial(_material, stored))
        files = tuple([await self._file(upload) for upload in material.uploads])
        table = self._settings.work / str(stored.owner_id) / stored.id / "customers.parquet"
        async with self._progress.of(stored) as begins:
            text = await self._child.run(
                analyse_files,
                files,
                material.beliefs,
                stored.language,
                self._clock().date(),
                table,
                limit_seconds=self._settings.analysis_limit_seconds,
                heard=begins,
            )
        await self._documents.keep_table(folder_of(stored.owner_id, stored.id), table)
        table.unlink(missing_ok=True)
        return text

    async def _file(self, upload: Upload) -> FileToRead:
        """The upload as a file on this machine's disk."""
        workdir = self._settings.work / str(upload.owner_id) / upload.id
        path = workdir / "received"
        if not path.exists():
            await self._blobs.copy_to(upload.blob, path)
        return FileToRead(
            path=path,
            name=upload.name,
            workdir=workdir,
            language=await asyncio.to_thread(self._language, upload.owner_id),
            word=readings.owner_word(upload.roles, upload.choices),
            memory=await asyncio.to_thread(
                self._in_transaction, lambda there: readings.memory(there, upload.owner_id)
            ),
            understanding=upload.understanding or "",
        )

    # ---- transactions, each run in a thread ------------------------------------------------

    def _in_transaction(self, act: Callable[[Connection], T]) -> T:
        with self._database.transaction() as connection:
            return act(connection)

    def _claim_own(self, connection: Connection) -> Work | None:
        now = self._clock()
        return uploads.claim(connection, now, now + LEASE) or analyses.claim(
            connection, "own", now, now + LEASE
        )

    def _claim_sample(self, connection: Connection) -> Work | None:
        now = self._clock()
        return analyses.claim(connection, "sample", now, now + LEASE)

    def _finish(self, work: Work, outcome: Outcome, connection: Connection) -> Conversation | None:
        """Keep the outcome and the event about it; None when the work was forgotten or done meanwhile."""
        if not owners.lock(connection, [work.owner_id]) or not _kept(connection, work, outcome):
            return None
        return tell(connection, work.owner_id, _event_id(work), outcome.event, self._clock())

    def _language(self, owner_id: int) -> str:
        with self._database.reading() as connection:
            owner = owners.get(connection, owner_id)
        return (owner and owner.language) or DEFAULT_LANGUAGE

    @asynccontextmanager
    async def _renewed(self, work: Work) -> AsyncIterator[None]:
        """Say from time to time that somebody is at it."""
        task = asyncio.create_task(self._keep_renewing(work))
        try:
            yield
        finally:
            task.cancel()

    async def _keep_renewing(self, work: Work) -> None:
        renew = uploads.renew if isinstance(work, Upload) else analyses.renew
        while True:
            await asyncio.sleep(RENEWAL_SECONDS)
            with suppress(StorageUnavailableError):
                await asyncio.to_thread(
                    self._in_transaction, lambda there: renew(there, work.id, self._clock() + LEASE)
                )


@dataclass(frozen=True, slots=True)
class Material:
    """What an own analysis rests on; `beliefs` as JSON."""

    uploads: tuple[Upload, ...]
    beliefs: str


def _material(stored: StoredAnalysis, connection: Connection) -> Material:
    kept = interviews.load(connection, stored.owner_id)
    interview = interview_from_json(kept.state, kept.answers) if kept.state else Interview(DEFAULT_LANGUAGE)
    told = beliefs(interview.answers, interview.wishes)
    return Material(uploads.get(connection, stored.owner_id, stored.uploads), to_json(told))


def _kept(connection: Connection, work: Work, outcome: Outcome) -> bool:
    # What became of it is in the event; the row keeps the result, or else the event as the reason.
    failure = None if outcome.result else inbound_to_json(outcome.event)
    if isinstance(work, Upload):
        return uploads.finish(
            connection, work, understanding=outcome.result, findings=outcome.findings, refusal=failure
        )
    return analyses.finish(connection, work.id, result=outcome.result, failure=failure)


def _event_id(work: Work) -> str:
    return f"upload:{work.id}:{work.readings}" if isinstance(work, Upload) else f"analysis:{work.id}"


def _refusal(
    error: OwnerFixableError | ChildTimeoutError | ChildDiedError, lost: str
) -> tuple[str, Mapping[str, str | int | float]]:
    """What the owner is told; `lost` is the code for a child process that did not survive."""
    match error:
        case OwnerFixableError(code=code, details=details):
            return code, details
        case ChildTimeoutError():
            return "analysis_took_too_long", {}
        case ChildDiedError():
            log.warning("the child process was lost")
            return lost, {}
        case _:
            assert_never(error)
