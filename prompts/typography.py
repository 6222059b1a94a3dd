"""How numbers, money, dates, lists and the words of others are written; the filters of the catalogue."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_name,
    get_currency_precision,
)

Figure = int | float | Decimal

_WHOLE_MONEY_FROM = 1000
"""From this amount on, cents are noise."""
_UNSEEN = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]"
)
"""Control characters, direction overrides and lone surrogates: they can turn a message upside down."""


def number(value: Figure, *, locale: Locale) -> str:
    """With as many decimals as can matter: two below 10, one below 100, none above."""
    exact = _exact(value)
    decimals = 0 if abs(exact) >= 100 else 1 if abs(exact) >= 10 else 2  # noqa: PLR2004 - said above
    return _minus(format_decimal(round(exact, decimals), locale=locale))


def roughly(value: Figure, *, locale: Locale) -> str:
    """How many times as much: whole from ten on, with one decimal below."""
    exact = _exact(value)
    return _minus(format_decimal(round(exact, 0 if abs(exact) >= 10 else 1), locale=locale))  # noqa: PLR2004 - said above


def percent(share: float, *, locale: Locale) -> str:
    """A share of 0 to 1 in whole percents; one decimal where 0 or 100 would be said of what is neither."""
    return format_percent(share, format="#,##0.0%" if _is_near_an_end(share) else None, locale=locale)


def percent_span(low: float, high: float, *, locale: Locale) -> str:
    """Two shares as one interval in percents with one sign: 55–69%, 0.2–3%."""
    shape = "0.0" if _is_near_an_end(low) else "0"
    return f"{format_decimal(low * 100, format=shape, locale=locale)}–{percent(high, locale=locale)}"


def _is_near_an_end(share: float) -> bool:
    return 0 < share < 0.01 or 0.99 < share < 1  # noqa: PLR2004 - the last whole percents


def money(amount: Figure, currency: str | None = None, *, locale: Locale) -> str:
    """An amount in `currency` (ISO 4217), or a plain number when the currency is not known."""
    exact = _exact(amount)
    whole = abs(exact) >= _WHOLE_MONEY_FROM or exact == int(exact)
    decimals = 0 if whole else get_currency_precision(currency) if currency else 2
    shape = "#,##0" + "." * (decimals > 0) + "0" * decimals
    if currency is None:
        return _minus(format_decimal(exact, format=shape, locale=locale))
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    shape = re.sub(r"[#,0]+(\.0+)?", shape, pattern)
    return _minus(format_currency(exact, currency, format=shape, currency_digits=False, locale=locale))


def currency_name(code: str, *, locale: Locale) -> str:
    """What people call the money of an ISO 4217 code; an unknown code stays as it is."""
    return get_currency_name(code, count=2, locale=locale)


def round_figure(value: Figure) -> int:
    """A whole number with two digits that say something, for an estimate: 3,104.6 is 3,100."""
    exact = _exact(value)
    return _rounded(exact, exact.adjusted() - 1) if exact else 0


def round_span(low: Figure, high: Figure) -> tuple[int, int]:
    """The ends of an interval as whole numbers, no finer than a tenth of its width allows."""
    ends = _exact(low), _exact(high)
    width = ends[1] - ends[0]
    zeros = width.adjusted() - 1 if width else 0
    return _rounded(ends[0], zeros), _rounded(ends[1], zeros)


def day(value: date, *, locale: Locale) -> str:
    return format_date(value, format="medium", locale=locale)


def join_list(values: Iterable[object], *, locale: Locale) -> str:
    return format_list([str(value) for value in values], locale=locale)


def plural(count: Figure, *, locale: Locale, **forms: str) -> str:
    """The form for `count` by the language's plural rule: one, few, many ... and always `other`."""
    return forms.get(locale.plural_form(count), forms["other"])


def plain(words: str) -> str:
    """Somebody else's words, so that they can neither look like *bold* nor reorder a message."""
    return seen(words).replace("*", "∗")


def seen(words: str) -> str:
    """Without what steers a terminal or turns text around; lines and tabs stay."""
    return _UNSEEN.sub("", words)


def _exact(value: Figure) -> Decimal:
    """A float by its shortest spelling, so that 0.1 is one tenth."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _rounded(exact: Decimal, zeros: int) -> int:
    return int(round(exact, -max(zeros, 0)))


def _minus(figure: str) -> str:
    return figure.replace("-", "−")
