"""Advice over all personas: money, care for present customers, whom to leave alone."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from segmentation.channels.budget import LEAST, MOST, for_present_customers
from segmentation.channels.situation import Situation
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice
from segmentation.model.values import Money
from segmentation.personas.group import Group
from segmentation.personas.told import terms, text

_RETENTION = ("customer_sale", "reward_referral", "greetings", "extra_hours")
_POOR_REACH = 0.5
"""Fewer reachable customers than this: collecting contacts comes first."""


def general(situations: Sequence[Situation], beliefs: Beliefs) -> tuple[Advice, ...]:
    """In the order in which to read it."""
    advice = (
        *_where(situations),
        *_budget(beliefs),
        *_retention(beliefs),
        Advice("image_or_product"),
        *_reach(situations),
        *_groups(beliefs),
        *_feedback(beliefs),
    )
    return tuple(Advice(f"general.{each.key}", each.values) for each in advice)


def _where(situations: Sequence[Situation]) -> Iterator[Advice]:
    """Which channels can be used at all depends on where the customers live."""
    if not all(known.circumstances.regions for known in situations):
        yield Advice("tell_where_they_live")


def _budget(beliefs: Beliefs) -> Iterator[Advice]:
    shares: Mapping[str, str | float] = {"least_share": float(LEAST), "most_share": float(MOST)}
    match beliefs.get("budget"):
        case Money(amount=amount, currency=currency) if amount > 0:
            least, most = map(float, for_present_customers(amount))
            amounts: Mapping[str, str | float] = {"least": least, "most": most, "currency": currency or ""}
            yield Advice("budget_present_customers_amount", {**shares, **amounts})
        case _:
            yield Advice("budget_present_customers", shares)


def _retention(beliefs: Beliefs) -> Iterator[Advice]:
    """What the shop has not done for its customers becomes a task; unasked, it becomes a question."""
    if beliefs.get("retention") is None:
        yield Advice("retention_check")
        return
    done = terms(beliefs, "retention")
    yield from (Advice(f"retention.{task}") for task in _RETENTION if task not in done)


def _reach(situations: Sequence[Situation]) -> Iterator[Advice]:
    """How many of all customers with a persona can be reached by e-mail or phone."""
    groups = [known.group for known in situations if known.group]
    total = sum(int(group.rows.sum()) for group in groups)
    if not total:
        return
    reached = sum(int(_reached(group).sum()) for group in groups)
    if reached / total < _POOR_REACH:
        yield Advice("collect_contacts", {"reached_share": reached / total, "n": total})


def _reached(group: Group) -> NDArray[np.bool_]:
    reached = np.zeros(group.table.count, dtype=np.bool_)
    for kind in ("email", "phone"):
        reached |= group.table.reachable.get(kind, False)
    return reached & group.rows


def _groups(beliefs: Beliefs) -> Iterator[Advice]:
    for question, key in (("best_group", "spend_most_on"), ("unwanted_group", "do_not_spend_on")):
        if group := text(beliefs, question):
            yield Advice(key, {"group": group})


def _feedback(beliefs: Beliefs) -> Iterator[Advice]:
    if terms(beliefs, "feedback_way") in {(), ("none",)}:
        yield Advice("ask_with_a_prize")
