"""Habits of the exports of real shops, tills and payment services, each in a few rows: what they come to."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.errors import OwnerFixableError
from segmentation.features.customers import customer_table
from segmentation.model.roles import ColumnRole as R
from segmentation.model.roles import TableKind, Understanding
from segmentation.reading.reader import read
from segmentation.roles.assign import understand
from tests.features.files import TODAY, Row

DAYS = [f"2024-03-{day:02}" for day in range(1, 25)]
PEOPLE = ("Ann Lee", "Bob Ray", "Cid Fox", "Dora Hill")


def told(folder: Path, rows: Sequence[Row], delimiter: str = ",") -> Understanding:
    path = folder / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return understand(read(path, path.name, workdir=folder / "work"), {})


def totals(file: Understanding) -> tuple[int, int, float]:
    """Customers, orders, and what they paid."""
    _, found = customer_table([file], None, today=TODAY)
    return found.customers, found.orders, float(found.revenue)


def mail(n: int) -> str:
    return f"c{n % 4}@x.example"


def test_an_order_is_void_on_all_its_lines_where_only_the_first_says_so(tmp_path: Path) -> None:
    header = (
        "Name",
        "Email",
        "Financial Status",
        "Total",
        "Created at",
        "Lineitem quantity",
        "Lineitem name",
    )
    rows: list[Row] = [header]
    for n, day in enumerate(DAYS):
        state = "voided" if n % 6 == 5 else "paid"
        rows += [(f"#{n}", mail(n), state, 20, day, 1, "cup"), (f"#{n}", mail(n), "", "", day, 2, "pot")]
    assert totals(told(tmp_path, rows)) == (4, 20, 400)


@pytest.mark.parametrize(
    ("heading", "word", "counts"),
    [
        ("Financial Status", "pending", False), ("Zahlungsstatus", "Offen", False),
        ("Fulfillment Status", "pending", True), ("Bestellstatus", "Offen", True),
        ("Bezahlt", "nein", False), ("Paid", "no", False),
    ],
)  # fmt: skip
def test_what_waits_in_a_column_of_payments_is_unpaid(
    tmp_path: Path, heading: str, word: str, *, counts: bool
) -> None:
    others = {"Bezahlt": "ja", "Paid": "yes"}.get(heading, "paid")
    rows: list[Row] = [("Order", "Email", "Date", "Total", heading)]
    rows += [(n, mail(n), day, 10, word if n % 6 == 5 else others) for n, day in enumerate(DAYS)]
    found = told(tmp_path, rows)
    assert totals(found)[1] == (24 if counts else 20)
    assert ("unpaid_orders" in {issue.code for issue in found.set_aside}) is not counts


def test_a_stroke_is_no_reason_for_cancelling(tmp_path: Path) -> None:
    rows: list[Row] = [("订单编号", "下单时间", "手机", "实付金额", "取消原因")]
    rows += [(n, day, f"1380000000{n % 4}", 10, "不想要了" if n == 3 else "-") for n, day in enumerate(DAYS)]
    assert totals(told(tmp_path, rows)) == (4, 23, 230)


def test_a_database_that_writes_no_day_as_zeros_has_cancelled_nothing(tmp_path: Path) -> None:
    rows: list[Row] = [("Order", "Email", "Date", "Total", "Cancelled at")]
    rows += [
        (n, mail(n), day, 10, day if n == 3 else ("0000-00-00 00:00:00", "-", "NULL")[n % 3])
        for n, day in enumerate(DAYS)
    ]
    assert totals(told(tmp_path, rows)) == (4, 23, 230)


def test_guests_with_the_account_zero_are_known_by_their_address(tmp_path: Path) -> None:
    rows: list[Row] = [("Order ID", "Customer ID", "Customer Email", "Order Date", "Order Total")]
    rows += [(n, 0 if n % 4 else 40, mail(n), day, 10) for n, day in enumerate(DAYS)]
    assert totals(told(tmp_path, rows)) == (4, 24, 240)


def test_what_broken_formulas_leave_is_nobody(tmp_path: Path) -> None:
    rows: list[Row] = [("Order", "Customer ID", "Order date", "Amount")]
    rows += [(n, f"C{n % 4}", day, 10) for n, day in enumerate(DAYS)] + [(90, "#N/A", "2024-04-01", 5)]
    found = told(tmp_path, rows)
    assert totals(found) == (4, 24, 240)
    assert [(issue.code, issue.rows) for issue in found.set_aside] == [("no_customer", 1)]


@pytest.mark.parametrize("sender_first", [True, False])
def test_a_payment_counts_for_the_customer_whichever_way_it_went(
    tmp_path: Path, *, sender_first: bool
) -> None:
    """The shop itself is nobody's customer, and what it pays back is not its own."""
    sides = ("From Email Address", "To Email Address")
    rows: list[Row] = [("Date", "Name", "Type", "Gross", *(sides if sender_first else sides[::-1]))]
    shop = "shop@leaf.example"
    paid = [
        (day, PEOPLE[n % 4], "Express Checkout Payment", "10.00", mail(n), shop) for n, day in enumerate(DAYS)
    ]
    back = [("2024-04-01", PEOPLE[0], "Payment Refund", "-10.00", shop, mail(0))]
    out = [("2024-04-02", "", "General Withdrawal", "-100.00", shop, "")]
    every = [*paid, *back, *out]
    rows += every if sender_first else [(*row[:4], row[5], row[4]) for row in every]
    table, found = customer_table([told(tmp_path, rows)], None, today=TODAY)
    assert dict(zip(table.ids, table.revenue.tolist(), strict=True)) == {
        mail(n): 60 - 10 * (n == 0) for n in range(4)
    }
    assert found.cancellations == Decimal(-10)


