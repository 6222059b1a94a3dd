from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.errors import OwnerFixableError
from segmentation.model.roles import ColumnRole as R
from tests.features.files import TODAY, counted, people, purchases

PLAIN = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT)
ITEMS = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.QUANTITY, R.UNIT_PRICE)


def test_a_cancellation_lowers_revenue_and_is_no_order(tmp_path: Path) -> None:
    rows = [("ann", "1", "2024-01-05", "100.00"), ("ann", "2", "2024-01-09", "-30.5")]
    table, totals = counted([purchases(tmp_path, PLAIN, rows)])
    assert list(table.orders) == [1]
    assert list(table.revenue_units) == [695_000]
    assert (totals.gross, totals.cancellations) == (Decimal(100), Decimal("-30.5"))
    assert totals.revenue == Decimal("69.5")
    assert totals.last_date == date(2024, 1, 5)


def test_a_year_that_was_mistyped_does_not_make_everybody_long_gone(tmp_path: Path) -> None:
    rows = [("ann", "1", "2025-12-01", 5), ("bob", "2", "2205-12-03", 7), ("eve", "3", "2052-12-03", 9)]
    table, totals = counted([purchases(tmp_path, PLAIN, rows)])
    assert (totals.orders, totals.revenue, totals.last_date) == (3, Decimal(21), date(2025, 12, 1))
    assert table.as_of == date(2025, 12, 2)
    assert list(table.days_since_last_order) == pytest.approx([1, np.nan, np.nan], nan_ok=True)
    _, later = counted([purchases(tmp_path, PLAIN, rows)], date(2100, 1, 1))
    assert later.last_date == date(2052, 12, 3)


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
