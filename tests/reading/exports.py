"""One shop's orders as different programs export them."""

import csv
import io
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "cp932", "cp1251",
    "cp1250", "cp1252",
)  # fmt: skip
_AT_HOME = {
    "gbk": "en zh",
    "gb18030": "en zh",
    "cp932": "en ja",
    "cp1251": "en ru",
    "cp1250": "en de",
    "cp1252": "en de",
}
"""Languages of the shops whose programs write an encoding; the others are written everywhere."""
DELIMITERS = (",", ";", "\t", "|", "^")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y年%m月%d日")
NUMBERS: Mapping[str, Callable[[Decimal], str]] = {
    "1,234.50": lambda number: f"{number:,.2f}",
    "1.234,50": lambda number: f"{number:,.2f}".translate(str.maketrans(",.", ".,")),
    "1 234,50": lambda number: f"{number:,.2f}".translate(str.maketrans(",.", " ,")),
}
LANGUAGES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (("Order no", "Customer no", "Order date", "Amount", "City"), ("Leeds", "York", "Bath")),
    "de": (("Bestellnummer", "Kundennummer", "Bestelldatum", "Betrag", "Ort"), ("Köln", "Gießen", "Wörth")),
    "zh": (("订单编号", "客户编号", "下单日期", "金额", "城市"), ("广州", "成都", "西安")),
    "ja": (("注文番号", "顧客番号", "注文日", "金額", "市区町村"), ("さいたま市", "つくば市", "みやま市")),
    "ru": (("Номер заказа", "Номер клиента", "Дата заказа", "Сумма", "Город"), ("Омск", "Тверь", "Пермь")),
}

Order = tuple[int, int, date, Decimal]
"""Number, customer, day, amount."""


@dataclass(frozen=True, slots=True)
class Export:
    encoding: str
    delimiter: str
    date_format: str
    numbers: str
    language: str

    @property
    def is_possible(self) -> bool:
        """Whether there are programs that write the language like this, and the encoding has the letters."""
        if self.language not in _AT_HOME.get(self.encoding, self.language):
            return False
        try:
            self.written(ORDERS[:3])
        except UnicodeEncodeError:
            return False
        return True

    def content(self) -> bytes:
        return self.written(ORDERS)

    def written(self, orders: Iterable[Order]) -> bytes:
        header, cities = LANGUAGES[self.language]
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self.delimiter)
        writer.writerow(header)
        for number, customer, day, amount in orders:
            cells = (number, customer, day.strftime(self.date_format), NUMBERS[self.numbers](amount))
            writer.writerow((*cells, cities[customer % len(cities)]))
        return text.getvalue().encode(self.encoding)


def every_export() -> Iterator[Export]:
    """All combinations that can be written."""
    ways = product(ENCODINGS, DELIMITERS, DATES, NUMBERS, LANGUAGES)
    return (export for export in (Export(*way) for way in ways) if export.is_possible)


def some_exports(count: int, seed: int) -> list[Export]:
    return random.Random(seed).sample(list(every_export()), count)


def _orders() -> Iterator[Order]:
    chance = random.Random(7)
    for number in range(400):
        customer = min(chance.randrange(1, 90), chance.randrange(1, 90))
        day = date(2023, 1, 1) + timedelta(days=chance.randrange(700))
        yield 5000 + number, 100 + customer, day, Decimal(chance.randrange(100, 250_000)) / 100


ORDERS = tuple(_orders())
