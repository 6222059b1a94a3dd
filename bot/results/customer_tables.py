"""The customers of an analysis in the blob store: what lists, and later analyses, are made of."""

import asyncio
from pathlib import Path

from storage.blobs import Blobs

_NAME = "customers-2.parquet"
"""An earlier form did not tell who refused advertising, and is not used any more."""


async def keep(blobs: Blobs, folder: str, table: Path) -> None:
    """Among the blobs of the analysis; one without customers has no such file."""
    if await asyncio.to_thread(table.exists):
        await blobs.put(f"{folder}/{_NAME}", await asyncio.to_thread(table.read_bytes))


async def fetch(blobs: Blobs, folder: str, path: Path) -> bool:
    """Put what was kept into a file; False when there is none."""
    try:
        await blobs.copy_to(f"{folder}/{_NAME}", path)
    except FileNotFoundError:
        return False
    return True
