"""From the customer table to files somebody can use."""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.lists import list_csv, list_xlsx
from prompts.sheets import csv_bytes, harmless, xlsx_bytes
from segmentation.lists.audiences import ServiceFile, google, meta, newsletter
from segmentation.lists.hold_out import held_out
from segmentation.lists.store import listed, refusals, segments_of, store
from segmentation.model.lists import CustomerList, ListedCustomer
from tests.personas.shops import Customer, segmented, shop


def test_every_customer_is_on_exactly_one_list(tmp_path: Path) -> None:
    table = shop([Customer(email=number % 2 == 0, phone=number % 3 == 0) for number in range(40)])
    keys = ["regular", "lapsed"] * 20
    segmentation = segmented(table, keys)
    store(tmp_path / "customers.parquet", table, [segmentation])
    lists = [
        listed(tmp_path / "customers.parquet", segmentation.method, segment.key, table.currency)
        for segment in segmentation.segments
    ]
    ids = [customer.id for each in lists for customer in each.customers]
    assert sorted(ids) == sorted(table.ids)
    for each, segment in zip(lists, segmentation.segments, strict=True):
        assert len(each.customers) == segment.figures.customers
        assert sum(customer.revenue for customer in each.customers) == segment.figures.revenue
        assert [customer.revenue for customer in each.customers] == sorted(
            (customer.revenue for customer in each.customers), reverse=True
        )


def test_the_groups_of_an_earlier_analysis_are_found_for_whoever_was_there(tmp_path: Path) -> None:
    table = shop([Customer() for _ in range(6)])
    segmentation = segmented(table, ["regular", "lapsed"] * 3)
    store(path := tmp_path / "customers.parquet", table, [segmentation])
    asked = np.array([table.ids[3], "nobody", table.ids[0]], dtype=np.object_)
    assert list(segments_of(path, segmentation.method, asked)) == ["lapsed", None, "regular"]
    assert list(segments_of(path, "natural_groups", asked)) == [None] * 3


@given(st.lists(st.text(max_size=5), unique=True, max_size=80), st.integers(1, 4))
def test_a_tenth_of_each_segment_is_held_out_wherever_its_rows_stand(ids: list[str], segments: int) -> None:
    membership = np.array([len(each) % segments for each in ids], dtype=np.int32)
    may = np.array([not each.startswith(("0", "A")) for each in ids], dtype=np.bool_)
    flags = held_out(ids, membership, may)
    for segment in range(segments):
        assert flags[membership == segment].sum() == round(((membership == segment) & may).sum() / 10)
    assert not (flags & ~may).any()
    backwards = held_out(ids[::-1], membership[::-1], may[::-1])
    assert list(backwards[::-1]) == list(flags)


def test_services_get_only_those_who_can_be_matched_and_are_not_held_out() -> None:
    everyone = CustomerList(
        "lifecycle",
        "lapsed",
        "EUR",
        "DE",
        (
            _customer("1", email="Anna@Shop.example", phone="0151 23456789"),
            _customer("2", phone="no phone"),
            _customer("3", email="held@shop.example", held_out=True),
            _customer("4", phone="020 7946 0018", country="GB"),
        ),
    )
    assert [len(each.rows) for each in (meta(everyone), google(everyone))] == [2, 2]
    assert newsletter(everyone, "Lapsed").rows == (
        ("anna@shop.example", "+4915123456789", "", "Lapsed"),
        ("", "+442079460018", "", "Lapsed"),
    )
    assert all(len(cell) in {0, 64} for row in meta(everyone).rows for cell in row)


@pytest.mark.parametrize("form", [meta, google, lambda everyone: newsletter(everyone, "tag")])
def test_whoever_said_no_to_advertising_is_in_no_audience(
    form: Callable[[CustomerList], ServiceFile],
) -> None:
    said = (_customer(f"{agreed}", email=f"{agreed}@shop.example", agreed=agreed) for agreed in (True, None))
    refused = _customer("refused", email="no@shop.example", phone="0151 23456789", agreed=False)
    others = CustomerList("lifecycle", "lapsed", "EUR", "DE", tuple(said))
    assert form(replace(others, customers=(*others.customers, refused))) == form(others)
    assert len(form(others).rows) == 2


def test_who_refused_is_counted_marked_and_no_part_of_the_control_group(tmp_path: Path) -> None:
    consents = ("no", "yes", None)
    table = shop([Customer(email=True, consent=consents[number % 3]) for number in range(90)])
    segmentation = segmented(table, ["regular"] * 60 + ["lapsed"] * 30)
    store(path := tmp_path / "customers.parquet", table, [segmentation])
    assert refusals(path) == 30
    assert refusals(path, segmentation.method, "lapsed") == 10
    regular = listed(path, segmentation.method, "regular", None)
    assert sum(each.held_out for each in regular.customers) == 4
    assert not any(each.held_out for each in regular.customers if each.agreed is False)
    assert len(meta(regular).rows) == 60 - 20 - 4
    rows = list(csv.DictReader(StringIO(list_csv(regular, "en").decode("utf-8-sig"))))
    said = Counter(row["Agreed to advertising"] for row in rows)
    assert said == {"yes": 20, "": 20, "no: no advertising": 20}


def test_the_same_list_as_workbook_and_as_csv() -> None:
    customers = CustomerList(
        "lifecycle",
        "lapsed",
        "CNY",
        None,
        (_customer("=1+1", email="@x", last=date(2026, 3, 1)), _customer("7")),
    )
    sheet = openpyxl.load_workbook(BytesIO(list_xlsx([("新", customers)], "zh"))).active
    assert sheet is not None
    heading, first, second = sheet.iter_rows(values_only=True)
    assert heading[6] == "销售额（CNY）"
    assert first[0] == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert first[5:7] == (2, 12.5)
    assert second[0] == "7"
    rows = list(csv.reader(StringIO(list_csv(customers, "en").decode("utf-8-sig"))))
    assert rows[1][:3] == ["'=1+1", "", "'@x"]
    assert rows[1][7] == "2026-03-01"


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_text_becomes_a_formula(texts: list[str]) -> None:
    cells = [text.replace("\x00", "") for text in texts]
    content = csv_bytes(["heading"], [[cell] for cell in cells]).decode("utf-8-sig")
    for row in list(csv.reader(StringIO(content)))[1:]:
        for cell in row:
            assert not cell.startswith(("=", "@", "\t", "\r"))
            assert cell[1:].isdecimal() or not cell.startswith(("+", "-"))


@pytest.mark.parametrize("text", ["+4915123456789", "-5"])
def test_a_signed_number_needs_no_apostrophe(text: str) -> None:
    assert harmless(text) == text
    assert harmless(f"{text}+1") == f"'{text}+1"


def test_titles_of_sheets_are_short_and_unlike() -> None:
    long = "a segment with a name: longer than [any] sheet can have"
    book = openpyxl.load_workbook(
        BytesIO(xlsx_bytes([(title, ["x"], []) for title in (long, long + "!", "///")]))
    )
    assert len({title.lower() for title in book.sheetnames}) == 3
    assert all(0 < len(title) <= 31 for title in book.sheetnames)


def _customer(  # noqa: PLR0913 - what a test says of a customer, each by its name
    customer: str,
    *,
    email: str | None = None,
    phone: str | None = None,
    country: str | None = None,
    last: date | None = None,
    agreed: bool | None = None,
    held_out: bool = False,
) -> ListedCustomer:
    return ListedCustomer(customer, None, email, phone, country, 2, Decimal("12.50"), last, agreed, held_out)
