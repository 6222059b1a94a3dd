"""What reading one file may take of the machine."""

import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from segmentation.errors import OwnerFixableError

MAX_MEMORY_MB = 1_024
"""What the process may write to, with what it had before the file (about 200 MB)."""
MAX_CPU_SECONDS = 240


@contextmanager
def limited() -> Iterator[None]:
    """What is done inside may take so much and no more, where it is done in a process of its own.

    The limits are the process's, so that one which does other things as well is left alone.
    Raises OwnerFixableError reading_out_of_memory; beyond the limit of CPU time the process is ended.
    Where the system knows no such limits (Windows), there are none.
    """
    try:
        with _bounded():
            yield
    except (MemoryError, duckdb.OutOfMemoryException):
        raise OwnerFixableError("reading_out_of_memory", {"limit_mb": MAX_MEMORY_MB}) from None


@contextmanager
def _bounded() -> Iterator[None]:
    if sys.platform == "win32" or multiprocessing.parent_process() is None:
        yield
        return
    import resource  # noqa: PLC0415 - absent on Windows

    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime) + MAX_CPU_SECONDS
    bounds = {resource.RLIMIT_DATA: MAX_MEMORY_MB << 20, resource.RLIMIT_CPU: seconds}
    former = {limit: resource.getrlimit(limit) for limit in bounds}
    for limit, bound in bounds.items():
        resource.setrlimit(limit, (bound, former[limit][1]))
    try:
        yield
    finally:
        for limit, before in former.items():
            resource.setrlimit(limit, before)
