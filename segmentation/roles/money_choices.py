"""What a file leaves open about its money: the decimal sign and the currency."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from segmentation.model.choices import ChoiceKind, NumbersRead, OpenChoice, Option, OwnerChoices, options_of
from segmentation.model.dataset import Dataset
from segmentation.model.roles import ColumnRole, NumberStyle, Understanding
from segmentation.roles.numbers import number_of, number_style

MONEY = (
    ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL, ColumnRole.SUBTOTAL, ColumnRole.UNIT_PRICE,
    ColumnRole.TOTAL_SPENT,
)  # fmt: skip
NO_CURRENCY = "none"
CURRENCIES = (
    "USD", "EUR", "CNY", "GBP", "JPY", "INR", "THB", "RUB", "HKD", "TWD", "SGD", "KRW", "VND", "IDR", "MYR",
    "PHP", "LAK", "KHR", "LKR", "AUD", "NZD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "UAH", "KZT",
    "TRY", "ILS", "AED", "SAR", "EGP", "ZAR", "NGN", "BRL", "MXN", "ARS",
)  # fmt: skip
"""ISO 4217 codes that are offered, the most used first."""

_STYLES = {"point": NumberStyle("."), "comma": NumberStyle(",")}


def wanted_style(dataset: Dataset, owner_choices: OwnerChoices) -> NumberStyle:
    """How numbers are written, by the owner's word or else by the sample."""
    return _STYLES.get(owner_choices.get(ChoiceKind.NUMBERS, "")) or number_style(dataset)


def wanted_currency(owner_choices: OwnerChoices, found: str | None, usual: str | None) -> str | None:
    """The owner's word, else what the file says, else what the shop counts in elsewhere."""
    wanted = owner_choices.get(ChoiceKind.CURRENCY)
    return (None if wanted == NO_CURRENCY else wanted) if wanted else found or usual


def money_choices(draft: Understanding) -> Iterator[OpenChoice]:
    """Only where there is money; the decimal sign only where a number of the sample turns on it."""
    money = [mapping.column for mapping in draft.mappings if mapping.role in MONEY]
    if not money:
        return
    cells = _cells(draft.dataset, money)
    telling = next((cell for cell in cells if _turns(cell)), None)
    if telling is not None:
        yield _decimal_sign(draft, telling, cells)
    yield _currency(draft.currency)


def _decimal_sign(draft: Understanding, telling: str, cells: Iterable[str]) -> OpenChoice:
    chosen = "comma" if draft.numbers.decimal == "," else "point"
    options = options_of({key: _read(telling, style) for key, style in _STYLES.items()}, chosen)
    # Where other cells could only be written in one way, that way holds for this one, too.
    is_told = any(not _turns(cell) and set(cell) & set(".,") for cell in cells)
    return OpenChoice(ChoiceKind.NUMBERS, options, chosen, is_sure=is_told)


def _read(cell: str, numbers: NumberStyle) -> NumbersRead:
    return NumbersRead(cell, Decimal(str(number_of(cell, numbers))))


def _turns(cell: str) -> bool:
    """Whether both signs make a number of it, and not the same."""
    values = {number_of(cell, style) for style in _STYLES.values()}
    return None not in values and len(values) > 1


def _currency(currency: str | None) -> OpenChoice:
    """Never asked beforehand: without a currency the figures stand as plain numbers."""
    codes = dict.fromkeys([currency or NO_CURRENCY, *CURRENCIES, NO_CURRENCY])
    return OpenChoice(ChoiceKind.CURRENCY, tuple(map(Option, codes)), currency or NO_CURRENCY, is_sure=True)


def _cells(dataset: Dataset, columns: Iterable[str]) -> list[str]:
    """The filled ones, row by row."""
    rows = zip(*map(dataset.cells, columns), strict=True)
    return [cell.strip() for row in rows for cell in row if cell.strip()]
