"""A warm child process for work that needs the processor: one job at a time, stopped at a time limit."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import Enum, auto
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from bot.errors import BuilderError, DefectError, OwnerFixableError, is_no_space, trace

T = TypeVar("T")
Heard = Callable[[str], None]

STOP_SECONDS = 2.0


class ChildTimeoutError(BuilderError):
    """The job took longer than its limit and was killed."""


class ChildDiedError(BuilderError):
    """The process ended in the middle of the job (killed, out of memory, crashed)."""


class Child:
    """Runs module-level functions in a process of their own; the chat's process never waits for them."""

    def __init__(self) -> None:
        self._busy = asyncio.Lock()
        # Its own: jobs last, and however many there are, those that everybody shares stay free for the chat.
        self._thread = ThreadPoolExecutor(1)
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._stops = 0
        """How often it was stopped."""

    async def run(
        self, job: Callable[..., T], *arguments: object, limit_seconds: float, heard: Heard | None = None
    ) -> T:
        """The job's result, or what it raised.

        With `heard` the job is given one more argument, `tell`, and what it tells on its way is heard here.
        Raises ChildTimeoutError after `limit_seconds` and ChildDiedError when the process is lost; the
        next job gets a new one. Jobs wait for each other. A cancelled job is killed.
        """
        loop = asyncio.get_running_loop()
        here = None if heard is None else lambda news: loop.call_soon_threadsafe(heard, news)
        async with self._busy:
            run = partial(self._run, job, arguments, limit_seconds, here, self._stops)
            try:
                return await loop.run_in_executor(self._thread, run)
            except asyncio.CancelledError:
                await asyncio.to_thread(self.stop)
                raise

    def stop(self) -> None:
        """Kill the process and what it has started, in the middle of a job or of its own start.

        Takes until it is gone, which a large one needs a moment for.
        """
        self._stops += 1
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            process.join(STOP_SECONDS)

    def _run(
        self,
        job: Callable[..., T],
        arguments: tuple[object, ...],
        limit_seconds: float,
        heard: Callable[[str], object] | None,
        stops: int,
    ) -> T:
        try:
            pipe = self._warm(stops)
            pipe.send((job, arguments, heard is not None))
            ending, outcome = self._listen(pipe, monotonic() + limit_seconds, heard)
        except (EOFError, OSError) as error:
            if self._stops == stops:  # else there may be another one by now
                self.stop()
            raise ChildDiedError("lost") from error
        if ending is _Word.RESULT:
            return outcome  # type: ignore[no-any-return]  # the job's own return value
        raise outcome

    def _listen(
        self, pipe: Connection, deadline: float, heard: Callable[[str], object] | None
    ) -> tuple["_Word", Any]:
        """The last word of a job; those before it go to `heard`."""
        while pipe.poll(max(deadline - monotonic(), 0)):
            word, content = pipe.recv()
            if word is not _Word.NEWS:
                return word, content
            assert heard is not None
            heard(content)
        self.stop()
        raise ChildTimeoutError("limit")

    def _warm(self, stops: int) -> Connection:
        """To the process, started if there is none. Raises EOFError when it was stopped meanwhile."""
        if self._process is None or self._pipe is None or not self._process.is_alive():
            context = multiprocessing.get_context("spawn")
            pipe, theirs = context.Pipe()
            # Not a daemon: reading a spreadsheet starts a process of its own.
            process = context.Process(target=_serve, args=(theirs,), daemon=False)
            process.start()
            theirs.close()
            if self._stops != stops:
                _kill(process)
                raise EOFError
            self._process, self._pipe = process, pipe
        return self._pipe


class _Word(Enum):
    """What the child says: how far it is, or how it ended."""

    NEWS = auto()
    RESULT = auto()
    FAILURE = auto()


def _kill(process: BaseProcess) -> None:
    if process.is_alive() and process.pid:
        with suppress(ProcessLookupError):  # it has no group yet
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()


def _serve(pipe: Connection) -> None:
    """The child's whole life: do jobs until the parent hangs up."""
    os.setpgrp()  # whoever ends it ends what it has started, too
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            job, arguments, tells = pipe.recv()
            tell = [lambda news: pipe.send((_Word.NEWS, news))] if tells else []
            pipe.send(_ending(job, (*arguments, *tell)))


def _end_with_parent() -> None:
    """A parent that was killed wants no result any more, and whoever comes after it needs the processor."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.killpg(0, signal.SIGKILL)


def _ending(job: Callable[..., object], arguments: tuple[object, ...]) -> tuple[_Word, object]:
    try:
        return _Word.RESULT, job(*arguments)
    except BuilderError as error:
        return _Word.FAILURE, error
    except Exception as error:  # noqa: BLE001  (it is raised again in the parent, as text: not all can travel)
        if is_no_space(error):
            return _Word.FAILURE, OwnerFixableError("no_space")
        return _Word.FAILURE, DefectError(f"in a child process:\n{trace(error)}")
