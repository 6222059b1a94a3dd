"""Recency, frequency and money as scores, shared by the methods that read them from tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.model.customers import CustomerTable

FIFTHS = (0.2, 0.4, 0.6, 0.8)
HIGHEST = 5

Scores = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class RfmScores:
    """Scores from 1 to 5 per customer, 5 the best: lately, often, much."""

    recency: Scores
    frequency: Scores
    monetary: Scores


def published_quintiles(customers: CustomerTable) -> RfmScores:
    """The scores of the R package rfm 0.3, to the letter.

    A score is 1 plus the number of bounds at or below the value; the bounds are the quantiles (type 7)
    at 20, 40, 60 and 80 %, plus 1. For days since the last order the scale is turned round; someone who
    never ordered is counted as the longest away.
    """
    days = customers.days_since_last_order
    return RfmScores(
        recency=HIGHEST + 1 - _above_quantiles_plus_one(days),
        frequency=_above_quantiles_plus_one(customers.orders.astype(np.float64)),
        monetary=_above_quantiles_plus_one(customers.revenue),
    )


def _above_quantiles_plus_one(values: NDArray[np.float64]) -> Scores:
    # NaN sorts behind every bound, as the worst of all days should.
    bounds = np.nanquantile(values, FIFTHS, method="linear") + 1
    return 1 + np.searchsorted(bounds, values, side="right")


def spread_scores(values: NDArray[np.float64], spread: Sequence[int]) -> Scores:
    """Scores of as many steps as `spread` has, higher for higher values, laid out on the 1 to 5 scale.

    The steps part the customers at the quantiles (type 7); who stands at a bound stays below it, so
    equal values never part. A scale of three laid out as 1, 3, 5 lets every cell of a 1 to 5 table keep
    its meaning: the best third is "5" and the worst is "1". NaN scores lowest.
    """
    steps = len(spread)
    bounds = np.nanquantile(values, [step / steps for step in range(1, steps)], method="linear")
    lowest = np.where(np.isnan(values), -np.inf, values)
    return np.asarray(spread, dtype=np.int64)[np.searchsorted(bounds, lowest, side="left")]
