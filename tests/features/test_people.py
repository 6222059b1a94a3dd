"""Lists of customers, alone and beside purchases."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from segmentation.model.roles import ColumnRole as R
from tests.features.files import counted, people, purchases

PLAIN = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT)


def test_a_list_of_customers_joins_by_id_and_else_by_email(tmp_path: Path) -> None:
    header = (R.CUSTOMER_ID, R.EMAIL, R.ORDER_ID, R.DATE, R.AMOUNT)
    rows = [
        ("7", "", "1", "2024-01-05", 5),
        ("8", "Bob@shop.example", "2", "2024-01-05", 5),
    ]
    list_header = (R.CUSTOMER_ID, R.EMAIL, R.SEX, R.AGE, R.PHONE)
    listed = [
        ("7.0", "", "女", "34", "+86 10 1234 5678"),
        ("x-99", "bob@shop.example ", "M", "25-34", ""),
        ("55", "eve@shop.example", "F", "40", ""),
    ]
    files = [purchases(tmp_path, header, rows), people(tmp_path, list_header, listed)]
    table, totals = counted(files)
    assert list(table.ids) == ["7", "8"]
    assert totals.customers == 2
    assert list(table.categorical["sex"]) == ["female", "male"]
    assert list(table.numeric["age"]) == [34, 29.5]
    assert list(table.contacts["phone"]) == ["+86 10 1234 5678", None]
    assert list(table.contacts["email"]) == [None, "bob@shop.example"]
    assert list(table.reachable["phone"]) == [True, False]
    assert "name" not in table.contacts
    assert not table.reachable["name"].any()


def test_buyers_known_by_email_meet_a_list_that_has_ids_too(tmp_path: Path) -> None:
    orders = purchases(
        tmp_path, (R.EMAIL, R.ORDER_ID, R.DATE, R.AMOUNT), [("bob@shop.example", "1", "2024-01-05", 5)]
    )
    listed = people(tmp_path, (R.CUSTOMER_ID, R.EMAIL, R.CITY), [("8", "BOB@shop.example", "Oslo")])
    table, _ = counted([orders, listed])
    assert list(table.categorical["city"]) == ["Oslo"]


def test_a_list_that_sums_up_purchases_becomes_the_table(tmp_path: Path) -> None:
    header = (R.CUSTOMER_ID, R.ORDER_COUNT, R.TOTAL_SPENT, R.DATE)
    rows = [("1", 3, "30.50", "2024-01-05"), ("2", 0, "0", "2024-05-05")]
    table, totals = counted([people(tmp_path, header, rows)])
    assert table.has_orders
    assert list(table.orders) == [3, 0]
    assert (totals.orders, totals.revenue) == (3, Decimal("30.5"))
    assert list(table.last_order_day) == [19727, -1]
    assert table.as_of == date(2024, 1, 6)


def test_a_list_without_purchases_has_no_orders(tmp_path: Path) -> None:
    rows = [("1", "f", "1990"), ("2", "m", "1957-03-01")]
    file = people(tmp_path, (R.CUSTOMER_ID, R.SEX, R.BIRTH), rows, date_format=None)
    table, totals = counted([file], date(2024, 6, 1))
    assert not table.has_orders
    assert totals.orders == 0
    assert list(table.numeric["age"]) == [33, 67]


def test_two_lists_know_a_person_by_the_same_email(tmp_path: Path) -> None:
    first = people(tmp_path, (R.CUSTOMER_ID, R.EMAIL), [("8", "bob@shop.example")], name="a.csv")
    second = people(tmp_path, (R.EMAIL, R.CITY), [("bob@shop.example", "Oslo")], name="b.csv")
    table, _ = counted([first, second], date(2024, 1, 1))
    assert list(table.ids) == ["8"]
    assert list(table.categorical["city"]) == ["Oslo"]


def test_beside_an_h_an_m_is_a_woman(tmp_path: Path) -> None:
    file = people(tmp_path, (R.CUSTOMER_ID, R.SEX), [("1", "H"), ("2", "M")])
    table, _ = counted([file], date(2024, 1, 1))
    assert list(table.categorical["sex"]) == ["male", "female"]


def test_a_nought_is_a_guest_at_the_till_and_an_id_in_a_list(tmp_path: Path) -> None:
    rows = [("0", "1", "2024-01-05", 5), ("1", "2", "2024-01-05", 5)]
    bought, _ = counted([purchases(tmp_path, PLAIN, rows)])
    assert list(bought.ids) == ["1"]
    listed, _ = counted([people(tmp_path, (R.CUSTOMER_ID, R.AGE), [("0", 30), ("1", 40)])])
    assert list(listed.ids) == ["0", "1"]
