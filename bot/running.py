"""Runs a house: the processes that an installation consists of, until they are asked to stop."""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from uvicorn.loops.auto import auto_loop_factory

from bot.desk.delivery import Delivery
from bot.http_server import listening
from bot.messages import Messenger
from bot.settings import Settings
from bot.wiring import House, build, messengers_of, now, terminal_of
from bot.work.workshop import temporary_files_in
from storage.database import Database
from storage.errors import StorageUnavailableError

STOP_SECONDS = 9.0
PRESENCE_SECONDS = 2.0
"""How often the database is asked whether it still knows that this process is there."""


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


async def serve(
    house: House, messengers: Sequence[Messenger], until: Callable[[], Coroutine[None, None, object]]
) -> None:
    """Run everything until `until` returns or a part fails, then stop in good order."""
    edges = [asyncio.create_task(messenger.run()) for messenger in messengers]
    if house.settings.operations_port:
        door = house.settings.operations_host, house.settings.operations_port
        edges.append(asyncio.create_task(house.operations.serve(*door)))
    rooms = [asyncio.create_task(room) for room in _rooms(house, messengers)]
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


@contextmanager
def start_up_kept() -> Iterator[None]:
    """What is there by now stays: the garbage collector need not go through it time and again."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


async def _run(settings: Settings) -> None:
    house = build(settings)
    async with messengers_of(house) as messengers:
        await _serve_until_asked_to_stop(house, messengers)


async def _work(settings: Settings) -> None:
    await _serve_until_asked_to_stop(build(settings), [])


async def _chat(settings: Settings, language: str) -> None:
    house = build(settings)
    terminal = terminal_of(house, language)
    _on_signals(terminal.ended.set)
    await serve(house, [terminal], until=terminal.ended.wait)


async def _serve_until_asked_to_stop(house: House, messengers: Sequence[Messenger]) -> None:
    stop = asyncio.Event()
    _on_signals(stop.set)
    preparing = asyncio.create_task(house.background.prepare())

    async def asked_to_stop() -> None:
        await stop.wait()
        await _stop([preparing])  # before the child process it works in is taken from it

    with start_up_kept():
        await serve(house, messengers, until=asked_to_stop)


def _on_signals(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)


def _rooms(house: House, messengers: Sequence[Messenger]) -> tuple[Coroutine[None, None, None], ...]:
    return (
        house.assistant.run(),
        house.background.run(),
        house.reminders.run(),
        house.retention.run(),
        Delivery(house.database, messengers, house.dispatch, now).run(),
        _stay_present(house.database),
    )


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
