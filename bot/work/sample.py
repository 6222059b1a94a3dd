"""The sample shop: two years of made-up orders whose groups are known, in the owner's language.

Six kinds of customer are planted, so that whoever reads the result can see whether the segments are
right: trade buyers, regulars, gift buyers who come only around the same dates, rare but big spenders,
newcomers and people who have stopped coming.
"""

import csv
import json
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from cattrs import structure

from prompts.catalog import Catalog

FIRST_DAY = date(2024, 7, 1)
LAST_DAY = date(2026, 6, 30)
SEED = 20260630
DESCRIPTION = Path(__file__).with_name("sample.toml")
CLOSING_TIME = time(20)
ANSWERS = (
    "offer", "region", "average_order", "problem", "strength", "unwanted_group", "competitors",
    "own_channels",
)  # fmt: skip
"""Questions the owner answers in words of the language, `sample.answers.*`."""
SHARE_WITH_EMAIL = 0.8
SHARE_WITH_PHONE = 0.6


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of customer, as `sample.toml` describes it."""

    key: str
    customers: int
    products: tuple[str, ...]
    gap_days: tuple[int, int]
    pieces: tuple[int, int]
    lines: tuple[int, int]
    hours: tuple[int, int]
    weekdays: tuple[int, ...]
    birth_years: tuple[int, int]
    female_share: float
    """0 to 1."""
    source_weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shopper:
    id: str
    kind: Kind
    name: str
    sex: str
    birth_year: int
    city: str
    source: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Line:
    order: str
    at: datetime
    shopper: str
    product: str
    quantity: int


def write_sample(folder: Path, language: str, catalog: Catalog) -> tuple[Path, Path]:
    """Write the orders and the customers of the sample shop into `folder`; return their paths."""
    chance = random.Random(SEED)  # noqa: S311  (a shop is invented, nothing is kept secret)
    words = _Words(catalog, language)
    shoppers = [_shopper(number, kind, chance, words) for number, kind in enumerate(_planted(), start=1)]
    lines = _with_everyday_faults(_numbered(_visits(shoppers, chance)), chance)
    folder.mkdir(parents=True, exist_ok=True)
    orders = _write(folder / words("orders_file"), _order_rows(lines, words))
    customers = _write(folder / words("customers_file"), _customer_rows(shoppers, words))
    return orders, customers


def write_answers(folder: Path, language: str, catalog: Catalog) -> Path:
    """Write what the owner of the sample shop told, as `personabot analyse --answers` reads it."""
    words = _Words(catalog, language)
    told = {**_described()["answers"], **{key: words.answer(key) for key in ANSWERS}}
    path = folder / "answers.toml"
    lines = (f"{key} = {json.dumps(answer, ensure_ascii=False)}\n" for key, answer in told.items())
    path.write_text("".join(lines), encoding="utf-8")
    return path


class _Words:
    """The sample's own words in one language."""

    def __init__(self, catalog: Catalog, language: str) -> None:
        self._catalog = catalog
        self._language = language

    def __call__(self, key: str, **values: str) -> str:
        return self._catalog.text(f"sample.{key}", self._language, **values)

    def answer(self, key: str) -> str | list[str]:
        """An answer in the owner's words; several stand one on a line."""
        lines = self.several(f"answers.{key}")
        return lines if len(lines) > 1 else lines[0]

    def several(self, key: str) -> list[str]:
        """A text with one entry a line."""
        return self(key).splitlines()


def _planted() -> Iterator[Kind]:
    for key, traits in _described()["kinds"].items():
        kind = structure({"key": key, **traits}, Kind)
        yield from [kind] * kind.customers


def _described() -> dict[str, Any]:
    return tomllib.loads(DESCRIPTION.read_text(encoding="utf-8"))


def _shopper(number: int, kind: Kind, chance: random.Random, words: _Words) -> Shopper:
    sex = "female" if chance.random() < kind.female_share else "male"
    given, family = chance.choice(words.several(f"{sex}_list")), chance.choice(words.several("family_list"))
    name = words("person_name", given=given, family=family)
    if kind.key == "trade":
        name = words("company_name", company=chance.choice(words.several("company_list")), family=family)
    return Shopper(
        id=f"C{number:04d}",
        kind=kind,
        name=name,
        sex=words(f"sex.{sex}"),
        birth_year=chance.randint(*kind.birth_years),
        city=chance.choices(words.several("city_list"), weights=(8, 4, 3, 2, 1))[0],
        source=chance.choices(words.several("source_list"), weights=kind.source_weights)[0],
        email=f"c{number:04d}@{words('email_domain')}" if chance.random() < SHARE_WITH_EMAIL else "",
        phone=f"{words('phone_prefix')}{number:05d}" if chance.random() < SHARE_WITH_PHONE else "",
    )


