"""How well the people on a channel fit the people of a persona: by published figures, else in general."""

from collections.abc import Iterator

from segmentation.channels.audience import Measure, Published, published
from segmentation.channels.catalogue import Entry
from segmentation.model.channels import Reason
from segmentation.model.circumstances import Circumstances

_NO_UPPER_END = 100
"""Years; ages of a figure that reach further are open."""
_HALF = 0.5
_ELSEWHERE = 5
"""Years outside the ages where a channel is strong, from which it is the wrong one."""
_BULK = {"china": "CN", "india": "IN", "north_america": "US"}
"""Regions that are nearly one country."""
_USE = frozenset({Measure.USE, Measure.MESSAGING, Measure.MONTHLY})
_BY_AGE = frozenset({Measure.USERS_YOUNG, Measure.USERS_OLDER})


def fit(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    """One reason by use, else by age, and one for each remarkable trait of the channel's users."""
    figures = [each for each in published(entry.channel.key) if _from_there(each, known)]
    used = next((each for each in figures if each.measure in _USE and each.covers(known.age)), None)
    traits = [each for each in figures if _has_trait(each, known)]
    if used:
        yield _use(used)
    elif not any(each.measure in _BY_AGE for each in traits):
        yield from _in_general(entry, known)
    yield from map(_trait, traits)


def _from_there(figure: Published, known: Circumstances) -> bool:
    """By the countries of the file; by a region only where one country is nearly all of it."""
    if known.countries:
        return figure.country in known.countries
    somewhere = not known.is_off_the_map
    return somewhere and any(_BULK.get(region) == figure.country for region in known.regions)


def _use(figure: Published) -> Reason:
    """From -0.7 for a tenth of the people to 2 for everybody; a third of them is worth nothing."""
    ages = "all" if figure.of_all_adults else "older" if figure.high > _NO_UPPER_END else "ages"
    values = {"low": figure.low, "high": figure.high, **_cited(figure)}
    return Reason(f"published.{figure.measure}.{ages}", round(3 * figure.part - 1, 2), values)


def _has_trait(figure: Published, known: Circumstances) -> bool:
    match figure.measure:
        case Measure.USERS_YOUNG | Measure.USERS_OLDER:
            return known.age is not None and figure.covers(known.age)
        case Measure.USERS_WOMEN:
            return known.sex == "female" and figure.part > _HALF
        case _:
            return False


def _trait(figure: Published) -> Reason:
    return Reason(f"published.{figure.measure}", round(2 * figure.part, 2), _cited(figure))


def _cited(figure: Published) -> dict[str, str | int | float]:
    return {
        "country": figure.country,
        "published_share": figure.part,
        "publisher": figure.publisher,
        "year": figure.year,
    }


def _in_general(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    """No figure is published, so none is named."""
    if known.age is None or entry.channel.ages is None:
        return
    low, high = entry.channel.ages
    values = {"age": round(known.age)}
    if low <= known.age <= high:
        yield Reason("age_fits", 1.0, values)
    elif known.age < low - _ELSEWHERE:
        yield Reason("age_older_there", -1.0, values)
    elif known.age > high + _ELSEWHERE:
        yield Reason("age_younger_there", -1.0, values)
