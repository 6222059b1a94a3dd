"""Exports as shops really get them: totals repeated, rows that leave out, orders that came to nothing."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from segmentation.features.customers import customer_table
from segmentation.model.choices import ChoiceKind, OwnerChoices
from segmentation.model.roles import ColumnRole, TableKind, Understanding
from segmentation.reading.reader import read
from segmentation.roles.assign import understand
from tests.features.files import TODAY, Row


def told(folder: Path, rows: Sequence[Row], choices: OwnerChoices | None = None) -> Understanding:
    path = folder / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return understand(read(path, path.name, workdir=folder / "work"), {}, choices)


def bought(file: Understanding) -> dict[str, tuple[int, float]]:
    """Orders and money of each customer."""
    table, _ = customer_table([file], None, today=TODAY)
    return dict(zip(table.ids, zip(table.orders.tolist(), table.revenue.tolist(), strict=True), strict=True))


def _days() -> list[str]:
    return [f"2024-03-{day:02}" for day in range(1, 29)]


def test_a_total_on_each_line_counts_once_per_order(tmp_path: Path) -> None:
    header = ("Order", "Customer ID", "Date", "Item", "Amount paid")
    rows = [(n, 100 + n % 4, day, item, 10 + n) for n, day in enumerate(_days()) for item in ("cup", "pot")]
    found = told(tmp_path, [header, *rows])
    assert found.kind is TableKind.ORDER_LINES
    assert found.column(ColumnRole.ORDER_TOTAL) == "Amount paid"
    assert sum(money for _, money in bought(found).values()) == sum(10 + n for n in range(28))
    [choice] = [each for each in found.choices if each.kind is ChoiceKind.TOTALS]
    assert (choice.chosen, choice.is_sure) == ("per_order", True)


def test_the_owner_can_have_it_counted_per_line(tmp_path: Path) -> None:
    header = ("Order", "Customer ID", "Date", "Item", "Amount paid")
    rows = [(n, 100 + n % 4, day, item, 10) for n, day in enumerate(_days()) for item in ("cup", "pot")]
    found = told(tmp_path, [header, *rows], {ChoiceKind.TOTALS: "per_line"})
    assert sum(money for _, money in bought(found).values()) == 28 * 2 * 10


def test_an_amount_that_is_price_times_quantity_belongs_to_its_line(tmp_path: Path) -> None:
    header = ("Order", "Customer ID", "Date", "Item", "Quantity", "Unit price", "Amount")
    rows = [(n, 100 + n % 4, day, item, 2, 5, 10) for n, day in enumerate(_days()) for item in ("cup", "pot")]
    found = told(tmp_path, [header, *rows])
    assert found.once_per_order == ()
    assert sum(money for _, money in bought(found).values()) == 28 * 2 * 10


def test_only_the_first_line_of_an_order_says_who_and_how_much(tmp_path: Path) -> None:
    header = ("Order number", "Email", "Created at", "Total", "Lineitem name", "Lineitem quantity")
    rows: list[Row] = [header]
    for n, day in enumerate(_days()):
        rows += [(n, f"c{n % 4}@x.example", day, 20, "cup", 1), (n, "", "", "", "pot", 3)]
    found = told(tmp_path, rows)
    assert [(issue.code, issue.rows) for issue in found.set_aside] == [("customer_completed", 28)]
    assert bought(found) == {f"c{n}@x.example": (7, 140.0) for n in range(4)}
    table, _ = customer_table([found], None, today=TODAY)
    assert list(table.numeric["items_per_order"]) == [4.0] * 4


@pytest.mark.parametrize(
    ("word", "code", "counts"),
    [
        ("Cancelled", "cancelled_orders", 0), ("交易关闭", "cancelled_orders", 0),
        ("ยกเลิกแล้ว", "cancelled_orders", 0), ("Отменён", "cancelled_orders", 0),
        ("storniert", "cancelled_orders", 0), ("待付款", "unpaid_orders", 0), ("test", "test_orders", 0),
        ("refunded", "refunded_orders", 0), ("退款成功", "refunded_orders", 0),
        ("partially refunded", "", 50), ("completed", "", 50),
    ],
)  # fmt: skip
def test_orders_that_came_to_nothing_are_told_and_not_counted(
    tmp_path: Path, word: str, code: str, counts: int
) -> None:
    header = ("Order", "Customer ID", "Date", "Total", "Status")
    rows = [(n, 100, day, 10, "done") for n, day in enumerate(_days())]
    found = told(
        tmp_path, [header, *rows, (90, 101, "2024-04-01", 50, word), (91, 101, "2024-04-02", 5, "done")]
    )
    assert [(issue.code, issue.rows) for issue in found.set_aside] == ([(code, 1)] if code else [])
    assert bought(found)["101"] == (1 + bool(counts), 5.0 + counts)


def test_what_was_refunded_is_taken_off_the_sale(tmp_path: Path) -> None:
    header = ("Order", "Customer ID", "Date", "Total", "Refunded amount")
    rows = [(n, 100 + n % 2, day, 10, 4 if n == 0 else 0) for n, day in enumerate(_days())]
    found = told(tmp_path, [header, *rows])
    assert bought(found) == {"100": (14, 136.0), "101": (14, 140.0)}
    table, totals = customer_table([found], None, today=TODAY)
    assert (int(totals.gross), int(totals.cancellations)) == (280, -4)
    assert table.numeric["refund_share"][0] == pytest.approx(4 / 140)


def test_refunds_are_rows_of_their_own_at_a_till(tmp_path: Path) -> None:
    header = ("Receipt number", "Customer ID", "Date", "Receipt type", "Net sales")
    rows = [(n, 100, day, "Sale", 10) for n, day in enumerate(_days())]
    found = told(tmp_path, [header, *rows, (99, 100, "2024-03-29", "Refund", 10)])
    assert found.kind is TableKind.PAYMENTS
    assert bought(found) == {"100": (28, 270.0)}


def test_guests_are_known_by_the_address_of_an_earlier_order(tmp_path: Path) -> None:
    header = ("Order", "Customer ID", "Email", "Phone", "Date", "Total")
    rows: list[Row] = [header, (1, "C1", "Ann@x.example", "", "2024-03-01", 10)]
    rows += [(2, "", "ann@x.example", "+44 20 7946 0001", "2024-03-02", 10)]
    rows += [(3, "", "", "", "2024-03-03", 10), (4, "", "guest@x.example", "", "2024-03-04", 10)]
    rows += [(n, "C2", "bob@x.example", "020 7946 0002", f"2024-03-{n:02}", 1) for n in range(5, 20)]
    rows += [(30, "", "", "02079460002", "2024-03-21", 1)]
    found = told(tmp_path, rows)
    assert bought(found) == {"C1": (2, 20.0), "C2": (16, 16.0), "guest@x.example": (1, 10.0)}
    assert [(issue.code, issue.rows) for issue in found.set_aside] == [
        ("no_customer", 1),
        ("customer_completed", 3),
    ]


def test_lines_of_an_order_are_completed_however_far_apart_they_stand(tmp_path: Path) -> None:
    header = ("Order number", "Email", "Created at", "Total", "Lineitem name")
    days = _days()
    rows: list[Row] = [(n, f"c{n % 40}@x.example", days[n % 28], 20, "cup") for n in range(2_000)]
    rows += [(n, "", "", "", "pot") for n in range(2_000)]
    found = told(tmp_path, [header, *rows])
    assert found.completed
    assert (found.customers, found.set_aside[0].code) == (40, "customer_completed")


def test_guests_who_came_late_in_the_file_are_known(tmp_path: Path) -> None:
    header = ("Order", "Customer ID", "Email", "Date", "Total")
    rows: list[Row] = [(n, f"C{n % 9}", f"c{n % 9}@x.example", "2024-03-01", 10) for n in range(1_500)]
    rows += [(n, "", f"c{n % 9}@x.example", "2024-04-01", 10) for n in range(1_500, 1_590)]
    found = told(tmp_path, [header, *rows])
    assert (found.customers, found.set_aside[0].code) == (9, "customer_completed")


def test_two_spellings_are_offered_and_merged_only_when_wanted(tmp_path: Path) -> None:
    header = ("First name", "Last name", "Date", "Amount")
    names = [("Ann", "Lee"), ("ann", "LEE"), ("Bob", "Ray"), ("Zoë", "Fox")]
    rows = [(*names[n % 4], day, 10) for n, day in enumerate(_days())]
    found = told(tmp_path, [header, *rows])
    assert sorted(bought(found)) == ["Ann Lee", "Bob Ray", "Zoë Fox", "ann LEE"]
    [choice] = [each for each in found.choices if each.kind is ChoiceKind.SPELLINGS]
    assert (choice.chosen, choice.is_sure) == ("keep", False)
    merged = told(tmp_path, [header, *rows], {ChoiceKind.SPELLINGS: "merge"})
    assert bought(merged) == {"Ann Lee": (14, 140.0), "Bob Ray": (7, 70.0), "Zoë Fox": (7, 70.0)}


def test_day_and_month_are_left_open_where_both_fit(tmp_path: Path) -> None:
    header = ("Customer ID", "Date", "Total")
    rows = [(100 + n % 4, f"{n % 12 + 1:02}/{n % 11 + 1:02}/2024", 5) for n in range(60)]
    found = told(tmp_path, [header, *rows])
    [choice] = [each for each in found.choices if each.kind is ChoiceKind.DATE_ORDER]
    assert (choice.chosen, choice.is_sure) == ("day_first", False)
    turned = told(tmp_path, [header, *rows], {ChoiceKind.DATE_ORDER: "month_first"})
    assert (found.date_format, turned.date_format) == ("%d/%m/%Y", "%m/%d/%Y")


def test_thousands_in_the_heading_count(tmp_path: Path) -> None:
    rows = [("客户编号", "日期", "金额(万元)"), *((100 + n % 4, day, "1.5") for n, day in enumerate(_days()))]
    assert bought(told(tmp_path, rows))["100"] == (7, 105_000.0)
