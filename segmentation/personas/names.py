"""A name and a portrait for a persona: always invented, never drawn from the file's customers."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from segmentation.personas.regions import region_of

_FILE = Path(__file__).with_name("names.toml")
_OLDER_FROM = 40
"""Years; first names tell generations apart, two are enough."""
_PORTRAIT_BANDS = ((29, 22), (43, 35), (58, 50))
"""Below the first age the portrait of the second; 65 from there on."""
_AGE_UNKNOWN = 35


@dataclass(frozen=True, slots=True)
class Looks:
    """What a name and a face have to fit; None where nobody knows."""

    sex: str | None
    """female or male."""
    age: float | None
    country: str | None
    """ISO 3166-1 code."""
    region: str | None
    """An option of the `region` question."""
    language: str
    """Of the chat."""


def portrait(looks: Looks) -> str:
    """Key of the portrait: `<female|male|neutral>_<22|35|50|65>`."""
    age = _AGE_UNKNOWN if looks.age is None else looks.age
    band = next((band for below, band in _PORTRAIT_BANDS if age < below), 65)
    return f"{looks.sex or 'neutral'}_{band}"


def name(looks: Looks, seed: str, taken: Collection[str]) -> tuple[str, str]:
    """A name not yet `taken` and the rule it comes from; the same for the same looks and seed.

    The name is in the script of the culture where that is the language of the chat, else in Latin.
    """
    culture, rule = _culture(looks)
    names = [_spelt(entry, culture, looks.language) for entry in _entries(culture, looks)]
    start = crc32(seed.encode()) % len(names)
    free = [each for each in names[start:] + names[:start] if each not in taken]
    return (free or names)[0], rule


def _culture(looks: Looks) -> tuple[str, str]:
    lists = _lists()
    if culture := lists.countries.get(looks.country or ""):
        return culture, "name_from_country"
    region = looks.region if looks.country is None else region_of(looks.country)
    if culture := lists.regions.get(region or ""):
        return culture, "name_from_region"
    return lists.languages.get(looks.language, "english"), "name_from_language"


def _entries(culture: str, looks: Looks) -> Sequence[str]:
    names = _lists().cultures[culture]
    if looks.sex is None:
        return names["neutral"]
    older = (_AGE_UNKNOWN if looks.age is None else looks.age) >= _OLDER_FROM
    return names[f"{looks.sex}_{'older' if older else 'young'}"]


def _spelt(entry: str, culture: str, language: str) -> str:
    own, _, latin = entry.partition("|")
    at_home = _lists().languages.get(language) == culture
    return own if at_home or not latin else latin


@dataclass(frozen=True, slots=True)
class _Lists:
    """names.toml as it stands."""

    countries: Mapping[str, str]
    regions: Mapping[str, str]
    languages: Mapping[str, str]
    cultures: Mapping[str, Mapping[str, Sequence[str]]]


@cache
def _lists() -> _Lists:
    return _Lists(**tomllib.loads(_FILE.read_text(encoding="utf-8")))
