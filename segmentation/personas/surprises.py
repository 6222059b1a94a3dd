"""Where the owner's answers and the file do not fit.

An answer is about the shop's customers as a whole. A surprise is told on a persona only when the file
contradicts the answer over all customers and this group shares in it: that heavy buyers order for more
than the average is no contradiction. Too few customers to be sure contradict nothing.
"""

from collections.abc import Callable, Iterator
from math import log

import numpy as np

from segmentation.model.beliefs import Beliefs
from segmentation.model.personas import Disagreement, FieldKey
from segmentation.model.values import Money, Number, Range, Shares, Terms, Value
from segmentation.personas import measure
from segmentation.personas.group import Group
from segmentation.personas.measure import Finding
from segmentation.personas.proportions import shares, wilson
from segmentation.personas.regions import regions_of

_AGE_TOLERANCE = 2
"""Years around the told range that are still the told range."""
_MINORITY = 0.5
"""What was told of "my customers" is contradicted when surely fewer than this part are so."""
_ONE_SIDED = 0.75
"""From this share of one sex on, "both" is not so."""
_AMOUNT_FACTOR = 1.5
_RHYTHM_FACTOR = 2.0
_DAYS_TOLD = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "yearly": 365}
_DAYS_AWAY = {
    "this_week": (0, 14),
    "this_month": (0, 45),
    "this_quarter": (7, 120),
    "this_year": (60, 400),
} | {"longer": (300, np.inf)}
"""Days since the last visit that still fit the answer, generously."""
_WEEKEND = frozenset({"sat", "sun"})
_SURE = 1.96
"""Standard errors of a 95 % interval."""

Contradiction = Callable[[Group, Value], Finding | None]
"""What the file shows instead of what was told, or None where both can be true."""


def disagreements(group: Group, beliefs: Beliefs) -> tuple[Disagreement, ...]:
    """The answers this group contradicts, in the order of the card."""
    return tuple(_disagreements(group, beliefs))


def _disagreements(group: Group, beliefs: Beliefs) -> Iterator[Disagreement]:
    for key, question, contradicted in _QUESTIONS:
        told = beliefs.get(question)
        if told is None or not contradicted(group.everyone(), told):
            continue
        if shown := contradicted(group, told):
            yield Disagreement(key, told, *shown)


def _age(group: Group, told: Value) -> Finding | None:
    if not isinstance(told, Range):
        return None
    ages = group.numbers("age")
    low = -np.inf if told.low is None else told.low - _AGE_TOLERANCE
    high = np.inf if told.high is None else told.high + _AGE_TOLERANCE
    inside = int(((low <= ages) & (ages <= high)).sum())
    return measure.age(group) if _surely_fewer(inside, len(ages), _MINORITY) else None


def _sex(group: Group, told: Value) -> Finding | None:
    sexes = group.counts("sex")
    women, men = sexes["female"], sexes["male"]
    match told:
        case Terms(terms=("mostly_women",)):
            wrong = _surely_fewer(women, women + men, _MINORITY)
        case Terms(terms=("mostly_men",)):
            wrong = _surely_fewer(men, women + men, _MINORITY)
        case Terms(terms=("both",)):
            wrong = _surely_fewer(min(women, men), women + men, 1 - _ONE_SIDED)
        case _:
            wrong = False
    return measure.sex(group) if wrong else None


def _place(group: Group, told: Value) -> Finding | None:
    """Against the countries of the file that belong to a region at all."""
    if not isinstance(told, Terms):
        return None
    regions = regions_of(group.counts("country"))
    inside = sum(regions[region] for region in told.terms)
    return measure.countries(group) if _surely_fewer(inside, regions.total(), _MINORITY) else None


def _basket(group: Group, told: Value) -> Finding | None:
    shown = measure.basket(group)
    if not isinstance(told, Money) or shown is None or not isinstance(shown[0], Money):
        return None
    if told.currency and shown[0].currency and told.currency != shown[0].currency:
        return None
    amount, expected = float(shown[0].amount), float(told.amount)
    if min(amount, expected) <= 0:
        return None
    far = abs(log(amount / expected)) > log(_AMOUNT_FACTOR)
    return shown if far and abs(amount - expected) > _SURE * _basket_error(group, amount) else None


