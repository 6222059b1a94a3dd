"""What the file shows of a group of customers. Every field rests on a counted number of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from segmentation.certainty import wilson
from segmentation.model.customers import money
from segmentation.model.personas import FieldKey, PersonaField, Source
from segmentation.model.stages import Stage
from segmentation.model.values import Money, Number, Range, Share, Shares, Texts, Value
from segmentation.personas.group import Group, preferred
from segmentation.personas.proportions import ranked, share, shares
from segmentation.personas.regions import country_code

_SHOWN = 3
"""Shares a field shows."""
_WEAK_SHARE = 0.05
"""A most frequent product, place or source below this says nothing of the group."""
_CITY_SHARE = 0.15
"""From this share on a city is worth naming instead of the country."""
_CENTS = Decimal("0.01")
_RHYTHMS = {"weekday": 7, "day_part": 4}
"""Columns that say when people buy, and how many values each can take."""

Finding = tuple[Value, int]
"""A value and the number of customers it rests on."""


def measured(group: Group, stage: Stage) -> Mapping[FieldKey, PersonaField]:
    """The fields the file can fill for this group."""
    findings = {
        FieldKey.AGE: age(group),
        FieldKey.SEX: sex(group),
        FieldKey.PLACE: _place(group),
        FieldKey.FAMILY: _strong(group.counts("marital_status")),
        FieldKey.INCOME: _income(group),
        FieldKey.WHAT: _strong(group.goods()) or _preferred(group),
        FieldKey.TOGETHER: _together(group),
        FieldKey.WHEN: _when(group, stage),
        FieldKey.WHERE: _strong(group.counts("source")),
        FieldKey.BASKET: basket(group),
        FieldKey.FREQUENCY: frequency(group),
        FieldKey.LAST_ORDER: last_order(group),
        FieldKey.VALUE: _value(group),
    }
    return {
        key: PersonaField(key, finding[0], Source.MEASURED, n=finding[1])
        for key, finding in findings.items()
        if finding
    }


def age(group: Group) -> Finding | None:
    """From the first to the third quartile of the known ages, whole years."""
    ages = group.numbers("age")
    if len(ages) == 0:
        return None
    low, high = (float(np.floor(each)) for each in np.quantile(ages, (0.25, 0.75)))
    return Range(low, high, "years"), len(ages)


def sex(group: Group) -> Finding | None:
    return _shares(group.counts("sex"), "sex")


def countries(group: Group) -> Finding | None:
    """By code where we know the country, so that each language names it and two spellings are one."""
    counts: Counter[str] = Counter()
    codes: set[str] = set()
    for written, count in group.counts("country").items():
        code = country_code(written)
        codes |= {code} if code else set()
        counts[code or written] += count
    if not counts:
        return None
    found = shares(counts, None, _SHOWN)
    named = tuple(replace(each, topic="country") if each.name in codes else each for each in found)
    return Shares(named), counts.total()


def basket(group: Group) -> Finding | None:
    """Net revenue per order over the group, as in the figures of its segment; n counts the buyers."""
    orders = int(group.table.orders[group.rows].sum())
    if orders == 0:
        return None
    return _amount(group, _revenue(group) / orders), int(group.buyers.sum())


def frequency(group: Group) -> Finding | None:
    """The middle customer's days between orders; their number of orders where few gaps are known."""
    gaps = days_between_orders(group)
    buyers = int(group.buyers.sum())
    if buyers and len(gaps) < buyers / 2:
        return Number(float(np.median(group.table.orders[group.buyers])), "orders"), buyers
    return (Number(float(np.median(gaps)), "days_between_orders"), len(gaps)) if len(gaps) else None


def last_order(group: Group) -> Finding | None:
    days = group.table.days_since_last_order[group.rows]
    days = days[~np.isnan(days)]
    return (Number(float(np.median(days)), "days_ago"), len(days)) if len(days) else None


