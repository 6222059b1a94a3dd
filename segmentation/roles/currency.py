"""In which currency a file counts, if it says so."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from segmentation.model.dataset import Dataset
from segmentation.roles.header import Phrases, normalised
from segmentation.roles.vocabulary import vocabulary

_NAMED = Phrases(vocabulary("currency").words)
_SIGNS = (
    ("US$", "USD"), ("HK$", "HKD"), ("NT$", "TWD"), ("R$", "BRL"), ("A$", "AUD"), ("C$", "CAD"),
    ("S$", "SGD"), ("ر.س", "SAR"), ("د.إ", "AED"), ("Rp", "IDR"),
    ("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("₽", "RUB"), ("₩", "KRW"), ("฿", "THB"),
    ("₫", "VND"), ("₭", "LAK"), ("៛", "KHR"), ("₺", "TRY"), ("₴", "UAH"), ("₪", "ILS"), ("₱", "PHP"),
    ("RMB", "CNY"), ("元", "CNY"), ("円", "JPY"), ("원", "KRW"), ("บาท", "THB"), ("руб", "RUB"),
    ("zł", "PLN"), ("Rs", "INR"), ("$", "USD"),
)  # fmt: skip
"""Longer signs first; a bare dollar is taken for the American one."""
_YEN_OR_YUAN = re.compile("[¥￥]")
_KANA = re.compile("[\u3040-\u30ff]")
_CODE = re.compile(
    r"\b(USD|EUR|GBP|CNY|JPY|INR|RUB|KRW|THB|TWD|HKD|SGD|AUD|CAD|CHF|BRL|MXN|SEK|NOK|DKK|PLN|AED|SAR|LAK|KHR|LKR"
    r"|IDR|VND|MYR|PHP|NZD|CZK|UAH|KZT|TRY|ILS|EGP|ZAR|NGN|ARS|CLP|COP|PEN|HUF|RON)\b"
)


def currency(dataset: Dataset, money_columns: Iterable[str]) -> str | None:
    """ISO 4217 code from columns of currencies, else from signs in the cells or headings of money."""
    for column in (name for name in dataset.columns if _NAMED.likeness(normalised(name)) == 1):
        told = Counter(
            _sign(cell.upper(), dataset.columns) or _sign(cell, ()) for cell in dataset.cells(column)
        )
        del told[None]
        if told:
            return told.most_common(1)[0][0]
    for column in money_columns:
        signs = Counter(_sign(cell, dataset.columns) for cell in (column, *dataset.cells(column)))
        del signs[None]
        if signs:
            return signs.most_common(1)[0][0]
    return None


def _sign(text: str, headings: Sequence[str]) -> str | None:
    if code := _CODE.search(text):
        return code[1]
    if _YEN_OR_YUAN.search(text):
        return "JPY" if any(_KANA.search(heading) for heading in headings) else "CNY"
    return next((code for sign, code in _SIGNS if sign in text), None)
