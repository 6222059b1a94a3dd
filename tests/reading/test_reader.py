"""A file in any state to a dataset."""

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import duckdb
import openpyxl
import pytest

from segmentation.model.dataset import Dataset, FileFormat
from segmentation.reading.reader import read
from segmentation.reading.scan import scan_sql

HEADER = ("Order", "Customer", "Date", "Amount")
ROWS = (
    ("1", "Zoë", "2024-01-05", "12.50"),
    ("2", "Łukasz, jr.", "2024-01-06", "7.00"),
    ("3", "", "2024-02-01", "3.20"),
    ("4", "Ann", "2024-02-11", "30.00"),
)
CHINESE = ("订单编号", "客户姓名", "下单日期", "金额")
CHINESE_ROWS = tuple((str(n), "王小明", f"2024-01-{n:02}", f"{n}.50") for n in range(1, 20))


def written(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read_again(path: Path, language: str | None = None) -> Dataset:
    return read(path, path.name, workdir=path.parent / "work", language=language)


def scanned(data: Dataset) -> list[tuple[str, ...]]:
    found = duckdb.connect().sql(f"SELECT * FROM {scan_sql(data)}").fetchall()
    return [tuple(cell or "" for cell in row) for row in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_the_same_table_comes_out_of_every_delimiter_and_encoding(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    data = read_again(written(tmp_path / "a.csv", (HEADER, *ROWS), encoding, delimiter))
    assert data.columns == HEADER
    assert tuple(scanned(data)) == data.sample == ROWS
    assert (data.rows, data.first_row) == (4, 2)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-16"])
def test_chinese_is_read_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    data = read_again(written(tmp_path / "a.csv", (CHINESE, *CHINESE_ROWS), encoding))
    assert data.columns == CHINESE
    assert tuple(scanned(data)) == CHINESE_ROWS


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp932", "euc_jp"])
def test_dates_alone_tell_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"{n},2023年{n % 12 + 1:02}月05日,4.50" for n in range(100, 140)]
    path.write_bytes("\n".join(["customer,date,amount", *rows]).encode(encoding))
    data = read(path, path.name, workdir=tmp_path / "work", language="en")
    assert data.sample[0] == ("100", "2023年05月05日", "4.50")


@pytest.mark.parametrize(
    ("encoding", "language", "names"),
    [
        ("big5", "zh", "王小明 陳美玲"), ("cp932", "ja", "山田太郎 鈴木さくら"), ("euc_jp", "ja", "山田太郎"),
        ("cp949", "ko", "김철수 이영희"), ("cp874", "th", "สมชาย ใจดี"), ("cp1251", "ru", "Иванов Смирнова"),
        ("cp1252", "de", "Müller Weiß"), ("cp1252", "fr", "Éléonore François"), ("cp1256", "ar", "أحمد محمد"),
        ("cp1250", "pl", "Świątek Łukasz Żaneta"), ("iso-8859-2", "pl", "Świątek Łukasz Żaneta"),
        ("cp1254", "en", "Şahin Yıldız Gökçe"), ("cp1253", "el", "Γιώργος Μαρία"),
        ("cp1255", "he", "דוד שרה"),
        ("koi8-r", "ru", "Иванов Смирнова"), ("cp949", "en", "김철수 이영희"), ("gbk", "en", "王小明 李娜"),
        ("utf-32-le", "zh", "王小明 李娜"), ("utf-16-be", "zh", "王小明 李娜"),
        ("cp1250", "en", "Dvořák Žižkův Novotný Šťastná Němec Růžička Kučera Procházková"),
    ],
)  # fmt: skip
def test_names_survive_other_encodings(tmp_path: Path, encoding: str, language: str, names: str) -> None:
    people = names.split() * 5
    rows = [HEADER, *((str(n), name, "2024-01-05", f"{n}.00") for n, name in enumerate(people))]
    data = read_again(written(tmp_path / "a.csv", rows, encoding), language)
    assert [row[1] for row in scanned(data)] == people


def test_clean_text_stays_where_it_is(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", (HEADER, *ROWS))
    assert read_again(path).path == path
    assert not (tmp_path / "work").exists()


def test_a_packed_file_is_unpacked(tmp_path: Path) -> None:
    plain = written(tmp_path / "a.csv", (HEADER, *ROWS))
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_again(path).sample == ROWS


def test_a_name_with_wildcards_reads_no_other_file(tmp_path: Path) -> None:
    written(tmp_path / "orders1.csv", (HEADER, *ROWS, *ROWS))
    assert read_again(written(tmp_path / "orders*.csv", (HEADER, *ROWS))).rows == 4


def test_a_workbook_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, (1, "Zoë", "2024-01-05", 12.5), (2, "", "2024-01-06", 7)):
        sheet.append(row)
    book.create_sheet("Notes").append(["nothing"])
    book.save(path)
    data = read_again(path)
    assert data.format is FileFormat.XLSX
    assert data.sample == (("1", "Zoë", "2024-01-05", "12.5"), ("2", "", "2024-01-06", "7"))
    assert [issue.code for issue in data.issues] == ["other_sheets"]


def test_text_is_read_though_its_name_says_workbook(tmp_path: Path) -> None:
    assert read_again(written(tmp_path / "orders.xlsx", (HEADER, *ROWS))).sample == ROWS


def test_titles_above_and_totals_below_are_left_out_and_told(tmp_path: Path) -> None:
    rows = [["Report 2024"], [], HEADER, *ROWS, ["Exported by the till on 1 March"]]
    data = read_again(written(tmp_path / "a.csv", rows))
    assert tuple(scanned(data)) == ROWS
    assert {issue.code: issue.rows for issue in data.issues} == {"preamble": 1, "footer": 1}
    assert data.first_row == 4


@pytest.mark.parametrize(
    "totals",
    [
        ("合计", "", "", "9,747.90"),
        ("Total:", "", "2", "17.50"),
        ("", "Grand total", "", "17.50"),
        ("总计", "", "", ""),
    ],
)
def test_a_row_of_totals_is_no_row_of_the_table(tmp_path: Path, totals: tuple[str, ...]) -> None:
    data = read_again(
        written(tmp_path / "a.csv", (HEADER, *ROWS, totals, ("", "", "", ""), ("printed at noon",)))
    )
    assert tuple(scanned(data)) == ROWS
    assert [(issue.code, issue.rows) for issue in data.issues] == [("footer", 2)]


@pytest.mark.parametrize(
    "last", [("合计 Ltd", "Z", "", "1"), ("9", "Total", "2024-01-07", "3"), ("Total", "Ann", "", "1")]
)
def test_a_row_with_more_than_totals_is_kept(tmp_path: Path, last: tuple[str, ...]) -> None:
    assert scanned(read_again(written(tmp_path / "a.csv", (HEADER, *ROWS, last))))[-1][:2] == last[:2]


def test_a_row_of_the_wrong_width_is_kept_and_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [
        "a;b;c",
        *(f"{n};x{n};{n}.5" for n in range(40)),
        "41;x",
        *(f"{n};x{n};{n}.5" for n in range(42, 60)),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    data = read_again(path)
    assert data.rows == 59
    assert [(issue.code, issue.rows, issue.examples[0].row) for issue in data.issues] == [
        ("row_width", 1, 42)
    ]


def test_a_stray_quote_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["id,name,sum", *(f"{n},n{n},{n}.5" for n in range(50))]
    lines[10], lines[20] = '9,"n9,9.5', '19,n19","x"'
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_again(path).rows == 50


def test_a_long_file_is_mended_where_it_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [
        "id,name,day,sum",
        *(f'{n},"Thing, no {n}",2024-01-{n % 28 + 1:02},{n}.50' for n in range(40_000)),
    ]
    lines[30_000] = "29999,Thing, no 29999,2024-01-12,29999.50"
    lines[35_000] = '34999,"Thing, no 34999",2024-01-28'
    path.write_text("\n".join([*lines, "", "Exported on 1 March 2024"]), encoding="utf-8")
    data = read_again(path)
    found = scanned(data)
    assert [row for row in found if row[0] in {"29999", "34999"}] == [
        ("29999", "Thing, no 29999", "2024-01-12", "29999.50"),
        ("34999", "Thing, no 34999", "2024-01-28", ""),
    ]
    assert [int(row[0]) for row in found] == list(range(40_000))
    assert {issue.code: (issue.rows, issue.examples[0].row) for issue in data.issues} == {
        "footer": (1, 40_003),
        "row_repaired": (1, 30_001),
        "row_width": (1, 35_001),
    }


def test_a_line_that_announces_the_separator_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nid;sum\n1;2,5\n2;3,5\n", encoding="utf-8")
    data = read_again(path)
    assert (data.columns, scanned(data)) == (("id", "sum"), [("1", "2,5"), ("2", "3,5")])


def test_columns_get_names_where_there_are_none_or_twice_the_same(tmp_path: Path) -> None:
    rows = [("id", "", "Id", "sum"), *((str(n), "x", str(n), f"{n}.5") for n in range(9))]
    assert read_again(written(tmp_path / "a.csv", rows)).columns == ("id", "column2", "Id_2", "sum")


def test_a_table_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    rows = [(f"{n:05}", f"2024-01-{n:02}", f"{n}.5") for n in range(1, 20)]
    data = read_again(written(tmp_path / "a.csv", rows))
    assert (data.rows, data.columns, data.first_row) == (19, ("column1", "column2", "column3"), 1)
