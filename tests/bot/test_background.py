"""Files are read and analyses run behind the chat, once, also when the process dies on the way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from bot.analysis import Workbench
from bot.background import LEASE, MOST_ATTEMPTS, BackgroundWork, places
from bot.child import Child, ChildDiedError, ChildTimeoutError, Heard
from bot.dialogue.inbound import Command, Commanded, Tapped
from bot.errors import BuilderError
from bot.jobs import AnalysisToRun
from bot.messages import Conversation
from bot.news import Progress
from bot.showcase import Showcase
from segmentation.model.analysis import Analysis
from segmentation.model.codec import from_json
from storage import analyses, backlog, owners, work
from storage.database import Database
from storage.work import Lease, Limits
from tests.bot.desk import ANNA, Desk, until

T = TypeVar("T")

ORDERS = "customer,date,amount\n" + "".join(
    f"C{number % 30:02d},2026-0{1 + number % 4}-{1 + number % 28:02d},{10 + number % 7}.50\n"
    for number in range(300)
)


class SameProcess(Child):
    """Does the jobs here and now, or fails as it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.jobs: list[str] = []
        self.failures: list[BuilderError | ZeroDivisionError] = []

    async def run(
        self, job: Callable[..., T], *arguments: object, limit_seconds: float, heard: Heard | None = None
    ) -> T:
        self.jobs.append(job.__name__)
        if self.failures:
            raise self.failures.pop(0)
        loop = asyncio.get_running_loop()
        tell = [lambda step: loop.call_soon_threadsafe(heard, step)] if heard else []
        return await asyncio.to_thread(job, *arguments, *tell)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path, max_upload_bytes=100_000)


def background(desk: Desk, child: Child, worker: str = "worker") -> BackgroundWork:
    showcase = Showcase(desk.settings.samples, child, limit_seconds=60, clock=desk.clock)
    progress = Progress(desk.database, clock=desk.clock, wake=desk.assistant.wake)
    return BackgroundWork(
        desk.database,
        Workbench(desk.database, desk.blobs, showcase, desk.settings, progress, desk.clock),
        showcase,
        places([child, child], per_owner=2),
        worker=worker,
        clock=desk.clock,
        due=desk.work_due,
        wake=desk.assistant.wake,
    )


@asynccontextmanager
async def working(desk: Desk, child: Child, worker: str = "worker") -> AsyncIterator[None]:
    running = asyncio.create_task(background(desk, child, worker).run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def settled(desk: Desk) -> None:
    await until(lambda: not unfinished(desk), seconds=60)


def unfinished(desk: Desk) -> bool:
    with desk.database.reading() as connection:
        found = backlog.count(connection)
    return bool(found.events or found.files or found.analyses)


async def test_a_file_is_read_and_shown(desk: Desk) -> None:
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
    assert "exhibit.understanding" in await desk.keys()
    assert "300" in await desk.last_text()


async def test_a_confirmed_file_becomes_personas(desk: Desk) -> None:
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
        await desk.send(Tapped("file:0:ok"))
        await desk.send(Tapped("run"))
        await settled(desk)
    keys = await desk.keys()
    assert keys.index("exhibit.summary") < keys.index("exhibit.cards") < keys.index("chat.result_shown")


async def test_the_example_is_computed_once_for_everybody(desk: Desk) -> None:
    child = SameProcess()
    async with working(desk, child):
        await desk.send(Tapped("sample"))
        await desk.send(Tapped("sample"))
        await settled(desk)
    again = SameProcess()
    async with working(desk, again):
        await desk.send(Tapped("sample"))
        await settled(desk)
    assert "exhibit.cards" in await desk.keys()
    assert child.jobs == ["analyse_sample"]
    assert again.jobs == []


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "file_is_picture"), (b"a\n1\n2\n", "file_one_column")],
)
async def test_what_cannot_be_read_is_refused_with_advice(desk: Desk, content: bytes, code: str) -> None:
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", content)
        await settled(desk)
    assert f"errors.{code}" in await desk.keys()


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (ChildTimeoutError("limit"), "reading_took_too_long"),
        (ChildDiedError("lost"), "unreadable"),
        (ZeroDivisionError(), "internal"),
    ],
)
async def test_a_reading_that_fails_is_told_and_blocks_nothing(
    desk: Desk, failure: BuilderError | ZeroDivisionError, code: str
) -> None:
    child = SameProcess()
    child.failures = [failure]
    async with working(desk, child):
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
    keys = await desk.keys()
    assert f"errors.{code}" in keys
    assert "exhibit.understanding" in keys


