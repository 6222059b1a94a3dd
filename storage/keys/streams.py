"""Sealed blobs: pieces of a megabyte, each sealed for its place in the blob, under a key of the blob's own.

    "PB01"  nonce and wrapped key (60 bytes)  piece  piece ... last piece

A piece is AES-256-GCM with its number and whether it is the last as the nonce, so pieces can be neither
swapped nor left out; the key serves one blob only, so no nonce comes twice.
"""

import os
from collections.abc import AsyncIterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.keys.data_key import NONCE_BYTES, TAG_BYTES, DataKey, TamperedError
from storage.keys.masters import KEY_BYTES

MARK = b"PB01"
PIECE_BYTES = 2**20
_WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
_HEAD_BYTES = len(MARK) + _WRAPPED_BYTES
_SEALED_BYTES = PIECE_BYTES + TAG_BYTES


async def sealed(chunks: AsyncIterator[bytes], key: DataKey, name: str) -> AsyncIterator[bytes]:
    """The blob `name`, as it is stored."""
    own = os.urandom(KEY_BYTES)
    yield MARK + key.seal_bytes(name, own)
    cipher, number = AESGCM(own), 0
    async for piece, is_last in _pieces(chunks, PIECE_BYTES):
        yield cipher.encrypt(_nonce(number, is_last=is_last), piece, None)
        number += 1


async def opened(chunks: AsyncIterator[bytes], key: DataKey, name: str) -> AsyncIterator[bytes]:
    """What was stored as `name`, piece by piece. Raises TamperedError."""
    cipher, number = None, 0
    async for piece, is_last in _pieces(chunks, _SEALED_BYTES, _HEAD_BYTES):
        if cipher is None:
            cipher = _own_cipher(piece, key, name)
            continue
        try:
            yield cipher.decrypt(_nonce(number, is_last=is_last), piece, None)
        except InvalidTag:
            raise TamperedError(name) from None
        number += 1
    if not number:
        raise TamperedError(name)


def size_opened(size: int) -> int:
    """Bytes of a blob that takes `size` as it is stored."""
    body = size - _HEAD_BYTES
    return body - TAG_BYTES * -(-body // _SEALED_BYTES)


def _own_cipher(head: bytes, key: DataKey, name: str) -> AESGCM:
    if not head.startswith(MARK):
        raise TamperedError(name)
    return AESGCM(key.open_bytes(name, head[len(MARK) :]))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return (2 * number + is_last).to_bytes(NONCE_BYTES, "big")


async def _pieces(
    chunks: AsyncIterator[bytes], size: int, first: int | None = None
) -> AsyncIterator[tuple[bytes, bool]]:
    """The same bytes in pieces of `size`, and whether each is the last; the first may have another size."""
    kept, length = bytearray(), first or size
    async for chunk in chunks:
        kept += chunk
        while len(kept) > length:  # not >=: only what comes tells that there is more
            yield bytes(kept[:length]), False
            del kept[:length]
            length = size
    yield bytes(kept), True
