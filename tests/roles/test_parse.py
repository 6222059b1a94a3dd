"""Text to numbers, moments and customers."""

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.model.roles import ColumnRole, NumberStyle
from segmentation.roles.dates import date_formats, serial_format
from segmentation.roles.parse import (
    EPOCH_MILLISECONDS,
    EPOCH_SECONDS,
    EXCEL_SERIAL,
    customer_part_sql,
    date_sql,
    key_sql,
    number_sql,
)

POINT = NumberStyle()
COMMA = NumberStyle(decimal=",")


def parsed(expression: str, cell: str | None) -> object:
    with duckdb.connect() as connection:
        return connection.execute(f"SELECT {expression} FROM (SELECT ? AS c)", [cell]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("2.55", "2.55"), (" -1 ", "-1"), ("1,234.50", "1234.5"), ("1,00,000", "100000"), ("1,5", "1.5"),
        ("$1,234", "1234"), ("US$ 5", "5"), ("￥１２．５", "12.5"), ("12.50 €", "12.5"), ("(5.00)", "-5"),
        ("7.5-", "-7.5"), ("฿๑๒๓", "123"), ("١٢٣", "123"), ("1 234.5", "1234.5"), ("1’234", "1234"),
        ("128.00元", "128"), ("15%", "15"), ("（5）", "-5"), ("Rs. 40", "40"),
        ("1.3万", "13000"), ("1.3 万元", "13000"), ("1,300万", "13000000"), ("2億円", "200000000"),
        ("-3만원", "-30000"),
    ],
)  # fmt: skip
def test_numbers_with_a_decimal_point(cell: str, number: str) -> None:
    assert parsed(number_sql("c", POINT), cell) == Decimal(number)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("2,55", "2.55"), ("1.234", "1234"), ("1.234,50 €", "1234.5"), ("1 234,5", "1234.5"), ("2.50", "2.5")],
)
def test_numbers_with_a_decimal_comma(cell: str, number: str) -> None:
    assert parsed(number_sql("c", COMMA), cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["", None, "abc", "12 apples", "1.2.3", "--", "NaN"])
@pytest.mark.parametrize("numbers", [POINT, COMMA])
def test_what_is_no_number_is_null(cell: str | None, numbers: NumberStyle) -> None:
    assert parsed(number_sql("c", numbers), cell) is None


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from([POINT, COMMA]))
@settings(max_examples=50, deadline=None)
def test_a_number_written_in_a_style_is_read_back(number: Decimal, style: NumberStyle) -> None:
    written = f"{number:,.2f}"
    if style is COMMA:
        written = written.translate(str.maketrans(",.", ".,"))
    assert parsed(number_sql("c", style), written) == number


@pytest.mark.parametrize(
    ("cell", "date_format"),
    [
        ("2024-03-05 08:26:00", "%Y-%m-%d %H:%M:%S"), ("2024-03-05T08:26:00Z", "%Y-%m-%d"),
        ("2024/3/5 08:26", "%Y/%m/%d %H:%M"), ("2024-03-05 08:26:00 +0800", "%Y-%m-%d %H:%M:%S"),
        ("05/03/2024 08:26", "%d/%m/%Y %H:%M"), ("3/5/24 8:26 AM", "%m/%d/%y %I:%M %p"),
        ("5.3.2024 08:26:00", "%d.%m.%Y"), ("2024年3月5日 08:26", "%Y年%m月%d日"),
        ("20240305 08:26", "%Y%m%d"), ("2024-03-05 08:26:00\t", "%Y-%m-%d"),
        (" 2024-03-05 08:26\u3000", "%Y-%m-%d"), ("\u200e05/03/2024 08:26\t", "%d/%m/%Y %H:%M"),
        ("Mar 5, 2024 08:26", "%b %d, %Y"), ("45356.351388889", EXCEL_SERIAL),
        ("1709627160", EPOCH_SECONDS), ("1709627160000", EPOCH_MILLISECONDS),
    ],
)  # fmt: skip
def test_moments(cell: str, date_format: str) -> None:
    assert parsed(date_sql("c", date_format), cell) == datetime(2024, 3, 5, 8, 26)


@pytest.mark.parametrize("cell", ["", None, "31/31/24", "never", "12"])
@pytest.mark.parametrize("date_format", ["%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y %H:%M"])
def test_what_is_no_moment_is_null(cell: str | None, date_format: str) -> None:
    assert parsed(date_sql("c", date_format), cell) is None


@pytest.mark.parametrize(
    ("cell", "key"),
    [("17850.0", "17850"), (" 17850 ", "17850"), ("00017", "00017"), ("A.0", "A.0"), ("1.50", "1.50")],
)
def test_an_id_is_the_same_however_a_spreadsheet_wrote_it(cell: str, key: str) -> None:
    assert parsed(key_sql("c"), cell) == key


