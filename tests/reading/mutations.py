"""Uploads that nobody meant to send: good files damaged at random, and bombs."""

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.reading.workbooks import OLD_WORKBOOK, Row, ods, xlsx

ROWS: list[Row] = [
    ("customer id", "order date", "amount", "note"),
    *((n % 40 + 100, date(2024, n % 12 + 1, n % 28 + 1), n + 0.5, f'a "note" of {n}') for n in range(80)),
]
_TELLING = (
    b'"',
    b"\n",
    b"\r",
    b"\x00",
    b";",
    b",",
    b"\xff",
    b"\\",
    b"\t" * 50,
    b"'",
    b"\xef\xbb\xbf",
    b"\x1a",
)
_MILLION = 1_000_000


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


def bombs() -> Iterator[Upload]:
    """What is small and asks for a lot."""
    return (Upload(name, make()) for name, make in BOMBS.items())


def mutations(count: int, seed: int) -> Iterator[Upload]:
    """As many good files damaged at random, the same for the same seed."""
    chance = random.Random(seed)
    seeds = list(_seeds().items())
    for number in range(count):
        name, content = chance.choice(seeds)
        inside = name.endswith((".xlsx", ".ods")) and chance.random() < 0.7
        damaged = repacked(content, chance) if inside else mutated(content, chance)
        yield Upload(f"{number} {name}", damaged)


@cache
def _seeds() -> dict[str, bytes]:
    text = "\n".join(";".join(map(_quoted, row)) for row in ROWS)
    plain = "\r\n".join(",".join(str(cell).replace('"', "") for cell in row) for row in ROWS)
    chinese = plain.replace("customer id", "客户编号").replace("note", "备注")
    return {
        "a.csv": text.encode(),
        "b.csv": plain.encode("utf-16"),
        "c.csv": chinese.encode("gb18030"),
        "d.csv": plain.replace("note", "Größe").encode("cp1252"),
        "e.tsv": plain.replace(",", "\t").encode(),
        "f.csv.gz": gzip.compress(text.encode(), mtime=0),
        "g.xlsx": _saved(xlsx, "g.xlsx"),
        "h.ods": _saved(ods, "h.ods"),
        "i.xls": OLD_WORKBOOK.read_bytes(),
        "j.xls": _page().encode(),
    }


def _page() -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    return f"<html><body><table border=1>{rows}</table></body></html>"


def _quoted(cell: object) -> str:
    text = str(cell)
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if '"' in text else text


