"""Which answer to "where do your customers live" a country of the file belongs to."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

_FILE = Path(__file__).with_name("regions.toml")
_COUNTRY_LANGUAGES = (
    "en",
    "zh",
    "zh_Hant",
    "ru",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "ja",
    "ko",
    "th",
    "vi",
    "id",
    "km",
    "lo",
)
"""Languages whose names of countries are understood; files are often in the shop's own."""


def country_code(written: str) -> str | None:
    """ISO 3166-1 code of a country as a file writes it, or None when it is no country we know."""
    word = written.strip().casefold()
    return _codes().get(word)


def region_of(code: str) -> str | None:
    """The option of the `region` question a country (ISO 3166-1 code) belongs to."""
    return _regions().get(code)


def region_of_currency(currency: str | None) -> str | None:
    """Where a shop must be that counts in `currency` (ISO 4217); None for the dollar and the unknown."""
    return _content().currencies.get(currency or "")


def regions_of(countries: Mapping[str, int]) -> Counter[str]:
    """Customers by region, from customers by country as a file writes it; unknown countries left out."""
    found: Counter[str] = Counter()
    for written, count in countries.items():
        code = country_code(written)
        if code and (region := region_of(code)):
            found[region] += count
    return found


@cache
def _regions() -> Mapping[str, str]:
    return {code: region for region, codes in _content().countries.items() for code in codes}


@cache
def _codes() -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for language in _COUNTRY_LANGUAGES:
        names = Locale.parse(language).territories
        codes |= {name.casefold(): code for code, name in names.items() if len(code) == 2 and code.isalpha()}  # noqa: PLR2004 - the others are continents
    codes |= {code.casefold(): code for code in _regions()}
    return codes | dict(_content().aliases)


@dataclass(frozen=True, slots=True)
class _Content:
    """regions.toml as it stands."""

    countries: Mapping[str, Sequence[str]]
    aliases: Mapping[str, str]
    currencies: Mapping[str, str]


@cache
def _content() -> _Content:
    return _Content(**tomllib.loads(_FILE.read_text(encoding="utf-8")))
