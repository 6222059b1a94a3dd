"""Folders for what is being worked on, on this machine's disk: none outlives its work for long."""

import asyncio
import fcntl
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from uuid import uuid4


class Workshop:
    """A folder of one process, inside the `place` it shares with others.

    A locked file beside it says that the process lives; the system lets go of it when the process ends in
    whatever way, and then any other clears up what is left.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        place.mkdir(parents=True, exist_ok=True)
        self._own = place / uuid4().hex
        self._alive = _lock_of(self._own).open("wb")
        fcntl.flock(self._alive, fcntl.LOCK_EX)
        self._own.mkdir()

    @contextmanager
    def room(self) -> Iterator[Path]:
        """An empty folder for one piece of work, gone in the end with all that is in it."""
        with TemporaryDirectory(dir=self._own, ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    @asynccontextmanager
    async def room_of_work(self) -> AsyncIterator[Path]:
        """The same, made and removed in a thread: a large file takes its time to go."""
        room = ExitStack()
        try:
            yield await asyncio.to_thread(room.enter_context, self.room())
        finally:
            await asyncio.to_thread(room.close)

    def clear_up(self) -> None:
        """Remove what processes have left behind that are no more."""
        for folder in self._place.iterdir():
            if folder.is_dir() and not _is_in_use(folder):
                rmtree(folder, ignore_errors=True)
                _lock_of(folder).unlink(missing_ok=True)

    def close(self) -> None:
        rmtree(self._own, ignore_errors=True)
        _lock_of(self._own).unlink(missing_ok=True)
        self._alive.close()


@contextmanager
def temporary_files_in(place: Path) -> Iterator[None]:
    """Everything temporary of this process and its children lies there, to be cleared up like the rest."""
    workshop, before = Workshop(place), (tempfile.tempdir, os.environ.get("TMPDIR"))
    workshop.clear_up()
    with workshop.room() as room:
        tempfile.tempdir = os.environ["TMPDIR"] = str(room)
        try:
            yield
        finally:
            tempfile.tempdir = before[0]
            os.environ.pop("TMPDIR")
            if before[1] is not None:
                os.environ["TMPDIR"] = before[1]
            workshop.close()


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(".lock")


def _is_in_use(folder: Path) -> bool:
    try:
        with _lock_of(folder).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
