"""Small real PNG files, and what Telegram asks of a picture."""

import struct
import zlib

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(width: int = 8, height: int = 8) -> bytes:
    """A white picture of that size."""
    row = b"\x00" + b"\xff" * width
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(row * height)
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def size_of(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG; None for anything else."""
    if not picture.startswith(_SIGNATURE) or picture[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