def test_an_order_told_as_a_whole_by_line_and_as_paid_counts_once(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("Date", "Receipt Number", "Line Type", "Customer Code", "Quantity", "Total", "Details", "Sku")
    ]
    for n, day in enumerate(DAYS):
        rows += [
            (day, n, "Sale", f"C{n % 4}", 3, 25, "cup+pot", ""),
            (day, n, "Sale Line", f"C{n % 4}", 1, 5, "cup", "A1"),
            (day, n, "Sale Line", f"C{n % 4}", 2, 20, "pot", "B2"),
            (day, n, "Payment", f"C{n % 4}", "", "", "Cash", ""),
        ]
    found = told(tmp_path, rows)
    assert totals(found) == (4, 24, 600)
    assert ("repeated_rows", 24) in [(issue.code, issue.rows) for issue in found.set_aside]


def test_the_order_s_own_total_counts_where_each_row_is_an_order(tmp_path: Path) -> None:
    rows: list[Row] = [("Sale Date", "Order ID", "Buyer User ID", "Order Value", "Shipping", "Order Total")]
    rows += [(day, n, f"buyer{n % 4}", 10, 3, 13) for n, day in enumerate(DAYS)]
    assert totals(told(tmp_path, rows)) == (4, 24, 24 * 13)


def test_a_total_that_is_nothing_in_some_orders_still_stands_on_each_line(tmp_path: Path) -> None:
    rows: list[Row] = [("Order number", "Date created", "Email", "Item", "Net amount")]
    for n, day in enumerate(DAYS):
        rows += [(n, day, mail(n), item, 0 if n % 4 == 0 else 30) for item in ("cup", "pot")]
    assert totals(told(tmp_path, rows))[2] == 18 * 30


@pytest.mark.parametrize("cells", [("2 x", "3 x"), ("x2", "x3"), ("2件", "3件"), ("2 pcs", "3 pcs")])
def test_pieces_may_be_written_with_a_cross_or_a_word(tmp_path: Path, cells: tuple[str, str]) -> None:
    rows: list[Row] = [("Order", "Email", "Date", "Item", "Qty", "Unit price")]
    rows += [(n, mail(n), day, "cup", cells[n % 2], "4.50") for n, day in enumerate(DAYS)]
    assert totals(told(tmp_path, rows))[2] == 12 * (2 + 3) * 4.5


def test_points_that_part_thousands_twice_part_them_everywhere(tmp_path: Path) -> None:
    rows: list[Row] = [("No. Pesanan", "Tanggal", "Nama Pembeli", "Total (IDR)")]
    rows += [(n, day, PEOPLE[n % 4], "1.250.000" if n == 20 else "48.000") for n, day in enumerate(DAYS)]
    found = told(tmp_path, rows)
    assert (totals(found)[2], found.currency) == (23 * 48_000 + 1_250_000, "IDR")


def test_money_in_arabic_signs_is_money(tmp_path: Path) -> None:
    rows: list[Row] = [("رقم الطلب", "تاريخ الطلب", "رقم الجوال", "إجمالي الطلب")]
    rows += [(n, day, f"+96655000000{n % 4}", "١٬٢٣٤٫٥٠ ر.س") for n, day in enumerate(DAYS)]
    found = told(tmp_path, rows)
    assert (totals(found), found.currency) == ((4, 24, 24 * 1234.5), "SAR")


@pytest.mark.parametrize(
    "header",
    [
        "Sipariş Numarası;Sipariş Tarihi;Müşteri No;Durum;Tutar;İptal Edildi",
        "Numer zamówienia;Data zamówienia;Numer klienta;Status;Kwota;Anulowane",
        "Bestelnummer;Besteldatum;Klantnummer;Status;Totaal;Geannuleerd",
        "מספר הזמנה;תאריך;מספר לקוח;סטטוס;סכום;בוטל",
        "Ordernummer;Orderdatum;Kundnummer;Status;Summa;Annullerad",
        "Číslo objednávky;Datum objednávky;Číslo zákazníka;Stav;Částka;Zrušeno",
    ],
)
def test_orders_are_understood_in_further_languages(tmp_path: Path, header: str) -> None:
    *columns, void = header.split(";")
    rows: list[Row] = [columns]
    rows += [(n, day, 100 + n % 4, void if n == 3 else "-", "1.234,50") for n, day in enumerate(DAYS)]
    assert totals(told(tmp_path, rows, ";")) == (4, 23, 23 * 1234.5)


