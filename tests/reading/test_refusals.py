"""What is no table, or too much of one: refused by what it is."""

import gzip
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from segmentation.errors import OwnerFixableError
from segmentation.reading.reader import read


def refusal(path: Path) -> str:
    with pytest.raises(OwnerFixableError) as caught:
        read(path, path.name, workdir=path.parent / "work")
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n\r\n", "file_empty"),
        (b"name\nann\nbob\n", "file_one_column"),
        (b"email\n" + b"".join(b"a%d@x.org\n" % n for n in range(30)), "file_one_column"),
        (b"id,sum\n", "no_rows"),
        (b"%PDF-1.7\n...", "file_is_pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(1000), "file_is_picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(1000), "file_is_picture"),
        (b"Rar!\x1a\x07\x00", "file_is_archive"),
        (b"7z\xbc\xaf\x27\x1c\x00", "file_is_archive"),
        (b"PK\x03\x04 cut off", "spreadsheet_damaged"),
        (b"\x1f\x8b\x08 cut off", "file_damaged"),
        (gzip.compress(gzip.compress(b"a,b\n1,2\n", mtime=0), mtime=0), "file_is_archive"),
        (b"<!DOCTYPE html><html><table>", "file_not_a_table"),
        (b"<html><body>Please sign in</body></html>", "file_not_a_table"),
        (b"<table><tr>" + b"<td>x</td>" * 2_001, "too_many_columns"),
        (b"<table>" + b"<tr><td colspan=2000>x" * 3_000, "file_too_large"),
        (b'[{"id": 1, "sum": 2}]', "file_not_a_table"),
        (random.Random(1).randbytes(20_000), "file_not_a_table"),
        (b",".join(b"c%d" % n for n in range(100_000)) + b"\n", "too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    assert refusal(path) == code


@pytest.mark.parametrize(
    ("entry", "code"), [("word/document.xml", "file_is_word"), ("orders.csv", "file_is_archive")]
)
def test_a_zip_is_refused_by_what_is_in_it(tmp_path: Path, entry: str, code: str) -> None:
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "a,b\n1,2\n")
    assert refusal(path) == code


@pytest.mark.parametrize(
    ("cells", "code"), [(("A1", "BXX1048576"), "spreadsheet_too_big"), (("A1", "XFD1"), "too_many_columns")]
)
def test_a_small_workbook_with_cells_far_away_is_refused(
    tmp_path: Path, cells: tuple[str, ...], code: str
) -> None:
    path = tmp_path / "bomb.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cell in cells:
        sheet[cell] = "x"
    book.save(path)
    assert refusal(path) == code


def test_a_workbook_that_says_it_inflates_too_much_is_refused_before_parsing(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", "x" * 1000)
    directory = path.read_bytes()
    entry = directory.rindex(b"PK\x01\x02")
    path.write_bytes(directory[: entry + 24] + b"\xf0\xff\xff\xf0" + directory[entry + 28 :])
    assert refusal(path) == "spreadsheet_too_big"


def test_an_encrypted_workbook_is_refused_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    assert refusal(path) == "spreadsheet_encrypted"