def days_between_orders(group: Group) -> NDArray[np.float64]:
    """Mean days from one order day to the next, for each customer of whom two or more are known."""
    gaps = group.table.mean_gap_days[group.rows]
    return gaps[~np.isnan(gaps)]


def rhythm(group: Group, column: str) -> tuple[Share, int] | None:
    """The favourite weekday or part of the day, if it is surely more than an even spread.

    The largest of several shares is large by chance alone: sure is what would be so for all of them at once.
    """
    counts = group.counts(column)
    if not counts:
        return None
    (word, count), total = ranked(counts)[0], counts.total()
    low, _ = wilson(count, total, together=_RHYTHMS[column])
    return (share(word, count, total, column), total) if low > 1 / _RHYTHMS[column] else None


def hours(group: Group) -> tuple[int, int, int] | None:
    """The hours of the middle half, from the first to the last (0 to 23), and how many customers are known.

    The clock is cut opposite their mean, so that a bar's evening does not end at midnight.
    """
    known = group.numbers("usual_hour")
    if len(known) == 0:
        return None
    middle = float(np.angle(np.exp(known * 1j * np.pi / 12).sum()) * 12 / np.pi)
    around = (known - middle + 12) % 24 - 12
    ends = np.quantile(around, (0.25, 0.75)) + middle
    first, last = (np.floor(np.round(ends, 6)) % 24).astype(int).tolist()
    return first, last, len(known)


def date_buyers(group: Group) -> Group:
    """Those of the group who come around the same dates each year.

    Only they have a month: of everyone else a favourite month says no more than when the file ends.
    """
    return group.among(group.table.same_season)


def _when(group: Group, stage: Stage) -> Finding | None:
    """The rhythm that is least even; for buyers of special occasions the month."""
    months = date_buyers(group).counts("month")
    if stage is Stage.OCCASION and months:
        return _shares(months, "month")
    found = {column: rhythm(group, column) for column in _RHYTHMS}
    uneven = {column: each[0].share * _RHYTHMS[column] for column, each in found.items() if each}
    if not uneven:
        return None
    column = max(uneven, key=lambda each: uneven[each])
    return _shares(group.counts(column), column)


def _shares(counts: Counter[str], topic: str | None = None) -> Finding | None:
    return (Shares(shares(counts, topic, _SHOWN)), counts.total()) if counts else None


def _place(group: Group) -> Finding | None:
    """A city or a province, if many of them live there; else the countries."""
    towns = (_strong(group.counts(name), weak=_CITY_SHARE) for name in ("city", "region"))
    return next(filter(None, towns), None) or countries(group)


def _strong(counts: Counter[str], weak: float = _WEAK_SHARE) -> Finding | None:
    top = tuple(each for each in shares(counts, None, _SHOWN) if each.share >= weak)
    return (Shares(top), counts.total()) if top else None


def _preferred(group: Group) -> Finding | None:
    """In a shop of thousands of goods no one of them is strong; what the group prefers still tells."""
    goods, names = group.goods(), preferred(group)[:_SHOWN]
    counts = Counter({name: goods[name] for name in names})
    found = tuple(share(name, count, goods.total()) for name, count in ranked(counts))
    return (Shares(found), goods.total()) if found else None


def _together(group: Group) -> Finding | None:
    """The two goods they most surely put into one basket; n counts those who did."""
    pair = next(iter(group.pairs()), None)
    return (Texts((f"{pair.first} + {pair.second}",)), pair.customers) if pair else None


def _income(group: Group) -> Finding | None:
    incomes = group.numbers("income")
    return (_amount(group, Decimal(str(np.median(incomes)))), len(incomes)) if len(incomes) else None


def _value(group: Group) -> Finding | None:
    """Net revenue per customer of the group."""
    if not group.buyers.any():
        return None
    count = int(group.rows.sum())
    return _amount(group, _revenue(group) / count), count


def _revenue(group: Group) -> Decimal:
    return money(int(group.table.revenue_units[group.rows].sum()))


def _amount(group: Group, amount: Decimal) -> Money:
    return Money(amount.quantize(_CENTS), group.table.currency)
