"""Published figures on who uses a channel, each with its publisher, year and address."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("audience.toml")
_ADULT, _OLD = 20, 64
"""A figure over at least these ages is one of all adults."""


class Measure(StrEnum):
    """What a figure counts; see audience.toml."""

    USE = "use"
    MESSAGING = "messaging"
    MONTHLY = "monthly"
    USERS_YOUNG = "users_young"
    USERS_OLDER = "users_older"
    USERS_WOMEN = "users_women"


@dataclass(frozen=True, slots=True)
class Published:
    """One figure: `part` (0 to 1) of the people of `low` to `high` years in `country`."""

    channel: str
    country: str
    """ISO 3166-1 code."""
    measure: Measure
    low: int
    high: int
    part: float
    publisher: str
    title: str
    year: int
    address: str
    quoted: bool

    @property
    def of_all_adults(self) -> bool:
        return self.low <= _ADULT and self.high >= _OLD

    def covers(self, age: float | None) -> bool:
        """Whether the figure speaks of someone of `age`, or of everyone where the age is unknown."""
        return self.of_all_adults if age is None else self.low <= age < self.high + 1


def published(channel: str) -> tuple[Published, ...]:
    """All figures on a channel, the newest first."""
    return _figures().get(channel, ())


@cache
def _figures() -> Mapping[str, tuple[Published, ...]]:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    figures = [figure for raw in content.values() for figure in _read(_Publication(**raw))]
    channels = {figure.channel for figure in figures}
    newest = sorted(figures, key=lambda figure: -figure.year)
    return {channel: tuple(each for each in newest if each.channel == channel) for channel in channels}


@dataclass(frozen=True, slots=True)
class _Publication:
    """One table of audience.toml."""

    publisher: str
    title: str
    address: str
    year: int
    country: str
    measure: str
    ages: Sequence[tuple[int, int]]
    quoted: bool
    parts: Mapping[str, Sequence[float]]


def _read(publication: _Publication) -> Iterator[Published]:
    for channel, parts in publication.parts.items():
        for (low, high), part in zip(publication.ages, parts, strict=True):
            yield Published(
                channel=channel,
                country=publication.country,
                measure=Measure(publication.measure),
                low=low,
                high=high,
                part=part,
                publisher=publication.publisher,
                title=publication.title,
                year=publication.year,
                address=publication.address,
                quoted=publication.quoted,
            )
