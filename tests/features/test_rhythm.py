"""What customers choose, and how often they come."""

from pathlib import Path

import numpy as np
import pytest

from segmentation.model.roles import ColumnRole as R
from tests.features.files import counted, purchases

PLAIN = (R.CUSTOMER_ID, R.ORDER_ID, R.DATE, R.AMOUNT)


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


def test_hours_on_both_sides_of_midnight_have_their_mean_at_midnight(tmp_path: Path) -> None:
    times = {
        "ann": ("23:10", "01:40"),
        "bob": ("22:00", "01:00", "22:00", "01:00"),
        "cat": ("06:00", "18:00"),
    }
    rows = [
        (customer, f"{customer}{day}", f"2024-01-{day:02} {time}:00", 5)
        for customer, each in times.items()
        for day, time in enumerate(each, 1)
    ]
    table, _ = counted([purchases(tmp_path, PLAIN, rows, date_format="%Y-%m-%d %H:%M:%S")])
    assert table.numeric["usual_hour"] == pytest.approx([0, 23.5, np.nan], nan_ok=True)


def test_gaps_run_between_order_days(tmp_path: Path) -> None:
    days = ["2024-01-01", "2024-01-01", "2024-01-11", "2024-01-31"]
    rows = [("ann", str(i), day, 5) for i, day in enumerate(days)] + [("bob", "9", "2024-02-20", 5)]
    table, _ = counted([purchases(tmp_path, PLAIN, rows)])
    assert (table.gaps.count, table.gaps.customers, table.gaps.median) == (2, 1, 15)
    assert table.numeric["median_gap_days"] == pytest.approx([15, np.nan], nan_ok=True)


def test_a_frequent_customer_counts_once_in_the_gaps_of_the_shop(tmp_path: Path) -> None:
    weekly = [("ann", f"a{i}", f"2024-01-{day:02}", 5) for i, day in enumerate(range(1, 31, 7))]
    monthly = [("bob", "b1", "2024-01-01", 5), ("bob", "b2", "2024-01-31", 5)]
    table, _ = counted([purchases(tmp_path, PLAIN, weekly + monthly)])
    assert (table.gaps.count, table.gaps.customers) == (5, 2)
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
