"""What a file is, told from its first bytes; its name is never believed."""

import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from segmentation.errors import OwnerFixableError

_HEAD = 8192
_SIGNATURES = (
    (b"%PDF", "file_is_pdf"),
    (b"{\\rtf", "file_is_word"),
    (b"\x89PNG", "file_is_picture"),
    (b"\xff\xd8\xff", "file_is_picture"),
    (b"GIF8", "file_is_picture"),
    (b"II*\x00", "file_is_picture"),
    (b"MM\x00*", "file_is_picture"),
    (b"Rar!", "file_is_archive"),
    (b"7z\xbc\xaf\x27\x1c", "file_is_archive"),
    (b"BZh", "file_is_archive"),
    (b"\xfd7zXZ", "file_is_archive"),
    (b"\x28\xb5\x2f\xfd", "file_is_archive"),
    (b"SQLite format 3", "file_not_a_table"),
)
_PAGE = (b"<!doctype html", b"<html", b"<table", b"<style", b"<meta", b"<head")
"""How web pages begin, which shop systems export under the name of a workbook."""
_EXCEL_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_MARKUP = (b"<?xml", b'{"', b"{\n", b"{\r\n", b"[{", b"[\n", b"[\r\n")
"""How XML and JSON begin."""
_CONTROL = frozenset(range(32)) - {0, 1, 9, 10, 13, 26, 27, 28, 29, 30, 31}
"""But for white space, the end of a text under DOS, separators of old systems, and NUL."""
_MOST_CONTROL = 0.01
"""Share of control characters above which bytes are no text (NUL is counted apart: UTF-16 is full of it)."""

DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error
)  # fmt: skip
"""All that zipfile raises for an archive that is none, is cut off, has a password or an unknown packing."""


class FileKind(StrEnum):
    TEXT = "text"
    GZIP = "gzip"
    SPREADSHEET = "spreadsheet"
    MARKUP = "markup"
    """A web page or Excel's XML of 2003."""


def file_kind(path: Path) -> FileKind:
    """Text, gzip, a workbook or a page. Refuses the rest by what it is, and an empty file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\x00 \t\r\n\x1a"):
        raise OwnerFixableError("file_empty")
    if head.startswith(b"\x1f\x8b"):
        return FileKind.GZIP
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_PAGE) or _EXCEL_XML in start:
        return FileKind.MARKUP
    _refuse(head)
    return FileKind.TEXT


def _zipped(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            stored = _beginning(archive, "mimetype") if "mimetype" in names else b""
    except DAMAGED_ARCHIVE:
        raise OwnerFixableError("spreadsheet_damaged") from None
    if any(name.startswith("xl/") for name in names) or b"spreadsheet" in stored:
        return FileKind.SPREADSHEET
    if any(name.startswith("word/") for name in names) or b"opendocument.text" in stored:
        raise OwnerFixableError("file_is_word")
    raise OwnerFixableError("file_is_archive")


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    """No more than counts: the whole may be a gigabyte of nothing."""
    with archive.open(name) as entry:
        return entry.read(100)


def _compound(path: Path) -> FileKind:
    """The container of old Office files; the names of its parts stand in it in UTF-16."""
    with path.open("rb") as file:
        start = file.read(1 << 20)
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        directory = start + file.read()
    if "EncryptedPackage".encode("utf-16-le") in directory:
        raise OwnerFixableError("spreadsheet_encrypted")
    if "WordDocument".encode("utf-16-le") in directory:
        raise OwnerFixableError("file_is_word")
    if any(part.encode("utf-16-le") in directory for part in ("Workbook", "Book")):
        return FileKind.SPREADSHEET
    raise OwnerFixableError("file_not_a_table")


def _refuse(head: bytes) -> None:
    for signature, code in _SIGNATURES:
        if head.startswith(signature):
            raise OwnerFixableError(code)
    if _is_picture(head):
        raise OwnerFixableError("file_is_picture")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP) or _is_junk(head):
        raise OwnerFixableError("file_not_a_table")


def _is_picture(head: bytes) -> bool:
    """Formats whose signature does not stand at the very start, or could start a text."""
    riff = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    heif = head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"mif1", b"avif", b"msf1"}
    bitmap = head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00"
    return riff or heif or bitmap


def _is_junk(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    if head.count(0) > len(head) / 4:  # wide characters without a mark: their halves are no controls
        return False
    control = sum(byte in _CONTROL for byte in head)
    return control > _MOST_CONTROL * len(head) + 1
