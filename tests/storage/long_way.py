"""`python -m tests.storage.long_way PLACE MEGABYTES FILE`: there and back.

Prints the most memory it had in use before and after, in kilobytes.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from storage.blobs import MEGABYTE, Blobs
from storage.keys.data_key import DataKey

NAME = "1/uploads/long"


async def go(place: str, megabytes: int, copy: Path) -> None:
    blobs = Blobs(place, lambda _: DataKey("1", bytes(32)))
    await blobs.try_out()
    print(highest())  # noqa: T201
    await blobs.put_stream(NAME, pieces(megabytes), megabytes * MEGABYTE)
    await blobs.copy_to(NAME, copy)
    print(highest())  # noqa: T201


async def pieces(megabytes: int) -> AsyncIterator[bytes]:
    for number in range(megabytes):
        yield bytes([number % 256]) * MEGABYTE


def highest() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    asyncio.run(go(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