def _basket_error(group: Group, amount: float) -> float:
    """Standard error of revenue / orders over customers (ratio estimator, Cochran 1977, section 6.4)."""
    table, rows = group.table, group.buyers
    residuals = table.revenue[rows] - amount * table.orders[rows]
    count = len(residuals)
    if count < 2:  # noqa: PLR2004 - one customer has no spread
        return float("inf")
    variance = float((residuals**2).sum()) / (count - 1)
    return float(np.sqrt(count * variance)) / float(table.orders[rows].sum())


def _frequency(group: Group, told: Value) -> Finding | None:
    if not isinstance(told, Terms) or len(told.terms) != 1:
        return None
    gaps = measure.days_between_orders(group)
    if told.terms[0] == "once":
        buyers = int(group.buyers.sum())
        return measure.frequency(group) if _surely_fewer(buyers - len(gaps), buyers, _MINORITY) else None
    days = _DAYS_TOLD.get(told.terms[0])
    if days is None or 2 * len(gaps) < int(group.buyers.sum()):
        return None  # the few who came back do not speak for those who did not
    slower = int((gaps > days * _RHYTHM_FACTOR).sum())
    faster = int((gaps < days / _RHYTHM_FACTOR).sum())
    wrong = any(_surely_fewer(len(gaps) - each, len(gaps), _MINORITY) for each in (slower, faster))
    return (Number(float(np.median(gaps)), "days_between_orders"), len(gaps)) if wrong else None


def _buyer_mix(group: Group, told: Value) -> Finding | None:
    buyers = int(group.buyers.sum())
    once = int((group.table.orders[group.buyers] == 1).sum())
    match told:
        case Terms(terms=("first_time",)):
            wrong = _surely_fewer(once, buyers, _MINORITY)
        case Terms(terms=("regular",)):
            wrong = _surely_fewer(buyers - once, buyers, _MINORITY)
        case _:
            wrong = False
    return (Number(float(np.median(group.table.orders[group.buyers])), "orders"), buyers) if wrong else None


def _last_visit(group: Group, told: Value) -> Finding | None:
    """Against the end of the file, in both directions: longer away than told, or surely not so long."""
    shown = measure.last_order(group)
    if not isinstance(told, Terms) or len(told.terms) != 1 or shown is None:
        return None
    least, most = _DAYS_AWAY.get(told.terms[0], (0, np.inf))
    days = group.table.days_since_last_order[group.rows]
    days = days[~np.isnan(days)]
    wrong = any(
        _surely_fewer(int(each.sum()), len(days), _MINORITY) for each in (days >= least, days <= most)
    )
    return shown if wrong else None


def _buying_time(group: Group, told: Value) -> Finding | None:
    """Weekends told and weekdays shown, or the other way round; what else was told has no column."""
    days = group.counts("weekday")
    weekend = sum(days[day] for day in _WEEKEND)
    match told:
        case Terms(terms=("weekend",)):
            wrong = _surely_fewer(weekend, days.total(), len(_WEEKEND) / 7)
        case Terms(terms=terms) if terms and all(term.startswith("weekday_") for term in terms):
            wrong = _surely_fewer(days.total() - weekend, days.total(), _MINORITY)
        case _:
            wrong = False
    return (Shares(shares(days, "weekday", top=3)), days.total()) if wrong else None


def _surely_fewer(count: int, total: int, part: float) -> bool:
    return wilson(count, total)[1] < part


_QUESTIONS: tuple[tuple[FieldKey, str, Contradiction], ...] = (
    (FieldKey.AGE, "age", _age),
    (FieldKey.SEX, "sex", _sex),
    (FieldKey.PLACE, "region", _place),
    (FieldKey.WHEN, "buying_time", _buying_time),
    (FieldKey.BASKET, "average_order", _basket),
    (FieldKey.FREQUENCY, "frequency", _frequency),
    (FieldKey.FREQUENCY, "buyer_mix", _buyer_mix),
    (FieldKey.LAST_ORDER, "last_visit", _last_visit),
)