def _visits(
    shoppers: Sequence[Shopper], chance: random.Random
) -> Iterator[tuple[datetime, Shopper, str, int]]:
    for shopper in shoppers:
        for day in _days(shopper.kind, chance):
            at = _opening_time(day, shopper.kind, chance)
            lines = min(chance.randint(*shopper.kind.lines), len(shopper.kind.products))
            for product in chance.sample(shopper.kind.products, lines):
                yield at, shopper, product, chance.randint(*shopper.kind.pieces)


def _days(kind: Kind, chance: random.Random) -> Iterator[date]:
    """The days on which one customer of this kind comes."""
    match kind.key:
        case "gift":
            anchor = chance.choice((date(2024, 12, 12), date(2025, 2, 10)))
            first = anchor + timedelta(days=chance.randint(-8, 8))
            yield first
            yield first + timedelta(days=chance.randint(*kind.gap_days))
        case "newcomer":
            yield LAST_DAY - timedelta(days=chance.randint(0, 55))
        case "stopped":
            first = FIRST_DAY + timedelta(days=chance.randint(0, 90))
            yield from _rhythm(first, LAST_DAY - timedelta(days=chance.randint(240, 420)), kind, chance)
        case _:
            yield from _rhythm(FIRST_DAY + timedelta(days=chance.randint(0, 200)), LAST_DAY, kind, chance)


def _rhythm(first: date, last: date, kind: Kind, chance: random.Random) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=chance.randint(*kind.gap_days))


def _opening_time(day: date, kind: Kind, chance: random.Random) -> datetime:
    """The nearest day on which this kind comes, at one of its hours, never after the last day."""
    wanted = chance.choice(kind.weekdays)
    day = min(day + timedelta(days=(wanted - day.weekday()) % 7), LAST_DAY)
    return datetime.combine(day, time(chance.randint(*kind.hours), chance.randint(0, 59)))


def _numbered(visits: Iterator[tuple[datetime, Shopper, str, int]]) -> list[Line]:
    """Orders are numbered as the till would: by time, all lines of a visit under one number."""
    numbers: dict[tuple[datetime, str], str] = {}
    lines = []
    for at, shopper, product, quantity in sorted(visits, key=lambda visit: (visit[0], visit[1].id)):
        order = numbers.setdefault((at, shopper.id), f"A{10_001 + len(numbers)}")
        lines.append(Line(order, at, shopper.id, product, quantity))
    return lines


def _with_everyday_faults(lines: list[Line], chance: random.Random) -> Iterator[Line]:
    """As in every till: some sales to nobody in particular, and some goods brought back."""
    anonymous = set(chance.sample(range(len(lines)), 25))
    returned = set(chance.sample(range(len(lines)), 18))
    for position, line in enumerate(lines):
        shopper = "" if position in anonymous else line.shopper
        yield Line(line.order, line.at, shopper, line.product, line.quantity)
        if position in returned:
            back = min(line.at + timedelta(days=2), datetime.combine(LAST_DAY, CLOSING_TIME))
            yield Line(f"R{line.order[1:]}", back, shopper, line.product, -line.quantity)


def _order_rows(lines: Iterator[Line], words: _Words) -> Iterator[Mapping[str, str]]:
    for line in lines:
        yield {
            words("headers.order_id"): line.order,
            words("headers.order_date"): line.at.strftime("%Y-%m-%d %H:%M"),
            words("headers.customer_id"): line.shopper,
            words("headers.product"): words(f"products.{line.product}.name"),
            words("headers.category"): words(f"products.{line.product}.category"),
            words("headers.quantity"): str(line.quantity),
            words("headers.unit_price"): str(Decimal(words(f"products.{line.product}.price"))),
        }


def _customer_rows(shoppers: Sequence[Shopper], words: _Words) -> Iterator[Mapping[str, str]]:
    for shopper in shoppers:
        yield {
            words("headers.customer_id"): shopper.id,
            words("headers.name"): shopper.name,
            words("headers.email"): shopper.email,
            words("headers.phone"): shopper.phone,
            words("headers.sex"): shopper.sex,
            words("headers.birth_year"): str(shopper.birth_year),
            words("headers.city"): shopper.city,
            words("headers.country"): words("country"),
            words("headers.source"): shopper.source,
        }


def _write(path: Path, rows: Iterator[Mapping[str, str]]) -> Path:
    first = next(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)
    return path
