"""The promotion budget: how much of it for present customers, and which group gets what part."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

import numpy as np

from segmentation.channels.situation import Situation
from segmentation.model.channels import Advice
from segmentation.model.stages import Stage

LEAST, MOST = Decimal("0.15"), Decimal("0.20")
"""Of the budget, for present customers; a rule of the method."""
_EFFORT: Mapping[Stage, float] = {
    Stage.FIRST_TIME: 2.0,
    Stage.SLOWING: 1.5,
    Stage.LIGHT: 0.5,
    Stage.LAPSED: 0.5,
}
"""Money follows what a group brings: more where a little decides much, less where little comes back."""
_CENTS = Decimal("0.01")
_WORTH_SAYING = 0.01
"""A part smaller than this is no plan."""


def for_present_customers(amount: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the most of a budget that present customers should get."""
    return (amount * LEAST).quantize(_CENTS), (amount * MOST).quantize(_CENTS)


def parts(situations: Sequence[Situation]) -> tuple[Advice | None, ...]:
    """Each group's part of the 20 % for present customers; None without budget, file or revenue.

    Proportional to revenue times effort, rounded down to cents, so that the parts never exceed the whole.
    """
    weights = np.array([_weight(known) for known in situations])
    if weights.sum() <= 0:
        return (None,) * len(situations)
    weights /= weights.sum()
    return tuple(_part(known, float(weight)) for known, weight in zip(situations, weights, strict=True))


def _weight(known: Situation) -> float:
    if known.group is None:
        return 0.0
    revenue = float(known.group.table.revenue[known.group.rows].sum())
    return max(0.0, revenue) * _EFFORT.get(known.circumstances.stage, 1.0)


def _part(known: Situation, part: float) -> Advice | None:
    if known.circumstances.budget is None or known.circumstances.budget.amount <= 0 or part < _WORTH_SAYING:
        return None
    whole = for_present_customers(known.circumstances.budget.amount)[1]
    amount = (whole * Decimal(part)).quantize(_CENTS, ROUND_DOWN)
    values: Mapping[str, str | float] = {
        "amount": float(amount),
        "currency": known.circumstances.budget.currency or "",
        "part_share": part,
    }
    return Advice("actions.budget_part", values)
