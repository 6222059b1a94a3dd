"""Exports of real shops, tills and payment services: their headings, our data, a person's roles."""

import csv
import random
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from segmentation.errors import OwnerFixableError
from segmentation.model.roles import ColumnRole
from segmentation.reading.reader import read
from segmentation.roles.assign import understand

# By line of the list of headings: role=heading, where several would do with | between them; or the refusal.
EXPECTED = (Path(__file__).parent / "expected_roles.txt").read_text("utf-8").splitlines()
# What the columns nobody asks about hold, by a word in their heading.
OTHERS = (
    (r"name|收货人|收件人|氏|名", "name"), (r"e-?mail|メール", "email"), (r"phone|手机|电话|電話", "phone"),
    (r"date|time|时间|日|เวลา|fecha|تاريخ|កាលបរិច្ឆេទ|ວັນທີ| at$", "date"), (r"city|都道府県", "city"),
    (r"price|total|amount|tax|fee|sales|gross|net|discount|cost|金|费|价|格|料|saldo|差額|折扣", "amount"),
    (r"currency|สกุลเงิน|ສະກຸນເງິນ|រូបិយប័ណ្ណ", "currency"),
    (r"\bid\b|number|sku|号|번호|编码", "order_id"),
)  # fmt: skip
CHOICES = {
    "name": ("Ann Lee", "Bob Ray", "王小明", "Zoë Fox", "Tim Ek"),
    "product": ("Red mug", "Blue mug", "连衣裙", "Soap"),
    "city": ("London", "Paris", "上海"),
    "country": ("United Kingdom", "France", "China"),
    "currency": ("USD",),
}


def cell(kind: str, row: int, customer: int, chance: random.Random) -> object:
    if kind in {"quantity", "order_count"}:
        return chance.randint(1, 5)
    if kind in {"amount", "order_total", "unit_price", "total_spent", "income", "discount"}:
        return f"{chance.uniform(1, 300):.2f}"
    if kind in CHOICES:
        return CHOICES[kind][customer % len(CHOICES[kind])]
    return {
        "customer_id": f"buyer_{customer}",
        "email": f"c{customer}@mail.example",
        "phone": f"138{customer:08}",
        "date": (datetime(2023, 1, 1) + timedelta(hours=20 * row)).strftime("%Y-%m-%d %H:%M:%S"),
        "birth": 1950 + customer,
        "order_id": f"#{1000 + row // 2}",
    }.get(kind, chance.choice(("open", "done", "web")))


def generated(headings: Sequence[str], wanted: Mapping[str, set[str]]) -> list[list[object]]:
    chance = random.Random(11)
    kinds = [_kind(heading, wanted) for heading in headings]
    people = "date" not in wanted
    buyers = [row if people else chance.randint(1, 40) for row in range(120)]
    return [[cell(kind, row, buyer, chance) for kind in kinds] for row, buyer in enumerate(buyers, 1)]


def _kind(heading: str, wanted: Mapping[str, set[str]]) -> str:
    told = (role for role, names in wanted.items() if heading.strip() in names)
    other = (kind for pattern, kind in OTHERS if re.search(pattern, heading, re.IGNORECASE))
    return next(told, None) or next(other, "status")


@pytest.mark.reference
@pytest.mark.parametrize("line", range(len(EXPECTED)))
def test_headings_of_real_exports_are_understood(reference_data: Path, tmp_path: Path, line: int) -> None:
    with (reference_data / "headers" / "headers.tsv").open(encoding="utf-8", newline="") as file:
        delimiter, text = list(csv.reader(file, delimiter="\t"))[line + 1][3:5]
    mark = "\t" if delimiter == "TAB" else delimiter
    headings = next(csv.reader([text.lstrip("\ufeff")], delimiter=mark))
    pairs = (pair.split("=") for pair in EXPECTED[line].split() if "=" in pair)
    wanted = {role: set(names.replace("_", " ").split("|")) | set(names.split("|")) for role, names in pairs}
    path = tmp_path / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark).writerows([headings, *generated(headings, wanted)])
    dataset = read(path, path.name, workdir=tmp_path)
    if not wanted:
        with pytest.raises(OwnerFixableError, match=EXPECTED[line]):
            understand(dataset, {})
        return
    found = understand(dataset, {})
    given = {role: found.column(ColumnRole(role)) for role in wanted}
    assert {
        role: column for role, column in given.items() if (column or "").strip() not in wanted[role]
    } == {}
