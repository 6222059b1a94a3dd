"""Builds every object and says who knows whom; the only place that does."""

import asyncio
import gc
import secrets
import signal
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from uvicorn.loops.auto import auto_loop_factory

from bot.desk.assistant import Assistant, World
from bot.desk.delivery import Delivery
from bot.desk.dispatch import Dispatch
from bot.desk.presenter import Presenter
from bot.desk.reminders import Reminders
from bot.dialogue.engine import advance
from bot.http_server import listening
from bot.messages import Messenger
from bot.messengers.telegram.messenger import TelegramMessenger
from bot.messengers.terminal import TerminalMessenger
from bot.messengers.web.app import WebMessenger
from bot.operator.operations import Operations
from bot.operator.stores import open_blobs, open_database
from bot.settings import Settings
from bot.work.analysis import Workbench
from bot.work.background import BackgroundWork, places
from bot.work.child import Child
from bot.work.news import Progress
from bot.work.retention import Retention
from bot.work.showcase import Showcase
from bot.work.workshop import temporary_files_in
from prompts.catalog import Catalog
from prompts.values import catalog
from storage import backlog
from storage.blobs import Blobs
from storage.database import Database, StorageUnavailableError
from storage.keys.secret_files import make_once
from storage.presence import end_leases

STOP_SECONDS = 9.0
CAN_REMIND = (TelegramMessenger.name,)
"""They reach somebody who is not there; the web chat shows the open question to whoever returns."""
SETTLED_LOOK_SECONDS = 0.05
PRESENCE_SECONDS = 2.0
"""How often the database is asked whether it still knows that this process is there."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything but the messengers, ready to run."""

    settings: Settings
    catalog: Catalog
    database: Database
    assistant: Assistant
    background: BackgroundWork
    reminders: Reminders
    operations: Operations
    retention: Retention
    dispatch: Dispatch

    async def settled(self) -> None:
        """Return when nothing waits to be answered, delivered, read or analysed."""
        while not (await asyncio.to_thread(self._backlog)).is_empty:  # noqa: ASYNC110  (the database knows)
            await asyncio.sleep(SETTLED_LOOK_SECONDS)

    def _backlog(self) -> backlog.Backlog:
        with self.database.reading() as connection:
            return backlog.count(connection)


def build(settings: Settings) -> House:
    """Open the stores under `settings` and wire what works on them. Needs a running event loop."""
    settings = replace(settings, session_secret=settings.session_secret or _secret(settings.data))
    database = _database(settings)
    blobs = open_blobs(settings, database)
    world = World(advance, now, new_id, Dispatch(courier=new_id()), asyncio.Event())
    assistant = Assistant(database, blobs, Presenter(catalog(), blobs), settings, world)
    after, kept = timedelta(hours=settings.remind_after_hours), timedelta(days=settings.files_kept_days)
    return House(
        settings,
        catalog(),
        database,
        assistant,
        _background(settings, database, blobs, assistant, world),
        Reminders(database, CAN_REMIND, after=after, clock=now, wake=assistant.wake),
        Operations(database, blobs, now),
        Retention(database, blobs, kept=kept, clock=now),
        world.dispatch,
    )


def _database(settings: Settings) -> Database:
    """Up to date; whoever enters alone ends the leases of those who are no more."""
    database = open_database(settings)
    database.migrate()
    if database.enter():
        with database.transaction() as connection:
            end_leases(connection)
    return database


def _background(
    settings: Settings, database: Database, blobs: Blobs, assistant: Assistant, world: World
) -> BackgroundWork:
    """One child more than analyses at once: one place takes only what is small."""
    children = [Child() for _ in range(settings.analyses_at_once + 1)] if settings.analyses_at_once else []
    showcase = Showcase(settings.samples, Child(), limit_seconds=settings.analysis_limit_seconds, clock=now)
    progress = Progress(database, clock=now, wake=assistant.wake)
    return BackgroundWork(
        database,
        Workbench(database, blobs, showcase, settings, progress, now),
        showcase,
        places(children, settings.analyses_per_owner) if children else (),
        worker=world.dispatch.courier,
        clock=now,
        due=world.work_due,
        wake=assistant.wake,
    )


