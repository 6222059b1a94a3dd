"""Reports that are grouped: by customer, with the name above the rows and their sums."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from segmentation.model.dataset import Dataset
from segmentation.model.roles import ColumnRole
from segmentation.reading.reader import read
from segmentation.roles.assign import understand

Row = Sequence[object]
PEOPLE = ("Ann Lee", "Bob Ray", "Cid Fox", "Dora Hill")


def reported(folder: Path, rows: Sequence[Row]) -> Dataset:
    path = folder / "report.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return read(path, path.name, workdir=folder / "work")


def sales(person: int) -> list[tuple[str, int, int]]:
    """Day, bill and amount."""
    return [(f"2024-0{month}-1{person}", 100 * person + month, 10 * month) for month in range(1, 5)]


def test_the_name_above_and_the_sum_below_a_group_become_a_column(tmp_path: Path) -> None:
    rows: list[Row] = [["Leaf & Co"], ["Sales by Customer"], [], ["", "Date", "Num", "Amount"]]
    for number, person in enumerate(PEOPLE):
        rows.append([person, "", "", ""])
        rows += [["", *sale] for sale in sales(number)]
        rows.append([f"Total for {person}", "", "", "100"])
    found = reported(tmp_path, [*rows, ["TOTAL", "", "", "400"]])
    assert found.rows == 16
    assert [row[0] for row in found.sample] == [person for person in PEOPLE for _ in range(4)]
    assert ("group_rows", 8) in [(issue.code, issue.rows) for issue in found.issues]
    understanding = understand(found, {})
    assert understanding.column(ColumnRole.NAME) == found.columns[0]
    assert understanding.customers == 4


def test_a_column_is_added_where_the_rows_have_something_in_the_first(tmp_path: Path) -> None:
    rows: list[Row] = [["Invoice Number", "Invoice Date", "Gross"]]
    for number, person in enumerate(PEOPLE):
        rows.append([person, "", ""])
        rows += [[f"INV-{bill}", day, amount] for day, bill, amount in sales(number)]
        rows.append([f"Total {person}", "", "100"])
    found = reported(tmp_path, rows)
    assert found.columns[1:] == ("Invoice Number", "Invoice Date", "Gross")
    assert found.sample[0] == ("Ann Lee", "INV-1", "2024-01-10", "10")
    assert understand(found, {}).customers == 4


def test_a_name_with_its_sums_above_its_rows_is_no_row(tmp_path: Path) -> None:
    rows: list[Row] = [["Контрагент", "Дата", "Документ", "Сумма"]]
    for number, person in enumerate(PEOPLE):
        rows.append([person, "", "", "100,00"])
        rows += [["", day, f"Реализация {bill}", f"{amount},00"] for day, bill, amount in sales(number)]
    found = reported(tmp_path, rows)
    assert (found.rows, found.sample[4][0]) == (16, "Bob Ray")


def test_a_row_in_no_group_stays_and_belongs_to_nobody(tmp_path: Path) -> None:
    rows: list[Row] = [["", "Date", "Num", "Amount"]]
    for number, person in enumerate(PEOPLE):
        rows.append([person, "", "", ""])
        rows += [["", *sale] for sale in sales(number)]
        rows.append([f"Total for {person}", "", "", "100"])
    found = reported(tmp_path, [*rows, ["", "2024-06-01", "900", "7"]])
    assert (found.rows, found.sample[-1]) == (17, ("", "2024-06-01", "900", "7"))


@pytest.mark.parametrize("missing", ["first", "every second"])
def test_a_table_that_names_some_of_its_customers_is_left_as_it_is(tmp_path: Path, missing: str) -> None:
    """Nothing tells that a row without a name belongs to the one above."""
    rows: list[Row] = [["Customer", "Date", "Num", "Amount"]]
    for number, person in enumerate(PEOPLE):
        for at, sale in enumerate(sales(number)):
            nameless = at == 0 if missing == "first" else at % 2
            rows.append(["" if nameless else person, *sale])
    found = reported(tmp_path, rows)
    assert found.rows == 16
    assert "group_rows" not in {issue.code for issue in found.issues}
