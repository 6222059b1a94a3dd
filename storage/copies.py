"""A copy of everything kept, as it is kept: sealed."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import obstore
from sqlalchemy import make_url

from segmentation.errors import OwnerFixableError
from storage.places import PARTS_AT_ONCE, store_at, told

DATABASE, BLOBS = "personabot.db", "blobs"


def copy_database(url: str, folder: Path) -> bool:
    """The tables as of one moment, while others read and write; False where they are not in a file."""
    file = _file(url)
    if file is not None:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(folder / DATABASE)) as copy:
            source.backup(copy)
    return file is not None


def put_database_back(folder: Path, url: str) -> None:
    """Raises OwnerFixableError("database_there") where one is already."""
    file = _file(url)
    if file is None or not (folder / DATABASE).exists():
        return
    if file.exists():
        raise OwnerFixableError("database_there", {"file": str(file)})
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / DATABASE)) as copy, closing(sqlite3.connect(file)) as target:
        copy.backup(target)


async def copy_blobs(source: Path | str, target: Path | str) -> int:
    """All of them; return how many. What is deleted meanwhile is left out. Raises as `store_at` does."""
    origin, copies, count = store_at(source), store_at(target), 0
    with told(source):
        async for page in obstore.list(origin):
            for entry in page:
                with suppress(FileNotFoundError):
                    found = await obstore.get_async(origin, entry["path"])
                    pieces = (bytes(piece) async for piece in found.stream())
                    await obstore.put_async(copies, entry["path"], pieces, max_concurrency=PARTS_AT_ONCE)
                    count += 1
    return count


def _file(url: str) -> Path | None:
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}
    return Path(str(address.database)) if is_file else None