@pytest.mark.parametrize("cell", ["", None, "Guest", "N/A", "散客"])
def test_a_till_s_word_for_nobody_is_nobody(cell: str | None) -> None:
    assert parsed(key_sql("c"), cell) is None


@pytest.mark.parametrize(
    ("role", "cell", "key"),
    [
        (ColumnRole.EMAIL, " Ann@Example.org", "ann@example.org"),
        (ColumnRole.EMAIL, "none", None),
        *(
            (ColumnRole.PHONE, cell, "13800138000")
            for cell in ("+86 138-0013-8000", "13800138000.0", "8613800138000", "0086１３８00138000")
        ),
        *(
            (ColumnRole.PHONE, cell, "7700900123")
            for cell in ("+44 (0)7700 900123", "07700-900123", "0044 7700900123")
        ),
        (ColumnRole.PHONE, "8 (912) 345-67-89", "9123456789"),
        (ColumnRole.PHONE, "+7 912 345-67-89", "9123456789"),
        (ColumnRole.PHONE, "000", None),
        (ColumnRole.CUSTOMER_ID, "C1\t", "C1"),
        (ColumnRole.NAME, " Ann  Lee ", "Ann Lee"),
    ],
)
def test_what_else_tells_customers_apart(role: ColumnRole, cell: str, key: str | None) -> None:
    assert parsed(customer_part_sql("c", role), cell) == key


@pytest.mark.parametrize(
    "cell",
    [
        "5 de marzo de 2024 08:26", "5. März 2024 08:26", "5 mars 2024 à 08:26", "5 มี.ค. 2567 08:26",
        "05/03/2567 08:26", "令和6年3月5日 08:26", "R6.3.5 08:26", "113/03/05 08:26",
        "2024年3月5日 上午8:26", "2024. 3. 5. 오전 8:26", "2024년 3월 5일 08:26", "5 марта 2024 г. 08:26",
        "Tue, 5 Mar 2024 08:26:00 +0800", "Mar 5, 2024 8:26:00 AM PST", "५ मार्च 2024 08:26",
        "٢٠٢٤/٠٣/٠٥ 08:26", "05 Thg 3 2024 08:26", "05/03/2024, 08:26", "2567-03-05 08:26", "5-Mär-24 08:26",
        "5 มีนาคม 2567 08:26", "5 ມີນາ 2024 08:26", "5 មីនា 2024 08:26", "5 மார்ச் 2024 08:26",
        "5 مارس 2024 08:26", "5 março 2024 08:26", "๐๕/๐๓/๒๕๖๗ ๐๘:๒๖", "2024-03-05 08:26:00 UTC",
        "5 Maret 2024 08:26", "5 มี.ค. 67 08:26", "05/03/67 08:26", "๕/๓/๖๗ ๐๘:๒๖",
        "２０２４－０３－０５\u3000０８：２６", "2024-03-05 8:26\u202fAM", "1709627160",
        "45356.351388889",
    ],
)  # fmt: skip
def test_dates_are_read_as_people_write_them_around_the_world(cell: str) -> None:
    written = next((format_ for format_, _ in date_formats([cell])), None) or serial_format([cell])
    assert written is not None
    assert parsed(date_sql("c", written), cell) == datetime(2024, 3, 5, 8, 26)


def test_the_buddha_s_leap_day_is_ours() -> None:
    [(written, _)] = date_formats(["29/02/2567"])
    assert parsed(date_sql("c", written), "29/02/2567") == datetime(2024, 2, 29)


@pytest.mark.parametrize("cell", ["R2D2 unit 12", "12 apples", "Room 24, 2567", "mars bar 5"])
def test_words_with_numbers_are_no_dates(cell: str) -> None:
    assert date_formats([cell]) == ()


@pytest.mark.parametrize(
    ("heading", "worth"),
    [
        ("金额(万元)", 10_000), ("销售额（千元）", 1000), ("売上(百万円)", 1_000_000), ("매출(만원)", 10_000),
        ("Umsatz (Tsd. €)", 1000), ("Выручка, тыс. руб.", 1000), ("Revenue (in thousands)", 1000),
        ("金额（元）", 1), ("Amount (USD)", 1), ("Size (M)", 1),
    ],
)  # fmt: skip
def test_a_unit_in_the_heading_counts_for_every_cell(heading: str, worth: int) -> None:
    with duckdb.connect() as connection:
        sql = number_sql(heading, POINT)
        found = connection.execute(f'SELECT {sql} FROM (SELECT ? AS "{heading}")', ["1.5"]).fetchall()
    assert found[0][0] == Decimal("1.5") * worth


def test_ten_thousands_in_the_heading_lose_no_cent() -> None:
    sql = number_sql("金额(万元)", POINT)
    with duckdb.connect() as connection:
        [(found,)] = connection.execute(f"SELECT {sql} FROM (SELECT '1.234567' AS \"金额(万元)\")").fetchall()
    assert found == Decimal("12345.67")
