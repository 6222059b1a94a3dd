"""What work on an owner's files may take of the machine."""

import errno
import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from segmentation.errors import OwnerFixableError

MAX_MEMORY_MB = 1_024
"""What the process may write to while it reads a file, with what it had before (about 200 MB)."""
MAX_CPU_SECONDS = 240
MAX_FILE_MB = 4_096
"""The largest file that the work may write: a text of 1 GB unpacked takes three in UTF-8."""
OutOfMemory = (MemoryError, duckdb.OutOfMemoryException)


@contextmanager
def limited() -> Iterator[None]:
    """A file may take so much and no more, where it is read in a process of its own.

    Raises OwnerFixableError: reading_out_of_memory, file_too_large. Beyond the limit of CPU time the process
    is ended.
    """
    try:
        with bounded(MAX_MEMORY_MB, MAX_CPU_SECONDS):
            yield
    except OutOfMemory:
        raise OwnerFixableError("reading_out_of_memory", {"limit_mb": MAX_MEMORY_MB}) from None
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        raise OwnerFixableError("file_too_large", {"limit_mb": MAX_FILE_MB}) from None


@contextmanager
def bounded(memory_mb: int, cpu_seconds: int) -> Iterator[None]:
    """What is done inside raises OutOfMemory beyond `memory_mb`, and ends the process beyond `cpu_seconds`.

    What writes a file beyond MAX_FILE_MB raises OSError (EFBIG).

    The limits are the process's, so that one which does other things as well is left alone. Where the
    system knows no such limits (Windows), there are none.
    """
    if sys.platform == "win32" or multiprocessing.parent_process() is None:
        yield
        return
    import resource  # noqa: PLC0415 - absent on Windows

    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime) + cpu_seconds
    bounds = {
        resource.RLIMIT_DATA: memory_mb << 20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: MAX_FILE_MB << 20,
    }
    former = {limit: resource.getrlimit(limit) for limit in bounds}
    for limit, bound in bounds.items():
        resource.setrlimit(limit, (bound, former[limit][1]))
    try:
        yield
    finally:
        for limit, before in former.items():
            resource.setrlimit(limit, before)
