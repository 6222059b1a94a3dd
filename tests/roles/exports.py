"""Files as a platform would write them: its headings, our data, in its own formats."""

import csv
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.reader import read
from segmentation.roles.assign import understand

Labels = Mapping[str, tuple[str, ...]]
"""By role the headings of which one must play it."""

# What the columns nobody asks about hold, by a word in their heading.
OTHERS = (
    (r"name|nama|nombre|收货人|收件人|氏|名|이름", "name"), (r"e-?mail|メール", "email"),
    (r"phone|telp|手机|电话|電話|전화", "phone"),
    (r"date|time|时间|時間|日|เวลา|fecha|tanggal|waktu|дата|تاريخ|កាលបរិច្ឆេទ|ວັນທີ| at$", "date"),
    (r"city|都道府県|город", "city"), (r"currency|валют|สกุลเงิน|ສະກຸນເງິນ|រូបិយប័ណ្ណ", "currency"),
    (r"price|total|amount|tax|fee|sales|gross|net|discount|cost|金|费|價|价|格|料|saldo|差額|折扣", "amount"),
    (r"\bid\b|number|sku|号|번호|编码|номер", "order_id"),
)  # fmt: skip
CHOICES = {
    "name": ("Ann Lee", "Bob Ray", "王小明", "Zoë Fox", "Tim Ek"),
    "first_name": ("Ann", "Bob", "小明", "Zoë", "Tim"),
    "last_name": ("Lee", "Ray", "王", "Fox", "Ek"),
    "product": ("Red mug", "Blue mug", "Soap", "Tea towel"),
    "category": ("Kitchen", "Bath"),
    "city": ("London", "Paris", "Leeds"),
    "region": ("Kent", "Essex", "Devon"),
    "country": ("United Kingdom", "France", "China"),
    "currency": ("USD",),
    "payment_method": ("Card", "PayPal", "Cash"),
    "source": ("Instagram", "Google", "Walk-in"),
    "store": ("High Street", "Market"),
    "consent": ("yes", "no"),
    "sex": ("f", "m"),
    "job": ("Teacher", "Nurse", "Baker"),
    "entry_type": ("Sale", "Sale", "Refund"),
    "status": ("Completed", "Completed", "Shipped", "Cancelled"),
}
MONEY = {
    "amount",
    "order_total",
    "unit_price",
    "total_spent",
    "income",
    "subtotal",
    "unit_cost",
    "cost",
    "margin",
}
SMALL_MONEY = {"discount", "refund", "shipping", "tax", "fee"}
SPANISH = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
ROWS, CUSTOMERS = 120, 40


@dataclass(frozen=True)
class Style:
    """How a platform writes."""

    date: str = "%Y-%m-%d %H:%M:%S"
    money: str = "{:.2f}"
    """A format, `comma` for 1.234,56 or `dots` for 1.234.567 without cents."""
    encoding: str = "utf-8"
    lines: int = 1
    """Of an order."""
    repeated: str = ""
    """The role that stands on each line of an order."""
    first: str = ""
    """The roles that stand only on its first line."""
    preamble: int = 0
    lead: str = ""
    """What stands before every cell."""
    people: bool = False


def style_of(text: str) -> Style:
    """`date=%d.%m.%Y money=comma` and so on."""
    text = text.replace("\\t", "\t")
    told = dict(re.findall(r"(\w+)=(.*?)(?= \w+=| people|$)", text))
    lines, preamble = int(told.pop("lines", "1")), int(told.pop("preamble", "0"))
    return Style(
        date=told.get("date", Style.date),
        money=told.get("money", Style.money),
        encoding=told.get("encoding", Style.encoding),
        lines=lines,
        repeated=told.get("repeated", ""),
        first=told.get("first", ""),
        preamble=preamble,
        lead=told.get("lead", ""),
        people="people" in text,
    )


def read_export(
    folder: Path, headings: Sequence[str], labels: Labels, style: Style, delimiter: str = ","
) -> Understanding:
    """The understanding of a file that is written first."""
    path = folder / "export.csv"
    with path.open("w", encoding=style.encoding, newline="", errors="replace") as file:
        file.writelines(f"# {'-' * 20} line {line}\n" for line in range(style.preamble))
        csv.writer(file, delimiter=delimiter).writerows([headings, *_rows(headings, labels, style)])
    return understand(read(path, path.name, workdir=folder), {})


def wrong(found: Understanding, labels: Labels) -> dict[str, tuple[str, ...]]:
    """By role the columns that play it, none of which should."""
    given = {role: found.columns(ColumnRole(role)) for role in labels}
    return {
        role: columns
        for role, columns in given.items()
        if not {column.strip() for column in columns} & set(labels[role])
    }


def _rows(headings: Sequence[str], labels: Labels, style: Style) -> list[list[str]]:
    chance = random.Random(11)
    kinds = [_kind(heading, labels) for heading in headings]
    people = style.people or "date" not in labels
    rows = []
    for number in range(ROWS // style.lines):
        buyer = number if people else chance.randint(1, CUSTOMERS)
        whole = [_cell(kind, number, buyer, chance, style) for kind in kinds]
        for line in range(style.lines):
            blank = set(style.first.split("+")) if line else set()
            rows.append(
                [
                    ""
                    if kind in blank
                    else style.lead
                    + (
                        told
                        if kind in {*_SAME, style.repeated}
                        else _cell(kind, number, buyer, chance, style)
                    )
                    for kind, told in zip(kinds, whole, strict=True)
                ]
            )
    return rows


_SAME = {"order_id", "date", "customer_id", "email", "phone", "name", "status", "city", "country"}


def _kind(heading: str, labels: Labels) -> str:
    told = (role for role, names in labels.items() if heading.strip() in names)
    other = (kind for pattern, kind in OTHERS if re.search(pattern, heading, re.IGNORECASE))
    return next(told, None) or next(other, "note")


def _cell(kind: str, number: int, customer: int, chance: random.Random, style: Style) -> str:
    if kind in MONEY | SMALL_MONEY:
        return _money(chance.uniform(1, 300) if kind in MONEY else chance.choice((0, 0, 2.5)), style.money)
    if kind in {"name", "first_name", "last_name", "sex", "city", "region", "country"}:
        return CHOICES[kind][customer % len(CHOICES[kind])]
    if kind in CHOICES:
        return chance.choice(CHOICES[kind])
    moment = datetime(2023, 1, 1) + timedelta(hours=40 * number, minutes=7 * number)
    return {
        "quantity": str(chance.randint(1, 5)),
        "cancelled_at": "",
        "order_count": str(chance.randint(1, 9)),
        "customer_id": f"buyer_{customer}",
        "email": f"c{customer}@mail.example",
        "phone": f"+44 20 7946 {customer:04}",
        "date": _written(moment, style.date),
        "signed_up": _written(moment, style.date),
        "birth": str(1950 + customer % 50),
        "order_id": f"A{10_000 + number}",
        "line_id": f"{90_000 + chance.randint(0, 9_999)}",
        "sku": f"MUG-{chance.randint(10, 20)}",
        "postcode": f"{10_000 + customer}",
    }.get(kind, chance.choice(("", "", "gift", "urgent", "call first")))


def _written(moment: datetime, style: str) -> str:
    return moment.strftime(style.replace("es_month", SPANISH[moment.month - 1]))


def _money(amount: float, style: str) -> str:
    if style == "comma":
        return f"{amount * 10:,.2f}".translate(str.maketrans(",.", ".,"))
    if style == "dots":
        return f"{amount * 1000:,.0f}".replace(",", ".")
    return style.format(amount)
