"""What is known of one persona that matters for where and how to reach it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from segmentation.channels.catalogue import WORLDWIDE, catalogue
from segmentation.channels.told import online_level_told, regions_told
from segmentation.model.beliefs import Beliefs
from segmentation.model.circumstances import Circumstances, Counted
from segmentation.model.customers import CustomerTable
from segmentation.model.personas import Persona
from segmentation.model.segments import Segmentation
from segmentation.model.stages import Stage
from segmentation.model.values import Money
from segmentation.personas.group import Group, members
from segmentation.personas.proportions import shares
from segmentation.personas.regions import country_code, region_of_currency, regions_of
from segmentation.personas.stages import stage_of, stage_told
from segmentation.personas.told import age_told, terms, text

_REGION_SHARE = 0.1
"""A region with fewer of the group's customers is no reason for a channel."""
_COUNTRY_SHARE = 0.05
_MARKETPLACE = "marketplace"
"""The own-channels option that stands for whichever marketplace there is."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """A persona's circumstances, and the customers they were found in; `group` is None for a hypothesis."""

    circumstances: Circumstances
    group: Group | None


def situations(
    personas: Sequence[Persona],
    customers: CustomerTable | None,
    segmentation: Segmentation | None,
    beliefs: Beliefs,
) -> tuple[Situation, ...]:
    """The situation of each persona: measured where the file knows, else told."""
    groups: Mapping[str, Group] = {}
    if customers is not None and segmentation is not None:
        groups = members(customers, segmentation)
    found = ((persona, groups.get(persona.segment or "")) for persona in personas)
    return tuple(Situation(_circumstances(persona, group, beliefs), group) for persona, group in found)


def _circumstances(persona: Persona, group: Group | None, beliefs: Beliefs) -> Circumstances:
    own = _own(beliefs)
    sources = _sources(group)
    return Circumstances(
        stage=_stage(persona, beliefs),
        regions=_regions(group)
        or regions_told(beliefs)
        or _homes(own | sources.keys())
        or _by_currency(group, beliefs),
        countries=_countries(group),
        age=_age(group, beliefs),
        sex=_sex(persona),
        audience=terms(beliefs, "audience"),
        sources=sources,
        contacts=_contacts(group),
        contacts_told=tuple(each for each in terms(beliefs, "contact_data") if each != "none"),
        has_no_contacts=terms(beliefs, "contact_data") == ("none",),
        own=tuple(sorted(own)),
        sells_on_marketplace=_MARKETPLACE in terms(beliefs, "own_channels"),
        budget=_budget(beliefs),
        online_level=online_level_told(beliefs),
        places=terms(beliefs, "places"),
    )


def _stage(persona: Persona, beliefs: Beliefs) -> Stage:
    if not persona.is_hypothesis:
        return stage_of(persona.method, persona.segment)
    # A hypothesis made for one half of mixed buyers carries its stage in its key.
    half = persona.key.rpartition(".")[2]
    return Stage(half) if half in frozenset(Stage) else stage_told(beliefs)


def _regions(group: Group | None) -> tuple[str, ...]:
    found = regions_of(group.counts("country")) if group else {}
    return tuple(each.name for each in shares(found, "region", top=3) if each.share >= _REGION_SHARE)


def _homes(channels: frozenset[str]) -> tuple[str, ...]:
    """Where a shop must be whose channels exist in one region only."""
    homes = (entry.channel.regions for entry in catalogue() if entry.channel.key in channels)
    single = {regions[0] for regions in homes if len(regions) == 1 and regions != (WORLDWIDE,)}
    return tuple(sorted(single))


def _by_currency(group: Group | None, beliefs: Beliefs) -> tuple[str, ...]:
    """The last resort: the money of the file, else of the answers."""
    told = (beliefs.get(question) for question in ("budget", "average_order", "usual_price"))
    currencies = [group.table.currency if group else None]
    currencies += [answer.currency for answer in told if isinstance(answer, Money)]
    regions = (region_of_currency(currency) for currency in currencies)
    return tuple(region for region in regions if region)[:1]


def _countries(group: Group | None) -> tuple[str, ...]:
    counts = group.counts("country") if group else {}
    common = (each for each in shares(counts, None, top=5) if each.share >= _COUNTRY_SHARE)
    codes = (country_code(each.name) for each in common)
    return tuple(dict.fromkeys(code for code in codes if code))


def _age(group: Group | None, beliefs: Beliefs) -> float | None:
    ages = group.numbers("age") if group else np.empty(0)
    return float(np.median(ages)) if len(ages) else age_told(beliefs)


def _sex(persona: Persona) -> str | None:
    """As the persona is drawn: by the file, else as told."""
    sex = persona.portrait.partition("_")[0]
    return sex if sex in {"female", "male"} else None


def _sources(group: Group | None) -> Mapping[str, Counted]:
    sources = group.counts("source") if group else Counter()
    found: Counter[str] = Counter()
    for word, count in sources.items():
        if channel := _channel_named(word):
            found[channel] += count
    return {channel: Counted(count / sources.total(), sources.total()) for channel, count in found.items()}


def _own(beliefs: Beliefs) -> frozenset[str]:
    keys = {entry.channel.key for entry in catalogue()}
    chosen = {term for term in terms(beliefs, "own_channels") if term in keys}
    written = (_channel_named(word) for word in text(beliefs, "own_channels.others").split(","))
    return frozenset(chosen | {channel for channel in written if channel})


def _channel_named(word: str) -> str | None:
    return _aliases().get(word.strip().casefold())


@cache
def _aliases() -> Mapping[str, str]:
    return {
        alias: entry.channel.key for entry in catalogue() for alias in (*entry.aliases, entry.channel.key)
    }


def _contacts(group: Group | None) -> Mapping[str, Counted]:
    if group is None or not group.rows.any():
        return {}
    total = int(group.rows.sum())
    return {
        kind: Counted(int(flags[group.rows].sum()) / total, total)
        for kind, flags in group.table.reachable.items()
    }


def _budget(beliefs: Beliefs) -> Money | None:
    match beliefs.get("budget"):
        case Money() as budget:
            return budget
        case _:
            return None
