"""The channels there are, as catalogue.toml lists them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from segmentation.errors import DefectError
from segmentation.model.channels import Channel, ChannelKind

WORLDWIDE = "worldwide"
REGIONS = frozenset(
    {
        "china", "taiwan_hong_kong", "southeast_asia", "india", "japan_korea", "russia_cis", "europe",
        "middle_east", "africa", "north_america", "latin_america", "oceania",
    }
)  # fmt: skip
COSTS = frozenset({"free", "low", "paid", "commission", "time"})
CONTACTS = frozenset({"email", "phone", "address", "messenger"})
AUDIENCES = frozenset({"consumers", "business", "trade", "professionals", "public"})

_FILE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """A channel and what else is known of it."""

    channel: Channel
    restricted: tuple[str, ...]
    """Regions where it can be used in part only."""
    leading: frozenset[str]
    """Regions where it is among the most used of its kind."""
    countries: frozenset[str]
    """ISO 3166-1 codes of where it matters within its regions; empty for everywhere there."""
    special: bool
    """For some trades only, and which ones is not asked: advised only to who is there already."""
    aliases: tuple[str, ...]
    """How a shop's file or answer may write it; lower case."""

    def usable_in(self, region: str) -> bool:
        channel = self.channel
        return region not in channel.blocked and (region in channel.regions or WORLDWIDE in channel.regions)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every channel, in the order of the file. Raises DefectError for an entry that makes no sense."""
    return tuple(_entry(key, raw) for key, raw in tomllib.loads(_FILE.read_text(encoding="utf-8")).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """One table of catalogue.toml with its usual case."""

    kind: str
    regions: list[str]
    cost: str
    aliases: list[str]
    blocked: tuple[str, ...] = ()
    restricted: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    special: bool = False
    one_to_one: bool = False
    ages: tuple[int, int] | None = None
    needs_contact: str | None = None
    audience: tuple[str, ...] = ("consumers",)


def _entry(key: str, content: dict[str, object]) -> Entry:
    try:
        raw = _Raw(**content)  # type: ignore[arg-type]  # checked below
        channel = Channel(
            key=key,
            kind=ChannelKind(raw.kind),
            regions=tuple(raw.regions),
            blocked=tuple(raw.blocked),
            one_to_one=raw.one_to_one,
            cost=raw.cost,
            ages=None if raw.ages is None else (raw.ages[0], raw.ages[1]),
            needs_contact=raw.needs_contact,
            audience=tuple(raw.audience),
        )
    except (TypeError, ValueError) as error:
        raise DefectError(f"catalogue.toml, {key}: {error}") from error
    _check(channel, raw)
    aliases = tuple(alias.casefold() for alias in raw.aliases)
    countries = frozenset(raw.countries)
    return Entry(channel, tuple(raw.restricted), frozenset(raw.leading), countries, raw.special, aliases)


def _check(channel: Channel, raw: _Raw) -> None:
    sensible = {
        "regions": channel.regions == (WORLDWIDE,) or REGIONS.issuperset(channel.regions),
        "blocked": REGIONS.issuperset(channel.blocked) and not {*channel.blocked} & {*channel.regions},
        "restricted": REGIONS.issuperset(raw.restricted) and not {*raw.restricted} & {*channel.blocked},
        "leading": set(raw.leading) <= (REGIONS if channel.regions == (WORLDWIDE,) else {*channel.regions}),
        "cost": channel.cost in COSTS,
        "ages": channel.ages is None or 0 < channel.ages[0] < channel.ages[1],
        "needs_contact": channel.needs_contact is None or channel.needs_contact in CONTACTS,
        "one_to_one": not channel.one_to_one or channel.needs_contact is not None,
        "audience": bool(channel.audience) and AUDIENCES.issuperset(channel.audience),
    }
    wrong = [field for field, right in sensible.items() if not right]
    if wrong:
        raise DefectError(f"catalogue.toml, {channel.key}: {', '.join(wrong)}")
