"""The result for other programs, through the whole analysis."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.results.export import analysis_json
from bot.results.tables import findings_csv
from segmentation.model.beliefs import Beliefs
from segmentation.model.codec import to_json
from segmentation.model.dataset import Example, ImportIssue
from segmentation.pipeline import analyse, understand

Order = tuple[str, str, float]

ONCE = [(f"c{n}", f"2024-0{1 + n % 9}-1{n % 7}", 5.0 + n) for n in range(40)]
FIVE = [("ann", "2024-01-05", 20.0), *((who, "2024-02-03", 12.0) for who in "abcd")]
OFTEN = [
    (f"c{n % 40}", f"2024-{1 + n % 12:02}-{1 + n % 28:02}", 5.0 + n % 11)
    for n in range(400)
    if n % 40 < n % 53
]


def result(orders: Iterable[Order], folder: Path) -> Any:
    path = folder / "orders.csv"
    lines = [f"{n},{who},{day},{amount}" for n, (who, day, amount) in enumerate(orders)]
    path.write_text("\n".join(["order id,customer id,order date,amount", *lines]))
    file = understand(path, path.name, workdir=folder)
    return json.loads(analysis_json(analyse([file], Beliefs(), language="en", today=date(2025, 1, 1)), "en"))


@pytest.mark.parametrize("orders", [ONCE, FIVE], ids=["one purchase each", "five customers"])
def test_without_repeat_customers_there_is_no_value_and_a_reason(orders: list[Order], tmp_path: Path) -> None:
    found = result(orders, tmp_path)
    assert found["value"] is None
    assert [each["why"] for each in found["switched_off"] if each["what"] == "value"] == [
        "too_few_repeat_customers"
    ]


def test_the_value_is_told_by_segments_of_the_main_method(tmp_path: Path) -> None:
    found = result(OFTEN, tmp_path)
    value = found["value"]
    assert not any(each["what"] == "value" for each in found["switched_off"])
    assert value["method"] == found["main_method"]
    main = next(each for each in found["segmentations"] if each["method"] == value["method"])
    assert [each["key"] for each in value["segments"]] == [each["key"] for each in main["segments"]]
    assert value["value"]["low"] < value["value"]["expected"] < value["value"]["high"]
    assert 0 < value["probability_alive"] <= 1


def test_answers_alone_have_no_value_and_a_reason() -> None:
    analysis = analyse([], Beliefs(), language="en", today=date(2025, 1, 1))
    found = json.loads(analysis_json(analysis, "en"))
    assert found["value"] is None
    assert {each["what"] for each in found["switched_off"]} == {"segments", "value"}


def test_rows_that_are_set_aside_come_as_a_table_that_no_spreadsheet_runs() -> None:
    wild, tame = ("=1+1", "+1+1", "-1,5", "@a", "\t=1", "\r=1"), ("plain", "-1", "+4915123456789")
    examples = tuple(Example(row, text) for row, text in enumerate(wild + tame, start=2))
    issues = (ImportIssue("unreadable_number", len(examples), examples, "=Sum"),)
    text = findings_csv(to_json(issues), "en").decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    assert heading == ["Row", "What is the matter", "Column", "What it says there"]
    assert [row[0] for row in rows] == [str(row) for row in range(2, 11)]
    assert [row[3] for row in rows] == [*(f"'{each}" for each in wild), *tame]
    assert {row[2] for row in rows} == {"'=Sum"}
