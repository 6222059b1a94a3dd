"""When to speak to a persona: their hours and days, and how often."""

from collections.abc import Iterable, Iterator

from segmentation.certainty import wilson
from segmentation.channels.situation import Situation
from segmentation.channels.told import times_told
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice
from segmentation.model.stages import Stage
from segmentation.personas.group import Group
from segmentation.personas.measure import date_buyers, hours, rhythm
from segmentation.personas.proportions import ranked

_ENOUGH = 10
"""Customers who must have come again to say when the next one comes."""
_SOME = 0.1
"""From surely this part of a group on, its buyers of special dates are worth a reminder."""
_CALLS_PAY = frozenset({Stage.BEST, Stage.REGULAR, Stage.BIG_RARE, Stage.OCCASION})
_CADENCE = frozenset(Stage) - {Stage.UNKNOWN, Stage.LAPSED}


def timing(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """When they buy, by the file or by the answers, and how often to speak to them."""
    measured = (*_rhythm(known.group), *_dates(known))
    # Answers count only where the file does not know better.
    told = times_told(beliefs) if known.group is None or not known.group.counts("weekday") else ()
    return (*_prefixed(measured), *told, *_prefixed(_cadence(known)))


def _prefixed(advice: Iterable[Advice]) -> Iterator[Advice]:
    return (Advice(f"timing.{each.key}", each.values) for each in advice)


def usual_gap(known: Situation) -> tuple[float, float, int] | None:
    """Median and 80th percentile of the days after which the shop's customers come again, and of how many."""
    gaps = known.group.table.gaps if known.group else None
    return (gaps.median, gaps.percentile_80, gaps.customers) if gaps and gaps.customers >= _ENOUGH else None


def _rhythm(group: Group | None) -> Iterator[Advice]:
    if group is None:
        return
    if day := rhythm(group, "weekday"):
        yield Advice("weekday", {"weekday": day[0].name, "weekday_share": day[0].share, "n": day[1]})
    if known := hours(group):
        first, last, customers = known
        # Hours are without their minutes: who orders at 14:40 is in the one that ends at 15.
        yield Advice("hours", {"from_hour": first, "to_hour": last + 1, "n": customers})
    elif part := rhythm(group, "day_part"):
        yield Advice("day_part", {"day_part": part[0].name, "day_part_share": part[0].share, "n": part[1]})


def _dates(known: Situation) -> Iterator[Advice]:
    """The month of those who come around the same dates; in other groups only if there are enough."""
    if known.group is None:
        return
    months = date_buyers(known.group).counts("month")
    if not months:
        return
    (month, count), dated = ranked(months)[0], months.total()
    if known.circumstances.stage is Stage.OCCASION:
        yield Advice("month", {"month": month, "month_share": count / dated, "n": dated})
        return
    total = int(known.group.rows.sum())
    if wilson(dated, total)[0] > _SOME:
        yield Advice("some_have_dates", {"date_share": dated / total, "n": total, "month": month})


def _cadence(known: Situation) -> Iterator[Advice]:
    """A letter each quarter, two calls a year that sell nothing, mail when there is an event."""
    stage = known.circumstances.stage
    if stage is Stage.LAPSED:
        yield Advice("ask_now")
    if stage in {Stage.FIRST_TIME, Stage.SLOWING} and (gap := usual_gap(known)):
        yield Advice(f"due_{stage}", {"days": round(gap[0]), "n": gap[2]})
    if stage is Stage.OCCASION:
        yield Advice("weeks_before_date")
    elif stage in _CADENCE:
        yield Advice("letter_each_quarter")
    if stage in _CALLS_PAY and known.circumstances.holds("phone"):
        yield Advice("two_calls_a_year")
    if stage in _CADENCE and known.circumstances.holds("email"):
        yield Advice("event_mail")
