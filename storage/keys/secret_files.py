"""Files that hold a secret: for their owner alone to read, there as a whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4


def make_once(file: Path, content: str) -> None:
    """Make the file unless it is there; of processes that begin at the same moment, one makes it."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = _written_beside(file, content)
    try:
        with suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink()


def replace(file: Path, content: str) -> None:
    """Put the file into the place of the one that is there."""
    _written_beside(file, content).replace(file)


def _written_beside(file: Path, content: str) -> Path:
    """There for good before anything rests on it, and called as by no other process, on any machine."""
    fresh = file.with_name(f"{file.name}.{uuid4().hex}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    return fresh