def _saved(write: Callable[..., Path], name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return write(
            Path(folder) / name, {"Notes": [("made", "by"), ("a", "till")], "Orders": ROWS}
        ).read_bytes()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Flipped, cut, doubled, interspersed with bytes that mean something."""
    text = bytearray(content)
    for _ in range(chance.choice((1, 3, 20, 200))):
        at = chance.randrange(len(text))
        match chance.randrange(6):
            case 0:
                text[at] = chance.randrange(256)
            case 1:
                text[at:at] = chance.choice(_TELLING)
            case 2:
                del text[at : at + chance.randrange(1, 40)]
            case 3:
                text[at:at] = text[at : at + chance.randrange(1, 200)]
            case 4:
                text[at] ^= 1 << chance.randrange(8)
            case _:
                text[at : at + 2] = chance.randbytes(2)
        text = text or bytearray(b"x")
    return bytes(text[: chance.randrange(1, len(text) + 1)] if chance.random() < 0.2 else text)


def repacked(content: bytes, chance: random.Random) -> bytes:
    """A workbook one of whose parts is damaged before it is packed, so that its check sum is right."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        hit = chance.choice([name for name in archive.namelist() if name.endswith(".xml")])
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in archive.namelist():
                part = archive.read(name)
                copy.writestr(name, mutated(part, chance) if name == hit else part)
    return target.getvalue()


def _packed(*parts: bytes) -> bytes:
    """Gzip of the parts, however long they are."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(part) for part in parts), packer.flush()])


def _workbook(sheet: str, *more: tuple[str, Iterator[bytes]]) -> bytes:
    """An Excel workbook whose only sheet holds the XML given; `more` are parts in its place."""
    target, packed = io.BytesIO(), _seeds()["g.xlsx"]
    own = {name for name, _ in more}
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in archive.namelist():
            if name == "xl/worksheets/sheet2.xml":
                copy.writestr(name, f"{_SHEET}<sheetData>{sheet}</sheetData></worksheet>")
            elif name not in own:
                copy.writestr(name, archive.read(name))
        for name, content in more:
            with copy.open(name, "w") as part:
                for piece in content:
                    part.write(piece)
    return target.getvalue()


_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def _cell(place: str) -> str:
    row = "".join(filter(str.isdigit, place))
    return f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>x</t></is></c></row>'


def _long_cell(megabytes: int) -> Iterator[bytes]:
    yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1"><si><t>'
    yield from (b"x" * (1 << 20) for _ in range(megabytes))
    yield b"</t></si></sst>"


def _repeated_cells() -> bytes:
    content = _seeds()["h.ods"]
    target = io.BytesIO()
    many = b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            wide = many + b'table:number-columns-repeated="16384" '
            copy.writestr(name, archive.read(name).replace(b"<table:table-row><table:table-cell ", wide))
    return target.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "two cells far apart.xlsx": lambda: _workbook(_cell("A1") + _cell("XFD1048576")),
    "two cells, many rows.xlsx": lambda: _workbook(_cell("A1") + _cell("BZ1048576")),
    "the last column in every row.xlsx": lambda: _workbook(
        "".join(_cell(f"XFD{n}") for n in range(1, 100_000))
    ),
    "a long text.xlsx": lambda: _workbook(_cell("A1"), ("xl/sharedStrings.xml", _long_cell(300))),
    "repeated.ods": _repeated_cells,
    "zeros.gz": lambda: _packed(*[bytes(1 << 20)] * 1_100),
    "a long line.gz": lambda: _packed(b"a,b\n", *[b"x" * (1 << 20)] * 300, b",1\n"),
    "packed twice.gz": lambda: _packed(_packed(*[bytes(1 << 20)] * 300)),
    "columns.csv": lambda: (
        b",".join(b"c%d" % n for n in range(_MILLION)) + b"\n" + b"1," * (_MILLION - 1) + b"1\n"
    ),
    "separators.csv": lambda: b"," * 5 * _MILLION,
    "quotes.csv": lambda: b"a,b\n" + b'"' * _MILLION,
    "open quotes.csv": lambda: b"a,b,c\n" + b'1,"x,2\n' * 50_000,
    "a long cell.csv": lambda: b"a,b\n1," + b"x" * 20 * _MILLION + b"\n2,3\n",
    "words.csv": lambda: b"a b c\n" * _MILLION,
    "numbers.csv": lambda: b"1\n" * _MILLION,
    "returns.csv": lambda: b"a,b\r1,2\r" * 50_000 + b"a,b\n1,2\n" * 50_000,
    "widths.csv": lambda: b"\n".join(b"1," * (n % 50) + b"1" for n in range(25_000)),
    "formulas.csv": lambda: b"=HYPERLINK(1),@b\n" + b"=1+1,-2\n" * 50,
    "templates.csv": lambda: b"{{ 7*7 }},<script>,#eval\n" + b"1,2,3\n" * 9,
    "tables.xls": lambda: b"<table><tr><td>" * 2 * _MILLION,
    "broken tags.xls": lambda: b"<html>" + b"<td <td" * 3 * _MILLION,
    "wide cells.xls": lambda: b"<table>" + b"<tr><td colspan=2000>x" * _MILLION,
    "nothing.csv": lambda: b"",
    "marks.csv": lambda: b"\xff\xfe" + b"\x00" * 1000,
    "odd.csv": lambda: b"\xff\xfea",
    "one byte.csv": lambda: b"x",
}
