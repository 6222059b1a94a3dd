"""A worker for a desk, whose work is done in this process: at once, as far as a step, or not at all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

from bot.dialogue.inbound import Tapped
from bot.errors import BuilderError
from bot.work.analysis import Workbench
from bot.work.background import BackgroundWork, places
from bot.work.child import Child, Heard
from bot.work.news import Progress
from bot.work.showcase import Showcase
from tests.bot.desk import Desk, until
from tests.bot.under_way import running, waiting

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
    async with running(background(desk, child, worker).run()):
        yield


async def settled(desk: Desk) -> None:
    await until(lambda: not unfinished(desk), seconds=60)


def unfinished(desk: Desk) -> bool:
    found = waiting(desk)
    return bool(found.events or found.files or found.analyses)


async def confirmed(desk: Desk, orders: str = ORDERS, number: int = 0) -> None:
    """The owner's file of this number is read, and as it should be."""
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", orders.encode())
        await settled(desk)
    await desk.send(Tapped(f"file:{number}:ok"))


async def asked_to_run(desk: Desk) -> None:
    """A file that was read and confirmed, and an analysis in line."""
    await confirmed(desk)
    await desk.send(Tapped("run"))


async def analysed(desk: Desk, orders: str = ORDERS, number: int = 0) -> None:
    """The file of this number is the newest of an analysis, and its result is shown."""
    await confirmed(desk, orders, number)
    async with working(desk, SameProcess()):
        await desk.send(Tapped("run"))
        await settled(desk)


def kept(desk: Desk, step: str) -> bool:
    return any(desk.folder.glob(f"blobs/*/cards/*/steps/{step}"))
