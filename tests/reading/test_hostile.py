"""Uploads that nobody meant to be read: every one is read or refused, and none kills or holds us."""

import random
import time
from pathlib import Path

import duckdb
import openpyxl
import pytest

from segmentation.errors import OwnerFixableError
from segmentation.reading import reader
from segmentation.reading.limits import MAX_MEMORY_MB, limited
from segmentation.reading.reader import read
from segmentation.reading.scan import scan_sql
from segmentation.roles.assign import understand

LONGEST_SECONDS = 10
CSV = "\n".join(
    ["customer id;order date;amount;note"]
    + [f'{n % 40 + 100};2024-01-{n % 28 + 1:02};{n},50;"a ""note"" of {n}"' for n in range(300)]
).encode()


def workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("customer id", "order date", "amount"))
    for number in range(60):
        sheet.append((number % 9 + 100, f"2024-01-{number % 28 + 1:02}", number + 0.5))
    book.save(folder / "book.xlsx")
    return (folder / "book.xlsx").read_bytes()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Flipped, cut, doubled, interspersed with bytes that mean something."""
    text = bytearray(content)
    for _ in range(chance.choice((1, 3, 20, 200))):
        at = chance.randrange(len(text))
        match chance.randrange(5):
            case 0:
                text[at] = chance.randrange(256)
            case 1:
                text[at:at] = chance.choice(
                    (b'"', b"\n", b"\r", b"\x00", b";", b",", b"\xff", b"\\", b"\t" * 50)
                )
            case 2:
                del text[at : at + chance.randrange(1, 40)]
            case 3:
                text[at:at] = text[at : at + chance.randrange(1, 200)]
            case _:
                text[at : at + 2] = chance.randbytes(2)
    return bytes(text[: chance.randrange(1, len(text) + 1)] if chance.random() < 0.2 else text) or b"x"


def survived(path: Path) -> None:
    """Read and understood, or refused, in time; what was read can be scanned to the last row."""
    began = time.process_time()
    try:
        data = read(path, path.name, workdir=path.parent / "work")
        with duckdb.connect() as connection:
            [(rows,)] = connection.execute(f"SELECT count(*) FROM {scan_sql(data)}").fetchall()
        assert rows == data.rows
        understand(data, {})
    except OwnerFixableError:
        pass
    assert time.process_time() - began < LONGEST_SECONDS


@pytest.mark.parametrize("seed", range(60))
def test_damaged_text_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(mutated(CSV, random.Random(seed)))
    survived(path)


@pytest.mark.parametrize("seed", range(15))
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(mutated(workbook(tmp_path), random.Random(seed)))
    survived(path)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n" + b'"' * 100_000,
        b"a,b\n" + b"x" * 3_000_000 + b",1\n",
        b'a,b\n1,"' + b"x,y\n" * 50_000,
        b"a,b\n" + b"1,2\r" * 10_000 + b"3,4\n" * 10_000,
        b"=HYPERLINK(1),b\n" + b"=1+1,2\n" * 50,
        b"{{ 7*7 }},<script>,#eval\n1,2,3\n",
        b"\x00" * 50 + b"a,b\n1,2\n",
        b"," * 3000 + b"\n" + b"1," * 3000,
        b"a b c\n" * 30_000,
        b"1\n" * 50_000,
    ],
)
def test_what_breaks_others_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    survived(path)


def test_damaged_text_beyond_the_limit_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "damaged.csv"
    damaged.write_bytes(CSV + b'\n1;2024-01-01\n"open;;;\n' * 3)
    assert read(damaged, "damaged.csv", workdir=tmp_path / "work").rows
    monkeypatch.setattr(reader, "MAX_DAMAGED_MB", 0)
    with pytest.raises(OwnerFixableError, match="file_too_damaged") as refusal:
        read(damaged, "damaged.csv", workdir=tmp_path / "work")
    assert refusal.value.details == {"limit_mb": 0}


@pytest.mark.parametrize("error", [MemoryError, duckdb.OutOfMemoryException])
def test_a_file_for_which_memory_does_not_suffice_is_refused_with_the_limit(error: type[Exception]) -> None:
    with pytest.raises(OwnerFixableError, match="reading_out_of_memory") as refusal, limited():
        raise error
    assert refusal.value.details == {"limit_mb": MAX_MEMORY_MB}
