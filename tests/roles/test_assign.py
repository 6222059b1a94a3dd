"""Datasets to what their columns mean."""

import csv
import gzip
import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from segmentation.errors import OwnerFixableError
from segmentation.model.roles import ColumnRole, Evidence, NumberStyle, TableKind, Understanding
from segmentation.reading.reader import read
from segmentation.roles.assign import understand

START = date(2023, 1, 1)


def understood(
    tmp_path: Path,
    rows: Sequence[Sequence[object]],
    roles: Mapping[str, ColumnRole] | None = None,
    delimiter: str = ",",
) -> Understanding:
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return understand(read(path, path.name, workdir=tmp_path / "work"), roles or {})


def orders(header: Sequence[str], days: str = "%Y-%m-%d", amount: str = "{:.2f}") -> list[Sequence[object]]:
    """40 customers, 200 orders: customer, date, amount."""
    chance = random.Random(7)
    return [
        header,
        *(
            (
                chance.randint(1001, 1040),
                (START + timedelta(days=chance.randint(0, 700))).strftime(days),
                amount.format(chance.uniform(1, 2000)),
            )
            for _ in range(200)
        ),
    ]


def roles(found: Understanding) -> dict[str, ColumnRole]:
    return {
        mapping.column: mapping.role for mapping in found.mappings if mapping.role is not ColumnRole.OTHER
    }


@pytest.mark.parametrize(
    "header",
    [
        ("Customer ID", "Order date", "Total"), ("客户编号", "下单时间", "实付金额"),
        ("會員編號", "訂單日期", "金額"), ("会員番号", "注文日", "合計金額"),
        ("고객번호", "주문일자", "결제금액"),
        ("รหัสลูกค้า", "วันที่สั่งซื้อ", "ยอดรวม"),
        ("ລະຫັດລູກຄ້າ", "ວັນທີ", "ຈຳນວນເງິນ"), ("លេខអតិថិជន", "កាលបរិច្ឆេទ", "ចំនួនទឹកប្រាក់"),
        ("வாடிக்கையாளர் எண்", "தேதி", "தொகை"), ("Kundennummer", "Bestelldatum", "Betrag"),
        ("Numéro client", "Date de commande", "Montant"), ("ID de cliente", "Fecha", "Importe"),
        ("رقم العميل", "التاريخ", "المبلغ"), ("Номер клиента", "Дата", "Сумма"),
    ],
)  # fmt: skip
def test_headings_are_understood_in_many_languages(tmp_path: Path, header: tuple[str, str, str]) -> None:
    found = understood(tmp_path, orders(header))
    expected = (ColumnRole.CUSTOMER_ID, ColumnRole.DATE, ColumnRole.AMOUNT)
    assert roles(found) == dict(zip(header, expected, strict=True))
    assert (found.kind, found.customers) == (TableKind.ORDER_LINES, 40)


@pytest.mark.parametrize(
    "days",
    ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%Y年%m月%d日"],
)
def test_dates_are_read_in_every_order(tmp_path: Path, days: str) -> None:
    header = ("Customer ID", "Date", "Total")
    expected = understood(tmp_path, orders(header))
    found = understood(tmp_path, orders(header, days))
    assert (found.first_date, found.last_date) == (expected.first_date, expected.last_date)
    assert found.set_aside == ()


def test_day_and_month_are_told_apart_by_the_whole_column(tmp_path: Path) -> None:
    rows: list[Sequence[object]] = [("customer", "date", "total")]
    rows += [(n % 30 + 100, f"{n % 12 + 1:02}/{n % 11 + 1:02}/2023", f"{n}.5") for n in range(3000)]
    rows += [(101, "01/25/2023", "1.5")]
    found = understood(tmp_path, rows)
    assert found.date_format == "%m/%d/%Y"
    assert found.set_aside == ()


def test_a_decimal_comma_is_a_decimal_comma(tmp_path: Path) -> None:
    rows = [
        ("Kunde", "Datum", "Menge", "Einzelpreis"),
        *((n % 9 + 1, "01.02.2023", "2", f"{n}.234,50 €") for n in range(1, 50)),
    ]
    found = understood(tmp_path, rows, delimiter=";")
    assert found.numbers == NumberStyle(",")
    assert (found.currency, found.set_aside) == ("EUR", ())


def test_an_id_is_the_same_customer_however_it_was_written(tmp_path: Path) -> None:
    rows = [("CustomerID", "Date", "Amount"), ("17850.0", "2023-01-01", "5"), ("17850", "2023-01-02", "5")]
    assert understood(tmp_path, rows).customers == 1


