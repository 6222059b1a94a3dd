"""Several processes and large files: what only shows with the product as its own process."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.web.test_whole import Installation

ORDERS = b"customer,date,amount\n" + b"".join(
    b"C%d,2026-03-%02d,%d.50\n" % (number % 7, number % 28 + 1, number) for number in range(200)
)
CHUNK = b"C1,2026-03-01,10.50\n" * 3000
LARGE_BYTES = 199 * 2**20
FLAT_KILOBYTES = 100_000
"""The store sends on pieces of 5 MB, up to a dozen at a time; the file itself is twice this."""


@pytest.fixture(
    params=[
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("sqlite", marks=pytest.mark.slow),
    ]
)
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two processes on one database, which begin together with nothing there."""
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""
    both = Installation(tmp_path / "data", url), Installation(tmp_path / "data", url)
    with ThreadPoolExecutor() as at_once:
        tuple(at_once.map(Installation.start, both))
    yield both
    for each in both:
        each.stop()


async def test_two_processes_are_one_chat(two: tuple[Installation, Installation]) -> None:
    """What one is told the stream of the other tells, long before its heartbeat would look by itself."""
    first, second = two
    async with httpx.AsyncClient(timeout=60) as visitor:
        await visitor.get(first.url)
        async with asyncio.timeout(120), visitor.stream("GET", f"{first.url}/api/stream?after=0") as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            await post(visitor, second, "event-0001", tap="express", label="Short")
            await until(lines, "questions.offer.ask")
            await post(visitor, first, "event-0002", text="my candles")
            await until(lines, "questions.age.ask")
            await post(visitor, second, "event-0002", text="my candles")  # the answer of the first was lost
            await post(visitor, second, "event-0003", tap="a:age:25_34", label="25-34")
            await until(lines, "questions.sex.ask")
            about = {"Origin": second.url, "X-Event-Id": "event-0004", "X-File-Name": "orders.csv"}
            await visitor.post(f"{second.url}/api/files", content=ORDERS, headers=about)
            await until(lines, "orders.csv")
        histories = [(await visitor.get(f"{each.url}/api/history")).json()["entries"] for each in two]
    assert histories[0] == histories[1]
    assert [each["id"] for each in histories[0] if each["from"] == "owner"] == [
        f"event-000{number}" for number in (1, 2, 3, 4)
    ]


async def post(visitor: httpx.AsyncClient, there: Installation, event_id: str, **said: str) -> None:
    posted = await visitor.post(
        f"{there.url}/api/messages", json={"id": event_id, **said}, headers={"Origin": there.url}
    )
    assert posted.status_code == 202


async def until(lines: AsyncIterator[str], part: str) -> None:
    async for line in lines:
        if part in line:
            return


@pytest.mark.slow
async def test_two_hundred_megabytes_stream_to_disk_in_flat_memory(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    installation.start()
    async with httpx.AsyncClient(base_url=installation.url, timeout=120) as visitor:
        await visitor.get("/")
        await post(visitor, installation, "event-0001", text="hello")
        before = peak_kilobytes(installation.pid)
        about = {"Origin": installation.url, "X-Event-Id": "event-file", "X-File-Name": "orders.csv"}
        sent = await visitor.post("/api/files", content=large(), headers=about)
        grown = peak_kilobytes(installation.pid) - before
    installation.stop()
    assert sent.json()["new"]
    (kept,) = (path for path in (tmp_path / "data" / "blobs").rglob("*") if path.is_file())
    assert kept.stat().st_size > LARGE_BYTES - len(CHUNK)
    assert grown < FLAT_KILOBYTES


async def large() -> AsyncIterator[bytes]:
    yield b"customer,date,amount\n"
    for _ in range(LARGE_BYTES // len(CHUNK)):
        yield CHUNK


def peak_kilobytes(pid: int) -> int:
    """The most memory the process has ever had in use."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1])