def test_numbers_that_a_spreadsheet_has_rounded_hold_no_orders_together(tmp_path: Path) -> None:
    rows: list[Row] = [("订单编号", "下单时间", "买家姓名", "手机", "实付金额")]
    rows += [("1.90E+17", day, PEOPLE[n % 4], "8.61E+12", 10) for n, day in enumerate(DAYS)]
    found = told(tmp_path, rows)
    assert (found.column(R.ORDER_ID), found.column(R.PHONE)) == (None, None)
    assert totals(found) == (4, 24, 240)


def test_the_day_of_ordering_is_found_behind_those_of_paying_and_sending(tmp_path: Path) -> None:
    rows: list[Row] = [("Shipped", "Paid", "Ordered", "Order", "Email", "Total")]
    rows += [("2024-05-01", "2024-04-30", day, n, mail(n), 10) for n, day in enumerate(DAYS)]
    assert told(tmp_path, rows).column(R.DATE) == "Ordered"


@pytest.mark.parametrize("written", ["Mar-{day:02}-24", "Mar-{day:02}-2024"])
def test_months_may_stand_first_with_strokes(tmp_path: Path, written: str) -> None:
    rows: list[Row] = [("Sale Date", "Order Number", "Buyer Username", "Total Price")]
    rows += [(written.format(day=n + 1), n, f"buyer{n % 4}", 10) for n in range(24)]
    found = told(tmp_path, rows)
    assert (str(found.first_date), str(found.last_date)) == ("2024-03-01", "2024-03-24")


def test_goods_sold_to_nobody_known_are_no_list_of_goods(tmp_path: Path) -> None:
    rows: list[Row] = [("Код номенклатуры", "Бренд", "Дата продажи", "Кол-во", "Цена розничная")]
    rows += [(n, "Лист", day, 1, 90) for n, day in enumerate(DAYS)]
    with pytest.raises(OwnerFixableError, match="no_customer_column"):
        told(tmp_path, rows)


def test_sums_above_the_headings_are_no_heading(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("TOTAL", "", "", "£240.00", "#REF!"),
        ("Order", "Email", "Order date", "Amount", "Margin"),
    ]
    rows += [(n, mail(n), day, "£10.00", "#DIV/0!") for n, day in enumerate(DAYS)]
    found = told(tmp_path, rows)
    assert (found.kind, found.currency, totals(found)) == (TableKind.ORDERS, "GBP", (4, 24, 240))


def test_a_tab_in_a_cell_keeps_its_digits_and_is_no_day_of_cancelling(tmp_path: Path) -> None:
    rows: list[Row] = [("Order ID", "Created Time", "Cancelled Time", "Buyer Username", "Order Amount")]
    rows += [
        (f"57{n}\t", f"{day}\t", f"{day}\t" if n == 3 else "\t", f"user{n % 4}", 10)
        for n, day in enumerate(DAYS)
    ]
    assert totals(told(tmp_path, rows)) == (4, 23, 230)


def test_a_bill_with_a_mark_before_each_cell_is_read_and_its_refunds_count_once(tmp_path: Path) -> None:
    sale = "`{day},`W{n},`u{who},`SUCCESS,`10.00,`0.00"
    lines = ["交易时间,微信订单号,用户标识,交易状态,订单金额,退款金额"]
    lines += [sale.format(day=day, n=n, who=n % 4) for n, day in enumerate(DAYS)]
    lines += ["`2024-04-01,`W99,`u1,`REFUND,`0.00,`4.00"]
    path = tmp_path / "bill.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    assert totals(understand(read(path, path.name, workdir=tmp_path / "work"), {})) == (4, 24, 236)


def test_a_one_under_refunded_is_an_answer_and_no_sum(tmp_path: Path) -> None:
    rows: list[Row] = [("Purchase ID", "Email", "Purchase Date", "Sale Price ($)", "Refunded?")]
    rows += [(n, mail(n), day, 10, int(n == 3)) for n, day in enumerate(DAYS)]
    assert totals(told(tmp_path, rows)) == (4, 23, 230)


def test_days_that_begin_with_the_year_are_read_among_others(tmp_path: Path) -> None:
    rows: list[Row] = [("Order", "Email", "Date", "Total")]
    rows += [
        (n, mail(n), f"{n + 1:02}/03/2024" if n % 6 else f"2024-03-{n + 1:02}", 10) for n in range(len(DAYS))
    ]
    found = told(tmp_path, rows)
    assert (found.first_date, found.set_aside) == (date(2024, 3, 1), ())


def test_a_line_that_came_back_takes_no_other_of_its_order_along(tmp_path: Path) -> None:
    rows: list[Row] = [("Order", "Email", "Date", "Item", "Line total", "Return status")]
    for n, day in enumerate(DAYS):
        back = "returned" if n % 6 == 5 else ""
        rows += [(n, mail(n), day, "cup", 10, back), (n, mail(n), day, "pot", 5, "")]
    assert totals(told(tmp_path, rows)) == (4, 24, 24 * 15 - 4 * 10)