@pytest.mark.parametrize(
    ("column", "cells", "role"),
    [
        ("E-mail", ("Ann@example.org", "ann@example.org ", "bob@example.org"), ColumnRole.EMAIL),
        ("手机号", ("13800138000", "138-0013-8000", "13900139000"), ColumnRole.PHONE),
        ("姓名", ("王小明", "王小明", "李四"), ColumnRole.NAME),
    ],
)
def test_without_an_id_something_else_tells_customers_apart(
    tmp_path: Path, column: str, cells: Sequence[str], role: ColumnRole
) -> None:
    rows = [(column, "Order date", "Total"), *((cell, "2023-01-01", "5.20") for cell in cells)]
    found = understood(tmp_path, rows)
    assert found.column(role) == column
    assert found.customers == 2


def test_what_cannot_be_used_is_counted_with_examples(tmp_path: Path) -> None:
    rows = [
        ("Customer ID", "Order ID", "Date", "Quantity", "Price"),
        *((n % 20 + 100, n, "2023-05-01", 2, "4.50") for n in range(60)),
        ("", 61, "2023-05-02", 1, "1.00"),
        (105, 62, "31/31/2023", 1, "2.00"),
        (105, 63, "2023-05-02", "two", "2.00"),
        (106, 64, "2023-05-02", -1, "4.50"),
    ]
    found = understood(tmp_path, rows)
    assert [(issue.code, issue.column, issue.rows, issue.examples[0].row) for issue in found.set_aside] == [
        ("no_customer", None, 1, 62),
        ("cancellations", None, 1, 65),
        ("unreadable_date", "Date", 1, 63),
        ("unreadable_number", "Quantity", 1, 64),
    ]
    assert found.set_aside[2].examples[0].text == "31/31/2023"
    assert found.dataset.rows == 64


def test_totals_that_a_long_file_ends_with_are_told_once(tmp_path: Path) -> None:
    rows = [
        ("Date", "Customer", "Note", "Total"),
        *(("2023-05-01", f"Ann {n % 40}", "x" * 90, 5) for n in range(12_000)),
    ]
    found = understood(tmp_path, [*rows, ("合计", "", "", 60_000)])
    assert found.customers == 40
    assert [(issue.code, issue.rows) for issue in (*found.dataset.issues, *found.set_aside)] == [
        ("no_customer", 1)
    ]


def test_a_list_of_people_is_one(tmp_path: Path) -> None:
    rows = [
        ("ID", "Name", "Gender", "Age", "Annual Income", "Total Orders", "Total Spent", "Created"),
        *(
            (
                n,
                f"Person {'abcdefghij'[n % 10] * 3}",
                "mf"[n % 2],
                20 + n,
                30_000 + n,
                n,
                n * 7.5,
                "2023-01-01",
            )
            for n in range(1, 40)
        ),
    ]
    found = understood(tmp_path, rows)
    assert found.kind is TableKind.CUSTOMERS
    assert roles(found) == {
        "ID": ColumnRole.CUSTOMER_ID, "Name": ColumnRole.NAME, "Gender": ColumnRole.SEX,
        "Age": ColumnRole.AGE, "Annual Income": ColumnRole.INCOME, "Total Orders": ColumnRole.ORDER_COUNT,
        "Total Spent": ColumnRole.TOTAL_SPENT, "Created": ColumnRole.SIGNED_UP,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Support tickets", ColumnRole.SERVICE_SCORE),
        ("客服次数", ColumnRole.SERVICE_SCORE),
        ("Satisfaction (1-5)", None),
        ("满意度(1-5)", None),
    ],
)
def test_how_content_somebody_is_does_not_say_how_much_service_they_take(
    tmp_path: Path, heading: str, role: ColumnRole | None
) -> None:
    rows: list[Sequence[object]] = [("Name", "E-mail", heading)]
    rows += [(f"Person {'abcdefghij'[n % 10] * 3}", f"p{n}@shop.test", n % 5 + 1) for n in range(40)]
    assert roles(understood(tmp_path, rows)).get(heading) is role


@pytest.mark.parametrize("heading", ["客户名称", "客户名称(开户行代码)"])
def test_codes_of_banks_are_no_names_of_customers(tmp_path: Path, heading: str) -> None:
    codes, names = ("ICBC", "CCB", "ABC", "CMB"), ("王小明", "李四", "张三", "赵敏", "陈静")
    rows: list[Sequence[object]] = [(heading, "会员姓名", "日期", "金额")]
    rows += [(codes[n % 4], names[n % 5], f"2024-03-{n % 28 + 1:02}", n + 0.5) for n in range(60)]
    found = understood(tmp_path, rows)
    assert (found.column(ColumnRole.NAME), found.customers) == ("会员姓名", 5)


