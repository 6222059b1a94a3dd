"""The plan on dates: what to do in the next twelve months, and when."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from segmentation.model.channels import Advice, CalendarEntry, PersonaPlan, Plan

_YEAR = 364
"""Days planned ahead, 52 weeks."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_USUAL_DAY = "wed"
"""When nobody's favourite day is known."""
_WEEKS_BEFORE_MONTH = 3

Days = Callable[[Advice, date], Iterator[date]]


def calendar(plan: Plan, start: date) -> tuple[CalendarEntry, ...]:
    """What the plan asks for in the year from `start` on, in order of the days.

    Letters and posts fall on the day before the one on which the persona likes to buy.
    """
    entries = [entry for each in plan.personas for entry in _of_persona(each, start)]
    entries += [entry for advice in plan.general for entry in _dated(advice, start, None, _GENERAL)]
    entries += [CalendarEntry(day, Advice("review.look_again")) for day in _every(13, first=13)(_ANY, start)]
    within = [each for each in entries if start <= each.day <= start + timedelta(days=_YEAR)]
    return tuple(sorted(within, key=lambda each: (each.day, each.persona or "", each.advice.key)))


def _of_persona(plan: PersonaPlan, start: date) -> Iterator[CalendarEntry]:
    begin = _on_weekday(_day_to_write(plan), start)
    for advice in (*plan.timing, *plan.actions):
        yield from _dated(advice, begin, plan.persona, _PERSONAL)


def _dated(
    advice: Advice, start: date, persona: str | None, rules: Mapping[str, Days]
) -> Iterator[CalendarEntry]:
    rule = rules.get(advice.key)
    if rule:
        yield from (CalendarEntry(day, advice, persona) for day in rule(advice, start))


def _day_to_write(plan: PersonaPlan) -> str:
    for advice in plan.timing:
        if advice.key == "timing.weekday":
            favourite = _DAYS.index(str(advice.values["weekday"]))
            return _DAYS[favourite - 1]
    return _USUAL_DAY


def _on_weekday(weekday: str, start: date) -> date:
    """The first such day from `start` on."""
    return start + timedelta(days=(_DAYS.index(weekday) - start.weekday()) % 7)


# ---- rules: which days a piece of advice falls on ------------------------------------------------

_ANY = Advice("")


def _after(*weeks: int) -> Days:
    return lambda _, start: (start + timedelta(weeks=each) for each in weeks)


def _every(weeks: int, *, first: int = 1) -> Days:
    return _after(*range(first, 53, weeks))


def _before_month(advice: Advice, start: date) -> Iterator[date]:
    """Three weeks before the next time the month begins."""
    month = int(advice.values["month"])
    ahead = timedelta(weeks=_WEEKS_BEFORE_MONTH)
    year = (start + ahead).year
    begins = (date(each, month, 1) for each in (year, year + 1))
    yield next(day - ahead for day in begins if day - ahead >= start)


_PERSONAL: Mapping[str, Days] = {
    "timing.letter_each_quarter": _every(13, first=2),
    "timing.two_calls_a_year": _after(6, 32),
    "timing.ask_now": _after(0),
    "timing.due_first_time": _every(4),
    "timing.due_slowing": _every(4, first=2),
    "timing.month": _before_month,
    "timing.some_have_dates": _before_month,
    "actions.offer_only_for_them": _after(3),
    "actions.let_go_after_two": _after(8),
    "actions.programme": _after(4),
    "actions.ask_for_recommendation": _after(10, 36),
    "actions.collect_contacts": _after(1),
}
_GENERAL: Mapping[str, Days] = {
    "general.collect_contacts": _after(1),
    "general.ask_with_a_prize": _after(5, 31),
    "general.retention_check": _after(3),
    "general.retention.customer_sale": _after(9, 35),
    "general.retention.reward_referral": _after(7),
    "general.retention.greetings": _after(12, 38),
    "general.retention.extra_hours": _after(17, 43),
}
