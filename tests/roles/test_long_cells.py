"""Cells and headings as long as harm wants them: patterns would take the square of the time, or its cube."""

from segmentation.roles.dates import are_days, date_formats
from segmentation.roles.header import normalised


def test_a_cell_too_long_for_a_date_is_none() -> None:
    long = ["1" + " " * 20_000 + "x", "1 " * 20_000, "2024-01-02" + " " * 20_000 + "5:"] * 3
    assert (date_formats(long), are_days(long)) == ((), False)


def test_a_date_with_a_long_time_of_day_is_one() -> None:
    assert date_formats(["2024-03-04T10:11:12.123456+08:00"] * 3)


def test_of_a_heading_without_an_end_the_beginning_counts() -> None:
    assert normalised("Order Date " + "(" * 1_000_000) == "order date"
