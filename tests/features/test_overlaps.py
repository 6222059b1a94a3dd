"""Exports with the same columns, sent one after the other."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.model.roles import ColumnRole as R
from tests.features.files import Row, counted, purchases

PLAIN = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT)
GOODS = (R.CUSTOMER_ID, R.DATE, R.PRODUCT, R.AMOUNT)
BARE = (R.CUSTOMER_ID, R.DATE, R.AMOUNT)
MARCH = ("ann", "7", "2024-03-30", 5), ("ann", "7", "2024-03-30", 5), ("bob", "8", "2024-03-31", 9)


def revenue(folder: Path, header: tuple[R, ...], *files: Sequence[Row]) -> tuple[list[int], float]:
    """Orders of each customer, and what all brought."""
    told = [purchases(folder, header, rows, name=f"{number}.csv") for number, rows in enumerate(files)]
    table, totals = counted(told)
    return table.orders.tolist(), float(totals.revenue)


def test_an_order_in_two_exports_counts_once(tmp_path: Path) -> None:
    april = [("ann", "9", "2024-04-02", 4)]
    assert revenue(tmp_path, PLAIN, list(MARCH), [*MARCH, *april]) == ([2, 1], 23)


def test_an_order_whose_lines_are_spread_over_two_exports_is_one(tmp_path: Path) -> None:
    parts = [("ann", "7", "2024-03-30", 5)], [("ann", "7", "2024-03-30", 6)]
    assert revenue(tmp_path, PLAIN, *parts) == ([1], 11)


def test_numbers_that_begin_anew_are_other_orders(tmp_path: Path) -> None:
    years = [("ann", "1", "2023-01-05", 5)], [("ann", "1", "2024-01-05", 5)]
    assert revenue(tmp_path, PLAIN, *years) == ([2], 10)


def test_without_order_ids_the_day_tells_what_overlaps(tmp_path: Path) -> None:
    first = [("ann", "2024-03-30", "tea", 5), ("ann", "2024-03-30", "cup", 6)]
    assert revenue(tmp_path, GOODS, first, [*first, ("ann", "2024-04-01", "tea", 5)]) == ([2], 16)


def test_lines_that_are_orders_count_as_often_as_in_the_file_that_has_most(tmp_path: Path) -> None:
    twice = [("ann", "2024-03-30", 5), ("ann", "2024-03-30", 5)]
    assert revenue(tmp_path, BARE, twice, [*twice, twice[0]], twice[:1]) == ([3], 15)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 28), st.integers(1, 9)), min_size=2, max_size=12),
    st.data(),
)
def test_exports_that_overlap_are_the_whole(
    tmp_path: Path, orders: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    rows = [
        (f"c{who}", n, date(2024, 3, day).isoformat(), amount) for n, (who, day, amount) in enumerate(orders)
    ]
    begin = data.draw(st.integers(0, len(rows) - 1))
    end = data.draw(st.integers(begin + 1, len(rows)))
    assert revenue(tmp_path, PLAIN, rows[:end], rows[begin:]) == revenue(tmp_path, PLAIN, rows)
