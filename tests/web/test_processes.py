"""Several processes and large files: what only shows with the product as its own process."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.test_whole import Installation

CHUNK = b"C1,2026-03-01,10.50\n" * 3000
LARGE_BYTES = 199 * 2**20
FLAT_KILOBYTES = 100_000
"""The store sends on pieces of 5 MB, up to a dozen at a time; the file itself is twice this."""


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    """Two processes on one database."""
    first, second = Installation(tmp_path / "data"), Installation(tmp_path / "data")
    first.start()
    second.start()
    yield first, second
    first.stop()
    second.stop()


async def test_a_stream_of_one_process_tells_what_another_was_told(
    two: tuple[Installation, Installation],
) -> None:
    """Long before its heartbeat would look by itself."""
    first, second = two
    async with httpx.AsyncClient(timeout=30) as visitor:
        await visitor.get(first.url)
        async with asyncio.timeout(12), visitor.stream("GET", f"{first.url}/api/stream?after=0") as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            await post(visitor, second, "my candles")
            heard = await until(lines, "chat.hint")
    assert any("my candles" in line for line in heard)


async def post(visitor: httpx.AsyncClient, there: Installation, text: str) -> None:
    posted = await visitor.post(
        f"{there.url}/api/messages",
        json={"id": "event-0001", "text": text},
        headers={"Origin": there.url},
    )
    assert posted.status_code == 202


async def until(lines: AsyncIterator[str], part: str) -> list[str]:
    heard = []
    async for line in lines:
        heard.append(line)
        if part in line:
            break
    return heard


@pytest.mark.slow
async def test_two_hundred_megabytes_stream_to_disk_in_flat_memory(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    installation.start()
    async with httpx.AsyncClient(base_url=installation.url, timeout=120) as visitor:
        await visitor.get("/")
        await post(visitor, installation, "hello")
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
