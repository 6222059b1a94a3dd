"""What is done with a piece of work: a file is read, an analysis run, and what becomes of it told."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar, assert_never

from sqlalchemy import Connection

from bot.beliefs import beliefs
from bot.codec import inbound_to_json, interview_from_json
from bot.dialogue.inbound import AnalysisFailed, FileRefused, Inbound
from bot.errors import OwnerFixableError
from bot.results import customer_tables
from bot.results.earlier import analyses_before, fetch_tables
from bot.results.shown import folder_of
from bot.settings import DEFAULT_LANGUAGE, Settings
from bot.work import readings
from bot.work.child import Child
from bot.work.jobs import AnalysisToRun, FileToRead, analyse_files, read_file
from bot.work.mishaps import Work, failed, mishap
from bot.work.news import Progress
from bot.work.outcomes import finished
from bot.work.shelf import Shelf, Told
from bot.work.showcase import Showcase
from bot.work.workshop import Workshop
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.codec import from_json, to_json
from segmentation.model.roles import Understanding
from storage import analyses, interviews, owners, uploads
from storage.analyses import StoredAnalysis
from storage.blobs import Blobs
from storage.database import Database
from storage.uploads import Upload
from storage.work import Claimed, WorkKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The event for the dialogue, and the result as JSON if there is one."""

    event: Inbound
    result: str | None = None
    findings: str | None = None
    """Of a file that was read: the rows that are set aside."""

    @property
    def code(self) -> str | None:
        """Why there is no result."""
        return self.event.code if isinstance(self.event, FileRefused | AnalysisFailed) else None


