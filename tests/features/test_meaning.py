"""What files say about people and goods, as columns of the customer table."""

from pathlib import Path

import numpy as np
import pytest

from segmentation.model.roles import ColumnRole as R
from segmentation.model.roles import TableKind
from tests.features.files import Row, counted, people, purchases, understood, written

LINES = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.SKU, R.QUANTITY, R.UNIT_PRICE)


def goods(folder: Path, header: Row, rows: list[Row]) -> Path:
    return written(folder / "goods.csv", header, rows)


def test_what_a_list_says_of_people_is_known_of_the_customers(tmp_path: Path) -> None:
    orders = purchases(
        tmp_path,
        (R.CUSTOMER_ID, R.DATE, R.AMOUNT, R.BRAND),
        [("ann", "2024-01-05", 5, "Nord"), ("bob", "2024-01-06", 5, "")],
    )
    header = (
        R.CUSTOMER_ID, R.REGION, R.JOB, R.MARITAL_STATUS, R.INTERESTS, R.FOLLOWERS, R.SERVICE_SCORE,
        R.CONSENT,
    )  # fmt: skip
    listed = people(
        tmp_path,
        header,
        [
            ("ann", "Bayern", "Nurse", "married", "tea", "1200", "4.5", "Yes"),
            ("bob", "", "", "", "", "", "", "否"),
        ],
    )
    table, _ = counted([orders, listed])
    known = {name: list(column) for name, column in table.categorical.items()}
    assert known["region"] == ["Bayern", None]
    assert (known["job"], known["marital_status"]) == (["Nurse", None], ["married", None])
    assert (known["interests"], known["brand"]) == (["tea", None], ["Nord", None])
    assert known["consent"] == ["yes", "no"]
    assert table.numeric["followers"] == pytest.approx([1200, np.nan], nan_ok=True)
    assert table.numeric["service_score"] == pytest.approx([4.5, np.nan], nan_ok=True)


def test_orders_say_it_too_and_the_most_frequent_wins(tmp_path: Path) -> None:
    rows = [
        ("ann", "1", "2024-01-05", 5, "Kent"),
        ("ann", "2", "2024-01-06", 5, "Kent"),
        ("ann", "3", "2024-01-07", 5, "Essex"),
    ]
    file = purchases(tmp_path, (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT, R.REGION), rows)
    table, _ = counted([file])
    assert list(table.categorical["region"]) == ["Kent"]


def test_of_consent_the_last_word_counts_and_a_no_among_those_of_one_day(tmp_path: Path) -> None:
    rows = [
        ("ann", "1", "2024-01-05", 5, "yes"),
        ("ann", "2", "2024-01-06", 5, "yes"),
        ("ann", "3", "2024-01-07", 5, "no"),
        ("bob", "4", "2024-01-05", 5, "no"),
        ("bob", "5", "2024-01-07", 5, "yes"),
        ("bob", "6", "2024-01-08", 5, ""),
        ("cid", "7", "2024-01-07", 5, "yes"),
        ("cid", "8", "2024-01-07", 5, "no"),
    ]
    file = purchases(tmp_path, (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT, R.CONSENT), rows)
    table, _ = counted([file])
    assert list(table.categorical["consent"]) == ["no", "yes", "no"]


@pytest.mark.parametrize(
    ("heading", "cell", "consent"),
    [
        ("Newsletter", "2024-01-05 10:00", "yes"),
        ("Unsubscribed", "yes", "no"),
        ("Opt out", "no", "yes"),
        ("是否订阅", "是", "yes"),
    ],
)
def test_a_yes_to_being_left_alone_is_a_no(tmp_path: Path, heading: str, cell: str, consent: str) -> None:
    path = written(tmp_path / "people.csv", ("id", heading), [("ann", cell)])
    roles = {"id": R.CUSTOMER_ID, heading: R.CONSENT}
    table, _ = counted([understood(path, roles, kind=TableKind.CUSTOMERS, date_format=None)])
    assert list(table.categorical["consent"]) == [consent]


@pytest.mark.parametrize(
    ("role", "cell", "margin"), [(R.UNIT_COST, "6", 8), (R.COST, "15", 5), (R.MARGIN, "3.5", 3.5)]
)
def test_a_file_that_knows_what_goods_cost_tells_the_margin(
    tmp_path: Path, role: R, cell: str, margin: float
) -> None:
    rows = [("ann", "1", "2024-01-05", "x", 2, "10", cell), ("bob", "2", "2024-01-05", "x", 2, "10", "")]
    table, _ = counted([purchases(tmp_path, (*LINES, role), rows)])
    assert table.numeric["margin"] == pytest.approx([margin, np.nan], nan_ok=True)
    assert table.numeric["costed_sales"] == pytest.approx([20, np.nan], nan_ok=True)


def test_a_list_of_goods_tells_the_margin_of_each_customer(tmp_path: Path) -> None:
    rows = [
        ("ann", "1", "2024-01-05", "A-1", 2, "10"), ("ann", "1", "2024-01-05", "unknown-9", 1, "100"),
        ("bob", "2", "2024-01-06", "a-1 ", 1, "10"), ("bob", "3", "2024-01-07", "a-1", -1, "10"),
        ("eve", "4", "2024-01-08", "B-2", 1, "5"),
    ]  # fmt: skip
    path = goods(tmp_path, ("article", "name", "costs"), [("A-1", "Cup", "4"), ("b-2", "Pot", "6")])
    roles = {"article": R.SKU, "name": R.PRODUCT, "costs": R.UNIT_COST}
    listed = understood(path, roles, kind=TableKind.PRODUCTS, date_format=None)
    table, totals = counted([purchases(tmp_path, LINES, rows), listed])
    assert table.numeric["margin"] == pytest.approx([12, 0, -1])
    assert table.numeric["costed_sales"] == pytest.approx([20, 0, 5])
    assert (table.count, float(totals.revenue)) == (3, 125)


def test_goods_are_found_by_name_where_no_number_tells_them(tmp_path: Path) -> None:
    header = (R.CUSTOMER_ID, R.DATE, R.PRODUCT, R.QUANTITY, R.AMOUNT)
    rows = [("ann", "2024-01-05", "Tea cup", 3, "30"), ("ann", "2024-01-09", "Teapot", 1, "25")]
    path = goods(tmp_path, ("name", "costs"), [("tea cup", "4"), ("Tea cup", "6")])
    listed = understood(
        path, {"name": R.PRODUCT, "costs": R.UNIT_COST}, kind=TableKind.PRODUCTS, date_format=None
    )
    table, _ = counted([purchases(tmp_path, header, rows), listed])
    assert table.numeric["margin"] == pytest.approx([15])
    assert table.numeric["costed_sales"] == pytest.approx([30])