async def test_work_of_a_dead_process_is_taken_over_and_told_once(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send_file("orders.csv", ORDERS.encode())
    with desk.database.transaction() as connection:
        lease = Lease("dead", desk.clock(), desk.clock() + LEASE)
        assert work.claim(connection, lease, Limits(per_owner=1))
    child = SameProcess()
    async with working(desk, child):
        await asyncio.sleep(0.2)
        assert "read_file" not in child.jobs
        desk.clock.forward(LEASE.total_seconds() + 1)
        desk.work_due.set()
        await settled(desk)
    assert (await desk.keys(ANNA)).count("exhibit.understanding") == 1


async def test_two_processes_share_the_work(database: Database, tmp_path: Path) -> None:
    one, other = Desk(database, tmp_path, max_upload_bytes=100_000), Desk(database, tmp_path)
    children = SameProcess(), SameProcess()
    for _ in range(4):
        await one.send_file("orders.csv", ORDERS.encode())
    async with working(one, children[0], "one"), working(other, children[1], "other"):
        await settled(one)
    assert sum(child.jobs.count("read_file") for child in children) == 4
    assert (await one.keys()).count("exhibit.understanding") == 4


class StoppedAt(SameProcess):
    """Comes as far as a step, and no further."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self._step = step
        self.begun: list[str] = []
        self.is_there = asyncio.Event()

    async def run(
        self, job: Callable[..., T], *arguments: object, limit_seconds: float, heard: Heard | None = None
    ) -> T:
        if heard is None:
            return await super().run(job, *arguments, limit_seconds=limit_seconds)

        def hear(step: str) -> None:
            self.begun.append(step)
            heard(step)

        try:
            tell = partial(self._tell, asyncio.get_running_loop(), hear)
            return await asyncio.to_thread(job, *arguments, tell)
        except KeyboardInterrupt:
            self.is_there.set()
            await asyncio.Event().wait()
            raise

    def _tell(self, loop: asyncio.AbstractEventLoop, hear: Heard, step: str) -> None:
        loop.call_soon_threadsafe(hear, step)
        if step == self._step:
            raise KeyboardInterrupt


async def asked_to_run(desk: Desk) -> None:
    """A file that was read and confirmed, and an analysis in line."""
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
    await desk.send(Tapped("file:0:ok"))
    await desk.send(Tapped("run"))


def kept(desk: Desk, step: str) -> bool:
    return any(desk.folder.glob(f"blobs/*/cards/*/steps/{step}"))


async def test_an_analysis_goes_on_after_its_last_finished_step_and_leaves_none_behind(desk: Desk) -> None:
    await asked_to_run(desk)
    first, second = StoppedAt("value"), StoppedAt("nowhere")
    async with working(desk, first, "first"):
        await first.is_there.wait()
        await until(lambda: kept(desk, "segments"))
    assert not list(desk.settings.work.glob("*/*"))
    async with working(desk, second, "second"):
        await settled(desk)
        await until(lambda: not kept(desk, "*"))
    assert second.begun == ["reading", "value", "personas", "plan"]
    assert (await desk.keys()).count("exhibit.summary") == 1


async def test_work_that_ends_its_workers_is_given_up_and_told(desk: Desk) -> None:
    await asked_to_run(desk)
    for number in range(MOST_ATTEMPTS):
        with desk.database.transaction() as connection:
            lease = Lease(f"dead {number}", desk.clock(), desk.clock() + LEASE)
            assert work.claim(connection, lease, Limits(per_owner=1))
        desk.clock.forward(LEASE.total_seconds() + 1)
    child = SameProcess()
    async with working(desk, child):
        await settled(desk)
    assert "analyse_files" not in child.jobs
    assert "errors.internal" in await desk.keys()


async def test_an_analysis_that_is_stopped_ends_at_once_and_says_nothing_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.background.RENEWAL_SECONDS", 0.01)
    await asked_to_run(desk)
    child = StoppedAt("value")
    async with working(desk, child):
        await child.is_there.wait()
        await until(lambda: kept(desk, "segments"))
        stop = next(each.data for each in await desk.buttons() if each.data.startswith("stop:"))
        await desk.send(Tapped(stop))
        await until(lambda: not kept(desk, "*"))
        await desk.send(Tapped(stop))
    keys = await desk.keys()
    assert "chat.progress.cancelled" in keys
    assert "chat.nothing_to_stop" in keys
    assert "exhibit.summary" not in keys


async def test_a_newer_file_tells_who_has_moved(desk: Desk) -> None:
    newer = ORDERS + "".join(f"C{number:02d},2026-09-10,12.50\n" for number in range(10))
    async with working(desk, SameProcess()):
        for number, table in enumerate((ORDERS, newer)):
            await desk.send_file("orders.csv", table.encode())
            await settled(desk)
            await desk.send(Tapped(f"file:{number}:ok"))
            await desk.send(Tapped("run"))
            await settled(desk)
    first, second = sorted(results(desk), key=lambda each: each.as_of)
    assert not first.movements
    assert {each.method for each in second.movements} <= {"lifecycle", "value_tiers"}
    assert second.movements[0].since == first.as_of
    assert all(each.known == 30 and not each.missing for each in second.movements)


def results(desk: Desk) -> list[Analysis]:
    with desk.database.reading() as connection:
        owner = owners.find(connection, ANNA.messenger, ANNA.address)
        assert owner is not None
        return [
            from_json(each.result, Analysis)
            for each in analyses.of_owner(connection, owner.id)
            if each.result
        ]


class HeldUp(SameProcess):
    """Never comes to an end with a large file."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0

    async def run(
        self, job: Callable[..., T], *arguments: object, limit_seconds: float, heard: Heard | None = None
    ) -> T:
        asked = arguments[0]
        if isinstance(asked, AnalysisToRun) and asked.files[0].path.stat().st_size > LARGE:
            self.held += 1
            await asyncio.Event().wait()
        return await super().run(job, *arguments, limit_seconds=limit_seconds, heard=heard)


LARGE = 5_000
BUSY, QUIET = Conversation("web", "busy"), Conversation("web", "quiet")


async def test_twenty_large_analyses_of_one_owner_hold_up_no_small_one_of_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.background.SMALL_BYTES", LARGE)
    async with working(desk, SameProcess()):
        large = await desk.send_file("orders.csv", ORDERS.encode(), BUSY)
        await desk.send_file("orders.csv", ORDERS[: LARGE // 2].rpartition("\n")[0].encode(), QUIET)
        await settled(desk)
    await desk.send(Tapped("file:0:ok"), QUIET)
    with desk.database.transaction() as connection:
        for number in range(20):
            new = analyses.NewAnalysis(f"large {number}", 1, "own", (large.upload,), "en")
            analyses.queue(connection, new, desk.clock())
    child = HeldUp()
    async with working(desk, child):
        await until(lambda: child.held == 1)
        await desk.send(Tapped("run"), QUIET)
        await until(lambda: waiting(desk) == (20, 0), seconds=60)
    assert child.held == 1
    assert (await desk.keys(QUIET))[-1] == "chat.result_shown"


def waiting(desk: Desk) -> tuple[int, int]:
    """Analyses and events that have not come to an end."""
    with desk.database.reading() as connection:
        found = backlog.count(connection)
    return found.analyses, found.events
