"""Damaged files through the child process, as in the product: none kills it, holds it or fills the memory."""

import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import pytest

from bot.errors import OwnerFixableError
from bot.work.child import Child
from bot.work.jobs import FileToRead, read_file
from tests.reading.mutations import Upload, bombs, mutations

LONGEST_SECONDS = 10
MOST_MEMORY_MB = 1_024
_OURS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
FEW, MANY = 120, int(os.environ.get("PERSONABOT_MUTATED_UPLOADS", "10000"))


def cpu_seconds() -> float:
    """Of this process and of those it started, which is the same on a loaded machine."""
    used = [resource.getrusage(who) for who in _OURS]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak_memory_mb() -> float:
    """Of this process and of those it started, whichever had more."""
    peaks = [resource.getrusage(who).ru_maxrss for who in _OURS]
    return max(peaks) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


async def outcome(child: Child, upload: Upload, folder: Path) -> str:
    """`read`, or the code of the refusal; whatever else comes is a failure of the test."""
    path = folder / "received"
    path.write_bytes(upload.content)
    file = FileToRead(path=path, name=upload.name, workdir=folder / "work", language="en")
    try:
        await child.run(read_file, file, limit_seconds=60 * LONGEST_SECONDS)
    except OwnerFixableError as refusal:
        return refusal.code
    finally:
        for copy in (folder / "work").glob("*"):
            copy.unlink()
    return "read"


async def survived(uploads: Iterable[Upload], folder: Path) -> tuple[Counter[str], dict[str, float], float]:
    """What became of the uploads, the seconds of CPU each took, and the child's peak of memory in MB."""
    child, outcomes, seconds = Child(), Counter[str](), dict[str, float]()
    try:
        spent = await child.run(cpu_seconds, limit_seconds=60)
        for upload in uploads:
            outcomes[await outcome(child, upload, folder)] += 1
            before, spent = spent, await child.run(cpu_seconds, limit_seconds=60)
            seconds[upload.name] = spent - before
        return outcomes, seconds, await child.run(peak_memory_mb, limit_seconds=60)
    finally:
        child.stop()


async def test_some_damaged_uploads_are_read_or_refused(tmp_path: Path) -> None:
    outcomes, _, memory = await survived(mutations(FEW, seed=1), tmp_path)
    assert outcomes.total() == FEW
    assert outcomes["read"] > FEW / 4
    assert memory < MOST_MEMORY_MB


@pytest.mark.slow
async def test_many_damaged_uploads_are_read_or_refused_in_time(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """PERSONABOT_MUTATED_UPLOADS says how many; `--junit-xml` (xunit1) keeps the figures."""
    outcomes, seconds, memory = await survived(chain(bombs(), mutations(MANY, seed=2)), tmp_path)
    slowest = max(seconds, key=seconds.__getitem__)
    record_property("outcomes", dict(outcomes.most_common()))
    record_property("slowest", (slowest, seconds[slowest]))
    record_property("memory_mb", memory)
    assert outcomes.total() == len(seconds)
    assert seconds[slowest] < LONGEST_SECONDS
    assert memory < MOST_MEMORY_MB
