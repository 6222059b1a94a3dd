"""Plans with figures from the file: the second sale, winning back, the frequent-shopper programme."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from segmentation.certainty import wilson
from segmentation.channels.situation import Situation
from segmentation.channels.timing import usual_gap
from segmentation.model.channels import Advice
from segmentation.model.customers import money
from segmentation.model.stages import Stage
from segmentation.personas.group import Group

_MOSTLY = 0.5
"""What surely more than this part of a group does is what the group does."""
_THANK_AFTER_DAYS = 3
_REWARDED_ORDER = 10
"""A reward after every so many orders ..."""
_REWARD = Decimal("0.5")
"""... worth this part of an average order: reachable, simple, and 5 % of what the group spends."""
_YEAR = 365
_ENOUGH_DAYS = 90
"""A file must cover this long before a yearly cost is worked out from it."""
_CENTS = Decimal("0.01")


def campaigns(known: Situation) -> Iterator[Advice]:
    """What the figures of this group allow to plan."""
    group = known.group
    if group is None or not group.buyers.any():
        return
    match known.circumstances.stage:
        case Stage.FIRST_TIME:
            yield from _second_sale_plan(known)
        case Stage.LAPSED:
            yield from _whom_to_win_back_first(group)
        case Stage.BEST | Stage.REGULAR:
            yield from _programme_cost(group)
        case _:
            yield from _second_sale_for_many(known, group)


def _second_sale_plan(known: Situation) -> Iterator[Advice]:
    """Steps at half the usual gap, at the gap, and when four of five came again; each a later day."""
    gap = usual_gap(known)
    if gap is None:
        return
    median, most, customers = gap
    idea = max(_THANK_AFTER_DAYS + 1, round(median / 2))
    offer = max(idea + 1, round(median))
    days = {"idea_days": idea, "offer_days": offer, "last_days": max(offer + 1, round(most))}
    yield Advice("second_sale_plan", {"thank_days": _THANK_AFTER_DAYS, **days, "n": customers})


def _second_sale_for_many(known: Situation, group: Group) -> Iterator[Advice]:
    """For other groups that surely consist mostly of people who bought once."""
    buyers = int(group.buyers.sum())
    once = int((group.table.orders[group.buyers] == 1).sum())
    if wilson(once, buyers)[0] > _MOSTLY:
        yield Advice("second_sale_for_many", {"once_share": once / buyers, "n": buyers})
        yield from _second_sale_plan(known)


def _whom_to_win_back_first(group: Group) -> Iterator[Advice]:
    """Those who spent more than the shop's average customer."""
    table = group.table
    average = float(table.revenue[table.orders > 0].mean())
    worth = int((table.revenue[group.buyers] > average).sum())
    if worth:
        values: Mapping[str, str | float] = {
            "count": worth,
            "amount": round(average, 2),
            "currency": table.currency or "",
        }
        yield Advice("win_back_first", values)


def _programme_cost(group: Group) -> Iterator[Advice]:
    """What rewarding every tenth order would cost a year, if they buy on as they did."""
    table = group.table
    dated = table.first_order_day >= 0
    days = int(table.last_order_day[dated].max() - table.first_order_day[dated].min()) if dated.any() else 0
    orders = int(table.orders[group.rows].sum())
    revenue = money(int(table.revenue_units[group.rows].sum()))
    if days < _ENOUGH_DAYS or revenue <= 0:
        return
    reward = _cents(revenue / orders * _REWARD)
    cost = _cents(revenue * _REWARD / _REWARDED_ORDER * _YEAR / days)
    amounts: Mapping[str, str | float] = {
        "reward": float(reward),
        "cost": float(cost),
        "currency": table.currency or "",
    }
    yield Advice("programme_cost", {"every": _REWARDED_ORDER, **amounts, "n": int(group.buyers.sum())})


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENTS, ROUND_HALF_UP)
