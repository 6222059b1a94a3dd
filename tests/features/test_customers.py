from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.errors import OwnerFixableError
from segmentation.model.customers import CustomerTable
from segmentation.model.roles import ColumnRole as R
from tests.features.files import TODAY, counted, people, purchases

PLAIN = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT)
ITEMS = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.QUANTITY, R.UNIT_PRICE)


def row_of(table: CustomerTable, customer: str) -> int:
    return list(table.ids).index(customer)


def test_a_cancellation_lowers_revenue_and_is_no_order(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", "100.00"), ("ann", "2", "2024-01-09", "-30.5")]
    table, totals = counted([purchases(tmp_path, PLAIN, rows)])
    assert list(table.orders) == [1]
    assert list(table.revenue_units) == [695_000]
    assert (totals.gross, totals.cancellations) == (Decimal(100), Decimal("-30.5"))
    assert totals.revenue == Decimal("69.5")
    assert totals.last_date == date(2024, 1, 5)


def test_returned_goods_in_one_receipt_with_new_ones_leave_one_order(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", 2, "10"), ("ann", "1", "2024-01-05", -1, "5")]
    table, totals = counted([purchases(tmp_path, ITEMS, rows)])
    assert list(table.orders) == [1]
    assert list(table.largest_order_units) == [150_000]
    assert (totals.gross, totals.cancellations) == (Decimal(20), Decimal(-5))


def test_an_order_cancelled_in_full_is_none_but_a_gift_is_one(tmp_path: Path) -> None:
    rows = [
        ("ann", "1", "2024-01-05", 2, "10"),
        ("ann", "1", "2024-01-06", -2, "10"),
        ("bob", "2", "2024-01-05", 1, "0"),
    ]
    table, _ = counted([purchases(tmp_path, ITEMS, rows)])
    assert list(table.orders) == [0, 1]
    assert list(table.last_order_day) == [-1, 19727]


def test_without_order_ids_the_goods_of_one_day_are_one_order(tmp_path: Path) -> None:
    header = (R.CUSTOMER_ID, R.DATE, R.PRODUCT, R.AMOUNT)
    rows = [
        ("ann", "2024-01-05", "soap", 3),
        ("ann", "2024-01-05", "tea", 4),
        ("ann", "2024-01-06", "tea", 4),
    ]
    table, _ = counted([purchases(tmp_path, header, rows)])
    assert list(table.orders) == [2]


def test_without_order_ids_and_goods_every_row_is_an_order(tmp_path: Path) -> None:
    rows = [("ann", "2024-01-05", 3), ("ann", "2024-01-05", 4)]
    table, _ = counted([purchases(tmp_path, (R.CUSTOMER_ID, R.DATE, R.AMOUNT), rows)])
    assert list(table.orders) == [2]
    assert list(table.order_days) == [1]


def test_rows_without_a_customer_do_not_count(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", 5), ("", "2", "2024-01-05", 7)]
    table, totals = counted([purchases(tmp_path, PLAIN, rows)])
    assert (table.count, totals.revenue) == (1, Decimal(5))


def test_purchases_after_the_given_day_do_not_count(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", 5), ("ann", "2", "2024-01-06", 7)]
    table, totals = counted([purchases(tmp_path, PLAIN, rows)], date(2024, 1, 5))
    assert totals.revenue == Decimal(5)
    assert list(table.days_since_last_order) == [0]


def test_it_is_the_day_after_the_last_order_unless_told_otherwise(tmp_path: Path) -> None:
    table, _ = counted([purchases(tmp_path, PLAIN, [("ann", "1", "2024-02-29", 5)])])
    assert table.as_of == date(2024, 3, 1)


def test_a_discount_in_money_is_taken_off_price_times_quantity(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", 2, "10", "4")]
    table, _ = counted([purchases(tmp_path, (*ITEMS, R.DISCOUNT), rows)])
    assert list(table.revenue_units) == [160_000]
    assert table.numeric["discount_share"] == pytest.approx([0.2])


@pytest.mark.parametrize("share", ["20%", "0.2"])
def test_a_discount_in_shares_is_left_alone(tmp_path: Path, share: str) -> None:
    rows = [("ann", "1", "2024-01-05", 2, "10", share)]
    table, _ = counted([purchases(tmp_path, (*ITEMS, R.DISCOUNT), rows)])
    assert list(table.revenue_units) == [200_000]
    assert "discount_share" not in table.numeric


def test_price_times_quantity_is_exact_beyond_ten_billion(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", "300000", "500000.0001")]
    table, _ = counted([purchases(tmp_path, ITEMS, rows)])
    assert list(table.revenue_units) == [1_500_000_000_300_000]


def test_money_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    rows = [(f"c{i}", str(i), "2024-01-05", "99999999999999") for i in range(10)]
    with pytest.raises(OwnerFixableError) as refusal:
        counted([purchases(tmp_path, PLAIN, rows)])
    assert refusal.value.code == "amounts_too_large"


def test_a_product_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", "9999999999", "9999999999")]
    with pytest.raises(OwnerFixableError) as refusal:
        counted([purchases(tmp_path, ITEMS, rows)])
    assert refusal.value.code == "amounts_too_large"


def test_a_shop_of_nothing_but_returns_is_refused(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", "-5"), ("bob", "2", "2024-01-06", "-7")]
    with pytest.raises(OwnerFixableError) as refusal:
        counted([purchases(tmp_path, PLAIN, rows)])
    assert refusal.value.code == "only_returns"


def test_two_currencies_are_not_added_up(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", 5)]
    files = [
        purchases(tmp_path, PLAIN, rows, name=f"{currency}.csv", currency=currency)
        for currency in ("EUR", "CNY")
    ]
    with pytest.raises(OwnerFixableError) as refusal:
        counted(files)
    assert refusal.value.code == "several_currencies"
    assert refusal.value.details == {"currencies": "CNY, EUR"}


def test_a_file_in_which_nobody_is_left_is_refused(tmp_path: Path) -> None:
    file = purchases(tmp_path, PLAIN, [("ann", "1", "2024-01-05", 5)])
    with pytest.raises(OwnerFixableError) as refusal:
        counted([file], date(2023, 1, 1))
    assert refusal.value.code == "no_customers"


def test_two_files_are_one_shop_and_their_order_ids_are_apart(tmp_path: Path) -> None:
    first = purchases(tmp_path, PLAIN, [("ann", "1", "2023-01-05", 5)], name="2023.csv")
    second = purchases(tmp_path, ITEMS, [("ann", "1", "2024-01-05", 2, 3)], name="2024.csv")
    table, totals = counted([first, second])
    assert list(table.orders) == [2]
    assert totals.revenue == Decimal(11)


def test_the_most_frequent_choice_wins_and_among_equals_the_latest(tmp_path: Path) -> None:
    header = (*PLAIN, R.PRODUCT, R.CITY)
    rows = [
        ("ann", "1", "2024-01-01", 5, "tea", "Oslo"),
        ("ann", "2", "2024-01-02", 5, "soap", "Bergen"),
        ("ann", "3", "2024-01-09", 5, "tea", "Oslo"),
        ("bob", "4", "2024-01-03", 5, "tea", "Oslo"),
        ("bob", "5", "2024-01-04", 5, "soap", "Bergen"),
    ]
    table, _ = counted([purchases(tmp_path, header, rows)])
    assert list(table.categorical["product"]) == ["tea", "soap"]
    assert list(table.categorical["city"]) == ["Oslo", "Bergen"]
    assert list(table.categorical["weekday"]) == ["tue", "thu"]
    assert list(table.categorical["month"]) == ["1", "1"]


def test_the_time_of_day_is_known_only_where_the_file_has_it(tmp_path: Path) -> None:
    dated = purchases(tmp_path, PLAIN, [("ann", "1", "2024-01-01", 5)])
    timed = purchases(
        tmp_path, PLAIN, [("ann", "1", "2024-01-01 19:30:00", 5)], date_format="%Y-%m-%d %H:%M:%S"
    )
    table, _ = counted([timed])
    assert list(table.categorical["day_part"]) == ["evening"]
    assert list(table.numeric["order_hour"]) == [19]
    dated = purchases(tmp_path, PLAIN, [("ann", "1", "2024-01-01", 5)])
    table, _ = counted([dated])
    assert "day_part" not in table.categorical
    assert "order_hour" not in table.numeric


def test_gaps_run_between_order_days(tmp_path: Path) -> None:
    days = ["2024-01-01", "2024-01-01", "2024-01-11", "2024-01-31"]
    rows = [("ann", str(i), day, 5) for i, day in enumerate(days)] + [("bob", "9", "2024-02-20", 5)]
    table, _ = counted([purchases(tmp_path, PLAIN, rows)])
    assert (table.gaps.count, table.gaps.median) == (2, 15)
    assert table.numeric["median_gap_days"] == pytest.approx([15, np.nan], nan_ok=True)


def test_a_frequent_customer_counts_once_in_the_gaps_of_the_shop(tmp_path: Path) -> None:
    weekly = [("ann", f"a{i}", f"2024-01-{day:02}", 5) for i, day in enumerate(range(1, 31, 7))]
    monthly = [("bob", "b1", "2024-01-01", 5), ("bob", "b2", "2024-01-31", 5)]
    table, _ = counted([purchases(tmp_path, PLAIN, weekly + monthly)])
    assert table.gaps.count == 5
    assert table.gaps.median == pytest.approx((7 + 30) / 2)
    assert table.gaps.percentile_40 == pytest.approx(7 + 0.4 * 23)
    assert table.gaps.percentile_80 == pytest.approx(7 + 0.8 * 23)


@pytest.mark.parametrize(
    "days",
    [
        ["2022-02-12", "2023-02-14"],
        ["2021-12-24", "2022-12-28", "2024-01-03"],
        ["2022-02-12", "2022-12-20", "2023-02-14", "2023-12-22"],
    ],
)
def test_special_occasions_come_back_around_the_same_dates(tmp_path: Path, days: list[str]) -> None:
    rows = [("ann", str(i), day, 5) for i, day in enumerate(days)]
    table, _ = counted([purchases(tmp_path, PLAIN, rows)])
    assert list(table.same_season) == [True]


@pytest.mark.parametrize(
    "days",
    [
        ["2022-12-28", "2023-01-03"],
        ["2022-02-12", "2022-12-20", "2023-02-14"],
        ["2022-02-12", "2023-06-14"],
        [f"{year}-{month:02}-10" for year in (2022, 2023) for month in range(1, 13)],
    ],
)
def test_other_dates_are_no_special_occasions(tmp_path: Path, days: list[str]) -> None:
    rows = [("ann", str(i), day, 5) for i, day in enumerate(days)]
    table, _ = counted([purchases(tmp_path, PLAIN, rows)])
    assert list(table.same_season) == [False]


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


def test_without_any_date_the_day_is_today(tmp_path: Path) -> None:
    file = people(tmp_path, (R.CUSTOMER_ID, R.BIRTH), [("1", "1990-06-01")], date_format=None)
    table, _ = counted([file])
    assert table.as_of == TODAY


def test_what_nobody_knows_is_left_out(tmp_path: Path) -> None:
    table, _ = counted([purchases(tmp_path, PLAIN, [("ann", "1", "2024-01-05", 5)])])
    assert "age" not in table.numeric
    assert "sex" not in table.categorical


def test_a_column_of_empty_cells_tells_nothing(tmp_path: Path) -> None:
    header = (*PLAIN, R.CITY, R.SEX, R.PRODUCT, R.INCOME)
    table, _ = counted([purchases(tmp_path, header, [("ann", "1", "2024-01-05", 5, "", "?", " ", "")])], None)
    assert set(table.categorical) == {"weekday", "month"}
    assert "income" not in table.numeric


def test_orders_whose_dates_cannot_be_read_still_count_as_orders_and_money(tmp_path: Path) -> None:
    rows = [("ann", "1", "soon", 5), ("ann", "2", "", 7)]
    table, totals = counted([purchases(tmp_path, PLAIN, rows)], date(2024, 1, 1))
    assert (totals.orders, totals.revenue, totals.first_date) == (2, Decimal(12), None)
    assert list(table.last_order_day) == [-1]
    assert not table.categorical


def test_a_nought_is_a_guest_at_the_till_and_an_id_in_a_list(tmp_path: Path) -> None:
    rows = [("0", "1", "2024-01-05", 5), ("1", "2", "2024-01-05", 5)]
    bought, _ = counted([purchases(tmp_path, PLAIN, rows)])
    assert list(bought.ids) == ["1"]
    listed, _ = counted([people(tmp_path, (R.CUSTOMER_ID, R.AGE), [("0", 30), ("1", 40)])])
    assert list(listed.ids) == ["0", "1"]


def test_a_file_of_guests_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OwnerFixableError) as refusal:
        counted([purchases(tmp_path, PLAIN, [("guest", "1", "2024-01-05", 5)])])
    assert refusal.value.code == "no_customers"


def test_goods_and_customers_written_differently_are_the_same(tmp_path: Path) -> None:
    header = (*PLAIN, R.PRODUCT)
    first = purchases(tmp_path, header, [("7", "1", "2024-01-05", 5, "tea ")], name="a.csv")
    second = purchases(
        tmp_path,
        header,
        [("7.0", "2", "2024-01-06", 5, "tea"), (" 7", "3", "2024-01-07", 5, "soap")],
        name="b.csv",
    )
    table, _ = counted([first, second])
    assert list(table.ids) == ["7"]
    assert list(table.orders) == [3]
    assert list(table.categorical["product"]) == ["tea"]


LINES = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.integers(1, 9).map(str),
        st.dates(date(2022, 1, 1), date(2024, 12, 31)).map(str),
        st.decimals(-500, 500, places=4).map(str),
        st.sampled_from(["Oslo", "Bergen", ""]),
        st.sampled_from(["tea", "soap"]),
    ),
    min_size=1,
    max_size=40,
)


@given(LINES, st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_row_order_changes_nothing_and_money_adds_up(
    tmp_path: Path, rows: list[tuple[str, ...]], data: st.DataObject
) -> None:
    header = (*PLAIN, R.CITY, R.PRODUCT)
    rows = [*rows, ("f", "10", "2024-12-31", "5", "Oslo", "tea")]
    shuffled = data.draw(st.permutations(rows))
    table, totals = counted([purchases(tmp_path, header, rows)], date(2025, 1, 1))
    other, other_totals = counted([purchases(tmp_path, header, shuffled)], date(2025, 1, 1))
    assert totals == other_totals
    assert totals.revenue == sum(Decimal(row[3]) for row in rows)
    assert int(table.revenue_units.sum()) == totals.revenue * 10_000
    for name in ("ids", "orders", "revenue_units", "largest_order_units", "first_order_day", "same_season"):
        assert np.array_equal(getattr(table, name), getattr(other, name))
    for name, column in table.numeric.items():
        assert other.numeric[name] == pytest.approx(column, nan_ok=True)
    for name, values in table.categorical.items():
        assert list(other.categorical[name]) == list(values)
