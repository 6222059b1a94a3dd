"""Bytes outside the database: uploads, tables and pictures, each under its owner's folder and key."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import SupportsBytes
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError

from segmentation.errors import OwnerFixableError, is_no_space
from storage.errors import StorageUnavailableError
from storage.keys.data_key import DataKey
from storage.keys.keyring import EVERYBODY
from storage.keys.streams import opened, sealed, size_opened
from storage.places import PARTS_AT_ONCE, store_at, told

MEGABYTE = 2**20
PROBES = f"{EVERYBODY}/probes"


class Blobs:
    """A store of named byte strings, sealed. Names are `<owner id>/<kind>/<id>`.

    What lies in a folder of another name belongs to everybody.
    """

    def __init__(self, place: Path | str, key_of: Callable[[str], DataKey]) -> None:
        """`place` is a folder, or s3://bucket/folder; what is wrong with that is raised as `store_at` says.

        `key_of` gives the key of an owner or of EVERYBODY; it may take its time.
        """
        self._key_of = key_of
        self._place = place
        self._store = store_at(place)

    async def put_stream(self, name: str, chunks: AsyncIterator[bytes], limit: int) -> int:
        """Keep what `chunks` yields and return its size in bytes.

        Raises OwnerFixableError: file_too_large above `limit` bytes, file_empty for nothing at all,
        no_space on a full disk; nothing is kept then.
        """
        counter = _Counter(chunks, limit)
        whole = sealed(counter, await self._key(name), name)
        try:
            await obstore.put_async(self._store, name, whole, max_concurrency=PARTS_AT_ONCE)
        except BaseError as error:
            if is_no_space(error):
                raise OwnerFixableError("no_space") from None
            raise
        if counter.size == 0:
            await self.remove(name)
            raise OwnerFixableError("file_empty")
        return counter.size

    async def put(self, name: str, content: bytes) -> None:
        """In one request, up to 5 MB of it. Raises StorageUnavailableError on a full disk."""
        pieces = [piece async for piece in sealed(_whole(content), await self._key(name), name)]
        try:
            await obstore.put_async(self._store, name, b"".join(pieces))
        except BaseError as error:
            if is_no_space(error):
                raise StorageUnavailableError("no_space") from error
            raise

    async def get(self, name: str) -> bytes | None:
        """The bytes, or None when there is no such blob."""
        try:
            found = await obstore.get_async(self._store, name)
        except (FileNotFoundError, ValueError):  # the latter: no blob can have such a name
            return None
        pieces = opened(_bytes(found.stream()), await self._key(name), name)
        return b"".join([piece async for piece in pieces])

    async def size(self, name: str) -> int | None:
        """Bytes, or None when there is no such blob."""
        try:
            return size_opened((await obstore.head_async(self._store, name))["size"])
        except FileNotFoundError:
            return None

    async def copy_to(self, name: str, path: Path) -> None:
        """Write the blob to a file, piece by piece. Raises FileNotFoundError."""
        found = await obstore.get_async(self._store, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            async for piece in opened(_bytes(found.stream()), await self._key(name), name):
                file.write(piece)

    async def remove(self, name: str) -> None:
        """Delete the blob, if there is one, or what there is of it."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, name)
        await asyncio.to_thread(self._remove_remains, name)

    async def names(self, folder: str) -> tuple[str, ...]:
        """Of all blobs under `folder`."""
        pages = obstore.list(self._store, prefix=folder)
        return tuple(sorted([entry["path"] async for page in pages for entry in page]))

    async def remove_all(self, folder: str) -> None:
        """Delete every blob under `folder`."""
        names = await self.names(folder)
        if names:
            await obstore.delete_async(self._store, names)
        await asyncio.to_thread(self._remove_remains, f"{folder}**/")

    async def look(self) -> None:
        """Whether the store answers. Raises OwnerFixableError: store_denied, no_bucket, store_away."""
        with told(self._place):
            await self.names(PROBES)

    async def try_out(self) -> None:
        """Something is put there, read, found and removed. Raises as `look` does."""
        name, content = f"{PROBES}/{uuid4().hex}", b"probe"
        with told(self._place):
            await self.put(name, content)
            is_there = await self.get(name) == content and name in await self.names(PROBES)
            await self.remove(name)
            if not is_there:
                raise OSError

    def _remove_remains(self, name: str) -> None:
        """What a process that died was writing into a folder; a bucket shows nothing of that to anybody."""
        if isinstance(self._place, Path):
            for left in self._place.glob(f"{name}*#*"):
                left.unlink(missing_ok=True)

    async def _key(self, name: str) -> DataKey:
        folder = name.partition("/")[0]
        holder = folder if folder.isdecimal() else EVERYBODY
        return await asyncio.to_thread(self._key_of, holder)


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _bytes(pieces: AsyncIterable[SupportsBytes]) -> AsyncIterator[bytes]:
    """The store's own kind of bytes as Python's."""
    async for piece in pieces:
        yield bytes(piece)


class _Counter:
    """Passes chunks on, counting, and stops with a refusal at the limit."""

    def __init__(self, chunks: AsyncIterator[bytes], limit: int) -> None:
        self._chunks = chunks
        self._limit = limit
        self.size = 0

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        chunk = await anext(self._chunks)
        self.size += len(chunk)
        if self.size > self._limit:
            raise OwnerFixableError("file_too_large", {"limit_mb": self._limit // MEGABYTE})
        return chunk