def run(settings: Settings) -> None:
    """The web chat, and Telegram when there is a token, until the process is asked to stop.

    Raises OwnerFixableError: port_taken, cannot_listen.
    """
    listening(settings.web_host, settings.web_port).close()  # told before any work begins
    loop_factory = auto_loop_factory()  # uvloop where there is one
    with temporary_files_in(settings.work), asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(_run(settings))


def work(settings: Settings) -> None:
    """Files and analyses alone, for other processes that have the chats, until asked to stop."""
    with temporary_files_in(settings.work):
        asyncio.run(_work(replace(settings, analyses_at_once=max(settings.analyses_at_once, 1))))


def chat(settings: Settings, language: str) -> None:
    """The same assistant in the terminal, until its input ends."""
    with temporary_files_in(settings.work):
        asyncio.run(_chat(settings, language))


@contextmanager
def start_up_kept() -> Iterator[None]:
    """What is there by now stays: the garbage collector need not go through it time and again."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return uuid4().hex


async def _run(settings: Settings) -> None:
    house = build(settings)
    parts = (house.assistant, house.catalog, house.settings)
    telegram = TelegramMessenger(*parts) if settings.telegram_token else None
    web = WebMessenger(*parts, telegram.routes if telegram else ())
    await _serve_until_asked_to_stop(house, [web, *([telegram] if telegram else [])])
    if telegram is not None:
        await telegram.close()


async def _work(settings: Settings) -> None:
    await _serve_until_asked_to_stop(build(settings), [])


async def _serve_until_asked_to_stop(house: House, messengers: Sequence[Messenger]) -> None:
    stop = asyncio.Event()
    _on_signals(stop.set)
    preparing = asyncio.create_task(house.background.prepare())

    async def asked_to_stop() -> None:
        await stop.wait()
        await _stop([preparing])  # before the child process it works in is taken from it

    with start_up_kept():
        await _serve(house, messengers, until=asked_to_stop)


async def _chat(settings: Settings, language: str) -> None:
    house = build(settings)
    terminal = TerminalMessenger(
        house.assistant, house.catalog, house.settings, language=language, settled=house.settled
    )
    _on_signals(terminal.ended.set)
    await _serve(house, [terminal], until=terminal.ended.wait)


def _on_signals(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


async def _serve(
    house: House, messengers: Sequence[Messenger], until: Callable[[], Coroutine[None, None, object]]
) -> None:
    """Run everything until `until` returns or a part fails, then stop in good order."""
    delivery = Delivery(house.database, messengers, house.dispatch, now)
    edges = [asyncio.create_task(messenger.run()) for messenger in messengers]
    if house.settings.operations_port:
        door = house.settings.operations_host, house.settings.operations_port
        edges.append(asyncio.create_task(house.operations.serve(*door)))
    running = (
        house.assistant.run(),
        house.background.run(),
        house.reminders.run(),
        house.retention.run(),
        delivery.run(),
        _stay_present(house.database),
    )
    rooms = [asyncio.create_task(room) for room in running]
    waiting = asyncio.create_task(until())
    try:
        await _first_to_fail(waiting, [*edges, *rooms])
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await _stop(edges)
                await house.assistant.stop()
                await _stop(rooms)
        house.database.close()


async def _stay_present(database: Database) -> None:
    while True:
        await asyncio.sleep(PRESENCE_SECONDS)
        with suppress(StorageUnavailableError):
            await asyncio.to_thread(database.stay)


async def _first_to_fail(waiting: "asyncio.Task[object]", parts: Sequence["asyncio.Task[None]"]) -> None:
    """Return when `waiting` is over; raise what a part raised before that."""
    remaining: set[asyncio.Task[Any]] = {waiting, *parts}
    while not waiting.done():
        done, remaining = await asyncio.wait(remaining, return_when=asyncio.FIRST_COMPLETED)
        for part in done - {waiting}:
            part.result()


async def _stop(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _secret(folder: Path) -> str:
    """Made up once and kept, so that visitors are known again after a restart."""
    file = folder / "session-secret"
    make_once(file, secrets.token_urlsafe(32))
    return file.read_text(encoding="ascii")