@pytest.mark.parametrize(
    ("cells", "role"),
    [(("SP", "RJ", "Minas Gerais"), ColumnRole.REGION), (("Entregue", "Cancelado"), ColumnRole.STATUS)],
)
def test_a_word_for_state_and_for_status_is_told_by_its_cells(
    tmp_path: Path, cells: Sequence[str], role: ColumnRole
) -> None:
    rows: list[Sequence[object]] = [("E-mail", "Data", "Total", "Estado")]
    rows += [
        (f"c{n % 7}@x.example", f"2024-03-{n % 28 + 1:02}", n + 0.5, cells[n % len(cells)]) for n in range(60)
    ]
    assert understood(tmp_path, rows).column(role) == "Estado"


def test_the_owner_s_word_wins(tmp_path: Path) -> None:
    header = ("Customer ID", "Date", "Total")
    found = understood(tmp_path, orders(header), {"Total": ColumnRole.UNIT_PRICE})
    mapping = found.mappings[2]
    assert (mapping.role, mapping.confidence, mapping.evidence) == (
        ColumnRole.UNIT_PRICE,
        1.0,
        Evidence.OWNER,
    )
    assert found.column(ColumnRole.AMOUNT) is None


def test_a_table_without_headings_is_understood_by_its_content(tmp_path: Path) -> None:
    rows = orders(("", "", ""))[1:]
    found = understood(tmp_path, rows)
    assert [mapping.role for mapping in found.mappings] == [
        ColumnRole.CUSTOMER_ID,
        ColumnRole.DATE,
        ColumnRole.AMOUNT,
    ]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("Campaign", "Send date", "Clicks"), "no_customer_column"),
        (("Customer ID", "Colour", "Total"), "no_date"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, header: Sequence[str], code: str) -> None:
    rows = [header, *((n % 5 + 100, "blue", f"{n}.50") for n in range(50))]
    with pytest.raises(OwnerFixableError) as caught:
        understood(tmp_path, rows)
    assert caught.value.code == code
    assert tuple(name for name, _ in caught.value.columns) == tuple(header)


def test_dates_of_several_writings_are_not_guessed_at(tmp_path: Path) -> None:
    writings = ("2024-03-{:02}", "{:02}.03.2024", "03/{:02}/2024")
    dates = [writings[n % 3].format(n % 28 + 1) for n in range(60)]
    rows = [
        ("Customer ID", "Order date", "Total"),
        *((n % 5 + 100, day, "2.50") for n, day in enumerate(dates)),
    ]
    with pytest.raises(OwnerFixableError) as caught:
        understood(tmp_path, rows)
    assert caught.value.code == "dates_unclear"
    assert caught.value.details == {"column": "Order date"}


@pytest.mark.reference
def test_the_online_retail_file_is_understood(reference_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "online_retail.csv"
    path.write_bytes(gzip.decompress((reference_data / "online_retail.csv.gz").read_bytes()))
    found = understand(read(path, path.name, workdir=tmp_path), {})
    assert found.dataset.path == path
    assert (found.dataset.rows, found.customers) == (541_909, 4_372)
    assert (found.first_date, found.last_date) == (date(2010, 12, 1), date(2011, 12, 9))
    assert {issue.code: issue.rows for issue in found.set_aside} == {
        "no_customer": 135_080,
        "cancellations": 8_905,
    }
    assert roles(found) == {
        "InvoiceNo": ColumnRole.ORDER_ID, "Description": ColumnRole.PRODUCT, "Quantity": ColumnRole.QUANTITY,
        "InvoiceDate": ColumnRole.DATE, "UnitPrice": ColumnRole.UNIT_PRICE,
        "CustomerID": ColumnRole.CUSTOMER_ID, "Country": ColumnRole.COUNTRY, "StockCode": ColumnRole.SKU,
    }  # fmt: skip


@pytest.mark.reference
@pytest.mark.parametrize(
    ("file", "expected", "some"),
    [
        ("rfm/orders.csv", ("order_lines", 995), "customer_id=customer_id order_date=date revenue=amount"),
        ("cdnow/CDNOW_master.txt", ("order_lines", 23_570), "customer_id=customer_id dollar_value=amount"),
        ("cdnow/CDNOW_sample.txt", ("order_lines", 2_357), "column1=customer_id column3=date column5=amount"),
        ("customers/marketing_campaign.csv", ("customers", 2_240), "ID=customer_id Year_Birth=birth"),
        ("customers/Mall_Customers.csv", ("customers", 200), "CustomerID=customer_id Genre=sex Age=age"),
    ],
)
def test_known_files_are_understood(
    reference_data: Path, tmp_path: Path, file: str, expected: tuple[str, int], some: str
) -> None:
    path = reference_data / file
    found = understand(read(path, path.name, workdir=tmp_path), {})
    assert (found.kind, found.customers) == expected
    assert roles(found).items() >= dict(pair.split("=") for pair in some.split()).items()