class Workbench:
    """Does one piece of work at a time in each child process it is handed."""

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        showcase: Showcase,
        settings: Settings,
        progress: Progress,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._showcase = showcase
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._workshop = Workshop(settings.work)

    def find(self, claimed: Claimed) -> Work | None:
        """The upload or analysis itself; None when it is gone."""
        with self._database.reading() as connection:
            match claimed.kind:
                case WorkKind.READING:
                    found: tuple[Work, ...] = uploads.get(connection, claimed.owner_id, [claimed.id])
                case WorkKind.ANALYSIS:
                    found = analyses.get(connection, claimed.owner_id, [claimed.id])
                case _:
                    assert_never(claimed.kind)
        return next(iter(found), None)

    async def do(self, work: Work, child: Child) -> Outcome:
        """Read or analyse; also what goes wrong is an outcome.

        Raises StorageUnavailableError: nothing is wrong with the work, it is to be done again later.
        """
        try:
            async with self._workshop.room_of_work() as room:
                match work:
                    case Upload():
                        return await self._read(work, child, room)
                    case StoredAnalysis():
                        return await self._analyse(work, child, room)
                    case _:
                        assert_never(work)
        except Exception as error:  # noqa: BLE001  (one of the two edges: the owner is told, the log too)
            return Outcome(mishap(work, error, self._settings))

    async def clear(self, work: Work, *, is_wanted: bool) -> None:
        """Remove what was kept on the way; when the work is not wanted any more, all that was made."""
        match work:
            case Upload() if not is_wanted:
                await self._blobs.remove(work.table)
            case StoredAnalysis() if not is_wanted:
                await self._blobs.remove_all(f"{folder_of(work.owner_id, work.id)}/")
            case StoredAnalysis(kind="own"):
                await self._shelf(work, Path()).clear()
            case _:
                pass

    def clear_up(self) -> None:
        """Remove from this machine what dead processes were working on."""
        self._workshop.clear_up()

    def close(self) -> None:
        self._workshop.close()

    # ---- reading ---------------------------------------------------------------------------

    async def _read(self, upload: Upload, child: Child, room: Path) -> Outcome:
        file, limit = await self._received(upload, room), self._settings.reading_limit_seconds
        async with self._progress.of_reading(upload):
            read = await child.run(read_file, file, limit_seconds=limit)
        await self._keep_table(upload, None if read.table == file.path else read.table)
        understood = await asyncio.to_thread(from_json, read.understanding, Understanding)
        return Outcome(readings.understood(upload.id, understood), read.understanding, read.findings)

    async def _received(self, upload: Upload, room: Path) -> FileToRead:
        """The upload on this machine's disk, to be read."""
        path = room / "received"
        await self._blobs.copy_to(upload.blob, path)
        return await self._file(upload, path)

    async def _keep_table(self, upload: Upload, table: Path | None) -> None:
        """For the analysis, which may be run on another machine; an earlier reading may have left one."""
        if table is None:
            await self._blobs.remove(upload.table)
        else:
            await self._blobs.put(upload.table, await asyncio.to_thread(table.read_bytes))

    async def _table(self, upload: Upload, room: Path) -> FileToRead:
        """The table in it on this machine's disk, as it was understood.

        Raises OwnerFixableError: file_expired.
        """
        if upload.state == uploads.EXPIRED:
            raise OwnerFixableError("file_expired", {"name": upload.name})
        path = room / "table"
        try:
            await self._blobs.copy_to(upload.table, path)
        except FileNotFoundError:
            await self._blobs.copy_to(upload.blob, path)
        return await self._file(upload, path, upload.understanding or "")

    async def _file(self, upload: Upload, path: Path, understanding: str = "") -> FileToRead:
        return FileToRead(
            path=path,
            name=upload.name,
            workdir=path.parent,
            language=await asyncio.to_thread(self._language, upload.owner_id),
            word=readings.owner_word(upload.roles, upload.choices),
            memory=await self._from_database(partial(readings.memory, owner_id=upload.owner_id)),
            understanding=understanding,
        )

    # ---- analysing -------------------------------------------------------------------------

    async def _analyse(self, stored: StoredAnalysis, child: Child, room: Path) -> Outcome:
        text = await (self._sample(stored) if stored.kind == "sample" else self._run(stored, child, room))
        return Outcome(finished(stored.id, await asyncio.to_thread(from_json, text, Analysis)), text)

    async def _sample(self, stored: StoredAnalysis) -> str:
        text = await self._showcase.analysis(stored.language)
        folder = folder_of(stored.owner_id, stored.id, sample=text)
        await customer_tables.keep(self._blobs, folder, self._showcase.table(stored.language))
        return text

    async def _run(self, stored: StoredAnalysis, child: Child, room: Path) -> str:
        """From the last step that was finished, by whichever worker."""
        shelf = self._shelf(stored, room)
        told = await shelf.told(lambda: self._told(stored))
        await shelf.fetch()
        asked = await self._asked_for(stored, told, room)
        async with self._progress.of(stored) as begins, shelf.keeping() as may_be_finished:

            def heard(step: str) -> None:
                begins(step)
                may_be_finished()

            limit = self._settings.analysis_limit_seconds
            text = await child.run(analyse_files, asked, limit_seconds=limit, heard=heard)
        await customer_tables.keep(self._blobs, folder_of(stored.owner_id, stored.id), asked.table)
        return text

    async def _asked_for(self, stored: StoredAnalysis, told: Told, room: Path) -> AnalysisToRun:
        sent = await self._from_database(partial(uploads.get, owner_id=stored.owner_id, ids=stored.uploads))
        before = await self._from_database(partial(analyses_before, stored=stored))
        return AnalysisToRun(
            files=tuple([await self._table(upload, room / upload.id) for upload in sent]),
            beliefs=to_json(told.beliefs),
            language=stored.language,
            today=told.today,
            folder=room,
            memory_mb=self._settings.analysis_memory_mb,
            earlier=await fetch_tables(self._blobs, stored.owner_id, before, room),
            former=await self._former(stored, told.beliefs, room),
        )

    async def _former(self, stored: StoredAnalysis, told: Beliefs, room: Path) -> Path | None:
        """The table of the analysis whose natural groups are to stand."""
        wanted = [told.keeping.analysis] if told.keeping else []
        return next(iter(await fetch_tables(self._blobs, stored.owner_id, wanted, room)), None)

    def _shelf(self, stored: StoredAnalysis, room: Path) -> Shelf:
        return Shelf(self._blobs, folder_of(stored.owner_id, stored.id), room)

    async def _told(self, stored: StoredAnalysis) -> Told:
        kept = await self._from_database(partial(interviews.load, owner_id=stored.owner_id))
        interview = interview_from_json(kept.state, kept.answers)
        run = next((each for each in interview.runs if each.analysis == stored.id), None)
        keeping = run.keeping if run else None
        return Told(beliefs(interview.answers, interview.wishes, keeping), self._clock().date())

    # ---- the database ----------------------------------------------------------------------

    async def _from_database(self, ask: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self._asked, ask)

    def _asked(self, ask: Callable[[Connection], T]) -> T:
        with self._database.reading() as connection:
            return ask(connection)

    def _language(self, owner_id: int) -> str:
        owner = self._asked(partial(owners.get, owner_id=owner_id))
        return (owner and owner.language) or DEFAULT_LANGUAGE


def keep(connection: Connection, work: Work, outcome: Outcome) -> bool:
    """Write down what became of it; False when it is gone, cancelled or done already."""
    # What became of it is in the event; the row keeps the result, or else the event as the reason.
    failure = None if outcome.result else inbound_to_json(outcome.event)
    if isinstance(work, Upload):
        return uploads.finish(
            connection, work, understanding=outcome.result, findings=outcome.findings, refusal=failure
        )
    return analyses.finish(connection, work.owner_id, work.id, result=outcome.result, failure=failure)


def event_id(work: Work) -> str:
    """Made of what was done, so that doing it twice tells it once."""
    return f"upload:{work.id}:{work.readings}" if isinstance(work, Upload) else f"analysis:{work.id}"


def given_up(work: Work) -> Outcome:
    """For work that its workers do not survive."""
    return Outcome(failed(work, "internal"))
