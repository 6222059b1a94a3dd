"""A name and a portrait for a persona: always invented, never drawn from the file's customers."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from segmentation.model.beliefs import Beliefs
from segmentation.personas.regions import region_of
from segmentation.personas.told import age_told, sex_told

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
    return f"{looks.sex or 'neutral'}_{_band(looks.age)}"


def repainted(portrait: str, told: Beliefs) -> str:
    """A portrait as the owner told that person's sex and age; words that tell neither paint nobody."""
    sex, _, band = portrait.partition("_")
    age = age_told(told)
    painted = sex_told(told) or "neutral" if "sex" in told.answers else sex
    return f"{painted}_{band if age is None else _band(age)}"


def _band(age: float | None) -> int:
    years = _AGE_UNKNOWN if age is None else age
    return next((band for below, band in _PORTRAIT_BANDS if years < below), 65)


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    """In the script of its culture where that is the language of the chat, else in Latin."""
    rule: str
    """Where it comes from."""
    spellings: Mapping[str, str]
    """By language, "" for all others; empty where the name is written alike everywhere."""


def name(looks: Looks, seed: str, taken: Collection[str]) -> Name:
    """A name not yet `taken`; the same for the same looks and seed."""
    culture, rule = _culture(looks)
    spellings = [_spellings(entry, culture) for entry in _entries(culture, looks)]
    start = crc32(seed.encode()) % len(spellings)
    in_turn = spellings[start:] + spellings[:start]
    free = [each for each in in_turn if _spelt(each, looks.language) not in taken]
    chosen = (free or in_turn)[0]
    return Name(_spelt(chosen, looks.language), rule, chosen if len(chosen) > 1 else {})


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


def _spellings(entry: str, culture: str) -> Mapping[str, str]:
    own, _, latin = entry.partition("|")
    if not latin:
        return {"": own}
    at_home = (language for language, its in _lists().languages.items() if its == culture)
    return {"": latin, **dict.fromkeys(at_home, own)}


def _spelt(spellings: Mapping[str, str], language: str) -> str:
    return spellings.get(language, spellings[""])


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
