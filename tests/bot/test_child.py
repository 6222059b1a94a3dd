"""Work in another process: results, refusals, limits, sudden death."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.errors import DefectError, OwnerFixableError
from bot.work.child import Child, ChildDiedError, ChildTimeoutError
from tests.bot.desk import until


def add(one: int, other: int) -> int:
    return one + other


def refuse() -> None:
    raise OwnerFixableError("file_empty", {"name": "a.csv"})


def fail_over(cell: str) -> None:
    raise ValueError(cell)


def process_id() -> int:
    return os.getpid()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def count_to(number: int, tell: Callable[[str], None]) -> int:
    for each in range(number):
        tell(str(each))
    return number


def tell_and_sleep(tell: Callable[[str], None]) -> None:
    tell("begun")
    time.sleep(600)


@pytest.fixture(scope="module")
def child() -> Child:
    return Child()


async def test_a_job_gives_its_result(child: Child) -> None:
    assert await child.run(add, 2, 3, limit_seconds=60) == 5


async def test_what_a_job_tells_on_its_way_is_heard_before_its_result(child: Child) -> None:
    heard: list[str] = []
    assert await child.run(count_to, 3, limit_seconds=60, heard=heard.append) == 3
    assert heard == ["0", "1", "2"]


async def test_a_refusal_comes_with_its_details(child: Child) -> None:
    with pytest.raises(OwnerFixableError) as refusal:
        await child.run(refuse, limit_seconds=60)
    assert (refusal.value.code, refusal.value.details) == ("file_empty", {"name": "a.csv"})


async def test_a_defect_names_its_place_but_no_cell(child: Child) -> None:
    with pytest.raises(DefectError) as defect:
        await child.run(fail_over, "4111 1111", limit_seconds=60)
    assert "fail_over" in str(defect.value)
    assert "ValueError" in str(defect.value)
    assert "4111" not in str(defect.value)


async def test_the_process_stays_warm_between_jobs(child: Child) -> None:
    first = await child.run(process_id, limit_seconds=60)
    assert await child.run(process_id, limit_seconds=60) == first
    assert first != os.getpid()


async def test_a_job_keeps_no_thread_from_the_chat(child: Child) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    heard: list[str] = []
    job = asyncio.create_task(child.run(tell_and_sleep, limit_seconds=600, heard=heard.append))
    await until(lambda: heard == ["begun"], seconds=60)
    async with asyncio.timeout(60):
        assert await asyncio.to_thread(add, 1, 1) == 2
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)


async def test_a_job_over_its_limit_is_killed_and_the_next_one_runs(child: Child) -> None:
    await child.run(add, 1, 1, limit_seconds=60)
    begun = time.monotonic()
    with pytest.raises(ChildTimeoutError):
        await child.run(time.sleep, 60, limit_seconds=0.3)
    assert time.monotonic() - begun < 10
    assert await child.run(add, 2, 3, limit_seconds=60) == 5


async def test_the_death_of_the_process_is_reported_and_survived(child: Child) -> None:
    with pytest.raises(ChildDiedError):
        await child.run(die, limit_seconds=60)
    assert await child.run(add, 2, 3, limit_seconds=60) == 5
    child.stop()


def never_end() -> None:
    """With a process of its own that does not end either."""
    print("begun", flush=True)  # noqa: T201
    subprocess.run(["sleep", "600"], check=True)


PARENT = """
import asyncio
from bot.work.child import Child
from tests.bot.test_child import never_end
asyncio.run(Child().run(never_end, limit_seconds=600))
"""


def test_a_job_ends_with_a_parent_that_is_killed_and_so_does_what_it_has_started() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"begun\n"
        parent.kill()
        assert parent.communicate(timeout=60)[0] == b""  # all that could still write are gone


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.05])
async def test_a_process_that_is_stopped_while_it_is_being_started_is_not_left_behind(seconds: float) -> None:
    child, before = Child(), set(multiprocessing.active_children())
    job = asyncio.create_task(child.run(time.sleep, 60, limit_seconds=60))
    await asyncio.sleep(seconds)
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)
    await until(lambda: set(multiprocessing.active_children()) <= before)


def test_what_only_a_child_does_is_not_loaded_by_the_process_that_chats() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, bot.__main__; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "bot.work.jobs" in loaded
    assert not {"segmentation.pipeline", "segmentation.reading.reader", "scipy", "sklearn"} & set(loaded)
