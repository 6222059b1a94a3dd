"""Customers of whom one row tells one thing and the next another, or who tell no name at all."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from segmentation.errors import OwnerFixableError
from segmentation.model.roles import ColumnRole as R
from segmentation.model.roles import TableKind, Understanding
from segmentation.reading.reader import read
from segmentation.roles.assign import understand
from tests.features.files import Row, counted, purchases

DAY = date(2025, 6, 1)
LIST_HEADER = ("Name", "Phone", "Email", "City")
LETTERS = "abcdefghijklmnopqrstuvwxy"


def told(folder: Path, rows: Sequence[Row], name: str = "clients.csv") -> Understanding:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return understand(read(path, name, workdir=folder / "work"), {})


def clients(phones: Sequence[str], addresses: Sequence[str]) -> list[Row]:
    pairs = zip(LETTERS, phones, addresses, strict=True)
    return [
        LIST_HEADER,
        *((f"Ann {letter.upper()}{letter * 4}", phone, email, "Leeds") for letter, phone, email in pairs),
    ]


def test_clients_are_all_there_though_some_gave_no_address(tmp_path: Path) -> None:
    phones = [f"07700 9000{n:02}" for n in range(25)]
    rows = clients(phones, [f"c{n}@x.example" if n < 16 else "" for n in range(25)])
    found = told(tmp_path, rows)
    assert (found.kind, found.customers, found.set_aside) == (TableKind.CUSTOMERS, 25, ())
    table, totals = counted([found], DAY)
    assert totals.customers == len(set(table.ids)) == 25
    assert sorted(filter(None, table.contacts["phone"])) == phones
    assert sum(email is not None for email in table.contacts["email"]) == 16


def test_who_gave_neither_address_nor_number_is_known_by_name_and_place(tmp_path: Path) -> None:
    phones = ["" if n % 5 else f"07700 9000{n:02}" for n in range(25)]
    rows = [*clients(phones, [""] * 25), ("Ann Bbbbb", "", "", "York 44012345")]
    table, totals = counted([told(tmp_path, rows)], DAY)
    assert totals.customers == 26
    assert {"Ann Bbbbb, Leeds", "Ann Bbbbb, York 44012345"} < set(table.ids)
    assert sum(phone is not None for phone in table.contacts["phone"]) == 5


def test_a_child_at_the_number_of_its_mother_is_a_client_of_its_own(tmp_path: Path) -> None:
    rows = clients(
        [f"07700 9000{n - n % 2:02}" for n in range(25)],
        ["" if n % 2 else f"c{n}@x.example" for n in range(25)],
    )
    assert told(tmp_path, rows).customers == 25


def test_orders_are_their_customers_whatever_these_left(tmp_path: Path) -> None:
    header = ("Order", "Email", "Phone", "Customer name", "Date", "Total")
    people = [
        ("ann@x.example", "07700 900001", "Ann Lee"),
        ("", "07700 900001", "Ann Lee"),
        ("", "07700 900002", "Bob Ray"),
        ("", "", "Zoe Fox"),
        ("", "", ""),
    ]
    rows = [(n, *people[n % 5], f"2025-03-{n % 28 + 1:02}", 10) for n in range(50)]
    found = told(tmp_path, [header, *rows], "orders.csv")
    table, _ = counted([found])
    assert dict(zip(table.ids, table.orders.tolist(), strict=True)) == {
        "ann@x.example": 20,
        "7700900002": 10,
        "Zoe Fox": 10,
    }
    assert [(issue.code, issue.rows) for issue in found.set_aside] == [
        ("no_customer", 10),
        ("customer_completed", 30),
    ]


def test_a_number_left_by_a_guest_is_the_account_of_another_file(tmp_path: Path) -> None:
    header = ("Order", "Email", "Phone", "Date", "Total")
    mixed = [
        (n, "" if n % 2 else f"c{n}@x.example", f"07700 9000{n:02}", "2025-03-01", 10) for n in range(50)
    ]
    shop = [("C1", "+44 7700 900001", "2025-04-01", 5), ("C2", "07700 900099", "2025-04-01", 5)]
    files = [
        told(tmp_path, [header, *mixed], "orders.csv"),
        purchases(tmp_path, (R.CUSTOMER_ID, R.PHONE, R.DATE, R.AMOUNT), shop, name="shop.csv"),
    ]
    for order in (files, files[::-1]):
        table, _ = counted(order)
        orders = dict(zip(table.ids, table.orders.tolist(), strict=True))
        assert (len(orders), orders["C1"], orders["C2"]) == (51, 2, 1)


ANSWERS: list[Row] = [
    ("Age", "Gender", "How often do you come?", "What do you like best?"),
    *((20 + n % 3, "mf"[n % 2], "weekly", "tea") for n in range(80)),
]


def test_answers_without_a_name_are_a_person_each(tmp_path: Path) -> None:
    found = told(tmp_path, [*ANSWERS, ("", "", "", "")], "answers.csv")
    assert (found.kind, found.customers) == (TableKind.SURVEY, 80)
    assert [(issue.code, issue.rows) for issue in found.set_aside] == [
        ("no_customer", 1),
        ("each_row_a_person", 80),
    ]
    table, _ = counted([found], DAY)
    assert set(table.ids) == {f"answers.csv #{row}" for row in range(2, 82)}
    assert sorted(table.numeric["age"]) == sorted(20 + n % 3 for n in range(80))


def test_answers_without_a_name_meet_no_buyer(tmp_path: Path) -> None:
    header = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT)
    orders = purchases(tmp_path, header, [(n, n, "2025-03-01", 5) for n in range(1, 81)])
    table, totals = counted([orders, told(tmp_path, ANSWERS, "answers.csv")])
    assert totals.customers == 80
    assert not any(table.categorical.get("sex", ()))


def test_answers_of_two_files_with_one_name_are_other_people(tmp_path: Path) -> None:
    folders = [tmp_path / "spring", tmp_path / "autumn"]
    for folder in folders:
        folder.mkdir()
    files = [told(folder, ANSWERS, "answers.csv") for folder in folders]
    assert counted(files, DAY)[1].customers == 160


@pytest.mark.parametrize(
    "header",
    [
        ("Age", "Gender", "Order date", "Total"),
        ("Age", "Gender", "Product", "Price"),
        ("Age", "Gender", "Order number", "Shade"),
    ],
)
def test_sales_without_a_customer_are_no_people(tmp_path: Path, header: tuple[str, ...]) -> None:
    cells = {"Order date": "2025-03-01", "Total": "9.90", "Price": "4.50", "Product": "cup", "Shade": "blue"}
    rows = [
        header,
        *((20 + n % 40, "mf"[n % 2], *(cells.get(each, f"A{n}") for each in header[2:])) for n in range(60)),
    ]
    with pytest.raises(OwnerFixableError) as caught:
        told(tmp_path, rows)
    assert caught.value.code == "no_customer_column"
