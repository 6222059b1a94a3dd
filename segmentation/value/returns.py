"""What the margin of each group is beside the promotion it takes: its return on investment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.model.targets import ProfitKind, Return, SpendBasis
from segmentation.model.values import Money

_MONTHS = 12

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Returns:
    spend: SpendBasis
    by_segment: tuple[Return | None, ...]
    """In the order of the segmentation; None without customers, and everywhere where it is unknown."""


def returns(
    customers: CustomerTable,
    segmentation: Segmentation,
    beliefs: Beliefs,
    profit: ProfitKind,
    brought: Floats,
) -> Returns:
    """Of a year; `brought` is what each group brought, margin if `profit` says so.

    The owner tells one monthly budget. It is divided by customers, and where the files score the service
    that customers take, by that: who takes twice the effort has twice the cost.
    """
    nothing = (None,) * len(segmentation.segments)
    budget = beliefs.get("budget")
    if profit is not ProfitKind.MARGIN:
        return Returns(SpendBasis.NO_MARGIN, nothing)
    if not isinstance(budget, Money) or budget.amount <= 0 or not _fits(budget, customers):
        return Returns(SpendBasis.NO_BUDGET, nothing)
    effort = _effort(customers)
    costs = np.bincount(segmentation.membership, effort, len(nothing))
    spends = _MONTHS * float(budget.amount) * costs / costs.sum()
    basis = SpendBasis.BY_EFFORT if np.ptp(effort) else SpendBasis.BY_CUSTOMERS
    each = (
        Return(float(margin), float(spend)) if spend > 0 else None
        for margin, spend in zip(brought, spends, strict=True)
    )
    return Returns(basis, tuple(each))


def _fits(budget: Money, customers: CustomerTable) -> bool:
    return None in {budget.currency, customers.currency} or budget.currency == customers.currency


def _effort(customers: CustomerTable) -> Floats:
    """Of each customer, against the others; one of whom nothing is known takes as much as the mean."""
    scores = customers.numeric.get("service_score")
    if scores is None or not np.nansum(scores) > 0:
        return np.ones(customers.count)
    return np.where(np.isnan(scores), np.nanmean(scores), np.maximum(scores, 0))
