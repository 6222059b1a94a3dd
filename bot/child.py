"""A warm child process for work that needs the processor: one job at a time, stopped at a time limit."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from bot.errors import BuilderError, DefectError, trace

T = TypeVar("T")

STOP_SECONDS = 2.0


class ChildTimeoutError(BuilderError):
    """The job took longer than its limit and was killed."""


class ChildDiedError(BuilderError):
    """The process ended in the middle of the job (killed, out of memory, crashed)."""


class Child:
    """Runs module-level functions in a process of their own; the chat's process never waits for them."""

    def __init__(self) -> None:
        self._busy = asyncio.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    async def run(self, job: Callable[..., T], *arguments: object, limit_seconds: float) -> T:
        """The job's result, or what it raised.

        Raises ChildTimeoutError after `limit_seconds` and ChildDiedError when the process is lost; the
        next job gets a new one. Jobs wait for each other. A cancelled job is killed.
        """
        async with self._busy:
            try:
                return await asyncio.to_thread(self._run, job, arguments, limit_seconds)
            except asyncio.CancelledError:
                self.stop()
                raise

    def stop(self) -> None:
        """Kill the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join(STOP_SECONDS)

    def _run(self, job: Callable[..., T], arguments: tuple[object, ...], limit_seconds: float) -> T:
        pipe = self._warm()
        try:
            pipe.send((job, arguments))
            if not pipe.poll(limit_seconds):
                self.stop()
                raise ChildTimeoutError("limit")
            succeeded, outcome = pipe.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise ChildDiedError("lost") from error
        if succeeded:
            return outcome  # type: ignore[no-any-return]  # the job's own return value
        raise outcome

    def _warm(self) -> Connection:
        if self._process is None or self._pipe is None or not self._process.is_alive():
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            # Not a daemon: reading a spreadsheet starts a process of its own.
            self._process = context.Process(target=_serve, args=(theirs,), daemon=False)
            self._process.start()
            theirs.close()
        return self._pipe


def _serve(pipe: Connection) -> None:
    """The child's whole life: do jobs until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    with suppress(EOFError, OSError):
        while True:
            job, arguments = pipe.recv()
            pipe.send(_outcome(job, arguments))


def _outcome(job: Callable[..., object], arguments: tuple[object, ...]) -> tuple[bool, object]:
    try:
        return True, job(*arguments)
    except BuilderError as error:
        return False, error
    except Exception as error:  # noqa: BLE001  (it is raised again in the parent, as text: not all can travel)
        return False, DefectError(f"in a child process:\n{trace(error)}")
