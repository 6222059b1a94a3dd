"""Workbooks: formats, sheets, merged cells, values as their owner sees them."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from segmentation.model.choices import TOGETHER, ChoiceKind, OpenChoice, SheetRead
from segmentation.model.dataset import Dataset
from segmentation.reading.reader import read
from tests.reading.workbooks import OLD_WORKBOOK, Row, ods, xlsx

ORDERS: list[Row] = [
    ("Order", "Customer", "Date", "Amount"),
    *((1000 + n, f"c{n % 7}", date(2024, 1, n), n + 0.5) for n in range(1, 29)),
]
GOODS: list[Row] = [("SKU", "Name", "Price"), *((f"S{n}", f"Tea no {n}", n) for n in range(300))]
NOTES: list[Row] = [("Made by the till",), ("on a Monday",)]
FIRST = ("1001", "c1", "2024-01-01", "1.5")


def read_again(path: Path, sheet: str | None = None) -> Dataset:
    return read(path, path.name, workdir=path.parent / "work", sheet=sheet)


def choice(data: Dataset) -> OpenChoice:
    [found] = data.choices
    assert found.kind is ChoiceKind.SHEET
    return found


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.xlsm", "orders.ods"])
def test_purchases_are_found_among_sheets(tmp_path: Path, name: str) -> None:
    write = ods if name.endswith("ods") else xlsx
    data = read_again(write(tmp_path / name, {"Notes": NOTES, "Goods": GOODS, "Orders": ORDERS}))
    assert (data.sheet, data.rows, data.sample[0]) == ("Orders", 28, FIRST)


def test_the_format_of_1997_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.xls"
    path.write_bytes(OLD_WORKBOOK.read_bytes())
    data = read_again(path)
    assert (data.sheet, data.rows) == ("Orders", 30)
    assert data.sample[:2] == (
        ("1001", "Zoë", "2024-01-01", "1.5"),
        ("1002", "王小明", "2024-01-02", "2.5"),
    )
    assert not data.choices


def test_the_owner_can_choose_another_sheet(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "shop.xlsx", {"Goods": GOODS, "Orders": ORDERS, "Notes": NOTES})
    found = choice(read_again(path))
    assert (found.chosen, found.is_sure) == ("Orders", True)
    assert {option.key: option.effect for option in found.options} == {
        "Orders": SheetRead(("Order", "Customer", "Date", "Amount"), 28),
        "Goods": SheetRead(("SKU", "Name", "Price"), 300),
    }
    goods = read_again(path, "Goods")
    assert (goods.sheet, goods.rows, choice(goods).chosen) == ("Goods", 300, "Goods")


def test_between_sheets_alike_the_owner_is_asked(tmp_path: Path) -> None:
    june: list[Row] = [("No", "Buyer", "Day", "Sum"), *ORDERS[1:20]]
    path = xlsx(tmp_path / "shop.xlsx", {"May": ORDERS, "June": june})
    assert (choice(read_again(path)).chosen, choice(read_again(path)).is_sure) == ("May", False)
    assert choice(read_again(path, "June")).is_sure


def test_a_sheet_per_month_is_one_table_if_the_owner_agrees(tmp_path: Path) -> None:
    title: list[Row] = [("Sales of June",), ()]
    sheets = {"Notes": NOTES, "May": ORDERS[:20], "June": [*title, ORDERS[0], *ORDERS[20:]], "Goods": GOODS}
    path = xlsx(tmp_path / "shop.xlsx", sheets)
    data = read_again(path)
    assert (data.rows, {row[0] for row in data.sample}) == (28, {str(1000 + n) for n in range(1, 29)})
    found = choice(data)
    assert (found.chosen, found.is_sure) == (TOGETHER, False)
    assert [option.key for option in found.options] == [TOGETHER, "May", "June", "Goods"]
    assert choice(read_again(path, TOGETHER)).is_sure
    june = read_again(path, "June")
    assert (june.rows, choice(june).chosen, choice(june).is_sure) == (9, "June", True)
    assert choice(read_again(path, "Goods")).options == found.options


def test_a_month_more_in_a_workbook_is_read_as_the_one_before(tmp_path: Path) -> None:
    may = xlsx(tmp_path / "may.xlsx", {"April": ORDERS[:20], "May": ORDERS})
    june = xlsx(tmp_path / "june.xlsx", {"April": ORDERS[:20], "May": ORDERS, "June": ORDERS})
    assert read_again(may).header == read_again(june).header


def test_a_sheet_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "shop.xlsx", {"Orders": ORDERS})
    assert read_again(path, "Orders 2023").sheet == "Orders"


def test_hidden_sheets_are_left_alone(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "shop.xlsx", {"Old": [*ORDERS, *ORDERS[1:]], "Orders": ORDERS})
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    assert (read_again(path).sheet, read_again(path).choices) == ("Orders", ())


def test_a_cell_merged_over_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    merged = {"Orders": ["B2:B4", "B5:B7", "B8:B10"]}
    data = read_again(xlsx(tmp_path / "shop.xlsx", {"Orders": ORDERS[:10]}, merged))
    assert [row[1] for row in data.sample] == ["c1"] * 3 + ["c4"] * 3 + ["c0"] * 3


def test_headings_merged_over_rows_are_one_name(tmp_path: Path) -> None:
    above = ("Order", "Customer", "Payment", None)
    below = (None, None, "day", "sum")
    merged = {"Orders": ["A1:A2", "B1:B2", "C1:D1"]}
    data = read_again(xlsx(tmp_path / "shop.xlsx", {"Orders": [above, below, *ORDERS[1:]]}, merged))
    assert data.columns == ("Order", "Customer", "Payment day", "sum")
    assert (data.rows, data.first_row) == (28, 3)


def test_rows_are_numbered_as_the_owner_sees_them(tmp_path: Path) -> None:
    data = read_again(xlsx(tmp_path / "shop.xlsx", {"Orders": [(), (), *ORDERS]}))
    assert (data.first_row, data.sample[0]) == (4, FIRST)


def test_values_are_written_as_the_owner_sees_them(tmp_path: Path) -> None:
    rows = [
        ("Card", "When", "Text", "Number", "Yes"),
        *((10_000_000_000 + n, datetime(2024, 1, n, 9, 5), f"{n},50", n / 4, True) for n in range(1, 20)),
    ]
    data = read_again(xlsx(tmp_path / "shop.xlsx", {"Orders": rows}))
    assert data.sample[0] == ("10000000001", "2024-01-01 09:05:00", "1,50", "0.25", "TRUE")
