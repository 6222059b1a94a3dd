"""The owner's answers beside what the file shows.

An answer is about the shop's customers as a whole. A surprise is told on a persona only when the file
contradicts the answer over all customers and this group shares in it: that heavy buyers order for more
than the average is no contradiction. Too few customers to be sure contradict and confirm nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from segmentation.certainty import normal_width, wilson
from segmentation.model.beliefs import Beliefs
from segmentation.model.comparisons import Comparison, Verdict
from segmentation.model.customers import CustomerTable
from segmentation.model.personas import Disagreement, FieldKey
from segmentation.model.values import Money, Number, Range, Shares, Terms, Value
from segmentation.personas import measure
from segmentation.personas.group import Group, everyone
from segmentation.personas.measure import Finding
from segmentation.personas.proportions import shares
from segmentation.personas.regions import regions_of

_AGE_TOLERANCE = 2
"""Years around the told range that are still the told range."""
_MINORITY = 0.5
"""What was told of "my customers" is so when surely this part of them is so; not when surely fewer are."""
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


@dataclass(frozen=True, slots=True)
class _Held:
    """An answer held against some customers: what their file shows, and what that says of the answer."""

    shown: Finding
    verdict: Verdict


_Question = Callable[[Group, Value], _Held | None]
"""An answer held against a group; None where the file has nothing to hold it against."""


def disagreements(group: Group, beliefs: Beliefs) -> tuple[Disagreement, ...]:
    """The answers this group contradicts, in the order of the card."""
    return tuple(
        Disagreement(key, told, *held.shown)
        for key, told, held_against in _answered(beliefs)
        if _contradicted(held_against(group.everyone(), told))
        and (held := _contradicted(held_against(group, told)))
    )


def comparisons(customers: CustomerTable, beliefs: Beliefs) -> tuple[Comparison, ...]:
    """Every answer that the file can be held against, over all customers, in the order of the card."""
    group = everyone(customers)
    return tuple(
        Comparison(key, told, *held.shown, held.verdict)
        for key, told, held_against in _answered(beliefs)
        if (held := held_against(group, told))
    )


def _answered(beliefs: Beliefs) -> Iterator[tuple[FieldKey, Value, _Question]]:
    for key, question, held_against in _QUESTIONS:
        told = beliefs.get(question)
        if told is not None:
            yield key, told, held_against


def _contradicted(held: _Held | None) -> _Held | None:
    return held if held and held.verdict is Verdict.DISAGREES else None


# ---- the answers one by one ----------------------------------------------------------------


def _age(group: Group, told: Value) -> _Held | None:
    shown = measure.age(group)
    if not isinstance(told, Range) or shown is None:
        return None
    ages = group.numbers("age")
    low = -np.inf if told.low is None else told.low - _AGE_TOLERANCE
    high = np.inf if told.high is None else told.high + _AGE_TOLERANCE
    return _Held(shown, _verdict(int(((low <= ages) & (ages <= high)).sum()), len(ages), _MINORITY))


def _sex(group: Group, told: Value) -> _Held | None:
    shown = measure.sex(group)
    if shown is None:
        return None
    sexes = group.counts("sex")
    women, men = sexes["female"], sexes["male"]
    match told:
        case Terms(terms=("mostly_women",)):
            return _Held(shown, _verdict(women, women + men, _MINORITY))
        case Terms(terms=("mostly_men",)):
            return _Held(shown, _verdict(men, women + men, _MINORITY))
        case Terms(terms=("both",)):
            return _Held(shown, _verdict(min(women, men), women + men, 1 - _ONE_SIDED))
        case _:
            return None


def _place(group: Group, told: Value) -> _Held | None:
    """Against the countries of the file that belong to a region at all."""
    shown = measure.countries(group)
    if not isinstance(told, Terms) or shown is None:
        return None
    regions = regions_of(group.counts("country"))
    inside = sum(regions[region] for region in told.terms)
    return _Held(shown, _verdict(inside, regions.total(), _MINORITY))


def _basket(group: Group, told: Value) -> _Held | None:
    shown = measure.basket(group)
    if not isinstance(told, Money) or shown is None or not isinstance(shown[0], Money):
        return None
    if told.currency and shown[0].currency and told.currency != shown[0].currency:
        return None
    amount, expected = float(shown[0].amount), float(told.amount)
    if min(amount, expected) <= 0:
        return None
    far = abs(log(amount / expected)) > log(_AMOUNT_FACTOR)
    margin = normal_width() * _basket_error(group, amount)
    if far:
        return _Held(shown, Verdict.DISAGREES if abs(amount - expected) > margin else Verdict.OPEN)
    inside = expected / _AMOUNT_FACTOR <= amount - margin and amount + margin <= expected * _AMOUNT_FACTOR
    return _Held(shown, Verdict.AGREES if inside else Verdict.OPEN)


def _basket_error(group: Group, amount: float) -> float:
    """Standard error of revenue / orders over customers (ratio estimator, Cochran 1977, section 6.4)."""
    table, rows = group.table, group.buyers
    residuals = table.revenue[rows] - amount * table.orders[rows]
    count = len(residuals)
    if count < 2:  # noqa: PLR2004 - one customer has no spread
        return float("inf")
    variance = float((residuals**2).sum()) / (count - 1)
    return float(np.sqrt(count * variance)) / float(table.orders[rows].sum())


def _frequency(group: Group, told: Value) -> _Held | None:
    if not isinstance(told, Terms) or len(told.terms) != 1:
        return None
    gaps = measure.days_between_orders(group)
    buyers = int(group.buyers.sum())
    if told.terms[0] == "once":
        shown = measure.frequency(group)
        once = int((group.table.order_days[group.buyers] <= 1).sum())
        return _Held(shown, _verdict(once, buyers, _MINORITY)) if shown else None
    days = _DAYS_TOLD.get(told.terms[0])
    if days is None or len(gaps) == 0 or 2 * len(gaps) < buyers:
        return None  # the few who came back do not speak for those who did not
    fitting = (gaps <= days * _RHYTHM_FACTOR, gaps >= days / _RHYTHM_FACTOR)
    shown = (Number(float(np.median(gaps)), "days_between_orders"), len(gaps))
    return _Held(shown, _within(fitting[0], fitting[1]))


def _buyer_mix(group: Group, told: Value) -> _Held | None:
    buyers = int(group.buyers.sum())
    if buyers == 0:
        return None
    once = int((group.table.orders[group.buyers] == 1).sum())
    counts = {word: count for word, count in (("again", buyers - once), ("once", once)) if count}
    shown = (Shares(shares(counts, "orders_so_far", top=2)), buyers)
    match told:
        case Terms(terms=("first_time",)):
            return _Held(shown, _verdict(once, buyers, _MINORITY))
        case Terms(terms=("regular",)):
            return _Held(shown, _verdict(buyers - once, buyers, _MINORITY))
        case _:
            return None


def _last_visit(group: Group, told: Value) -> _Held | None:
    """Against the end of the file, in both directions: longer away than told, or surely not so long."""
    shown = measure.last_order(group)
    if not isinstance(told, Terms) or len(told.terms) != 1 or shown is None:
        return None
    least, most = _DAYS_AWAY.get(told.terms[0], (0, np.inf))
    days = group.table.days_since_last_order[group.rows]
    days = days[~np.isnan(days)]
    return _Held(shown, _within(days >= least, days <= most))


def _buying_time(group: Group, told: Value) -> _Held | None:
    """Weekends told and weekdays shown, or the other way round; what else was told has no column."""
    days = group.counts("weekday")
    if not days:
        return None
    weekend = sum(days[day] for day in _WEEKEND)
    shown = (Shares(shares(days, "weekday", top=3)), days.total())
    match told:
        case Terms(terms=("weekend",)):
            return _Held(shown, _verdict(weekend, days.total(), len(_WEEKEND) / 7))
        case Terms(terms=terms) if terms and all(term.startswith("weekday_") for term in terms):
            return _Held(shown, _verdict(days.total() - weekend, days.total(), _MINORITY))
        case _:
            return None


def _verdict(fitting: int, total: int, part: float) -> Verdict:
    """Whether surely at least, or surely less than, `part` of `total` customers are as was told."""
    low, high = wilson(fitting, total)
    return Verdict.DISAGREES if high < part else Verdict.AGREES if low >= part else Verdict.OPEN


def _within(not_above: NDArray[np.bool_], not_below: NDArray[np.bool_]) -> Verdict:
    """Of a span: contradicted from one side, or confirmed by those between its ends."""
    total = len(not_above)
    sides = [_verdict(int(each.sum()), total, _MINORITY) for each in (not_above, not_below)]
    if Verdict.DISAGREES in sides:
        return Verdict.DISAGREES
    between = _verdict(int((not_above & not_below).sum()), total, _MINORITY)
    return Verdict.AGREES if between is Verdict.AGREES else Verdict.OPEN


_QUESTIONS: tuple[tuple[FieldKey, str, _Question], ...] = (
    (FieldKey.AGE, "age", _age),
    (FieldKey.SEX, "sex", _sex),
    (FieldKey.PLACE, "region", _place),
    (FieldKey.WHEN, "buying_time", _buying_time),
    (FieldKey.BASKET, "average_order", _basket),
    (FieldKey.FREQUENCY, "frequency", _frequency),
    (FieldKey.FREQUENCY, "buyer_mix", _buyer_mix),
    (FieldKey.LAST_ORDER, "last_visit", _last_visit),
)
