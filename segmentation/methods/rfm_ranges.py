"""Segments by ranges of the recency, frequency and money scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Needs, unmet
from segmentation.methods.scores import RfmScores, Scores, published_quintiles
from segmentation.methods.thresholds import thresholds
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff


@dataclass(frozen=True, slots=True)
class RangeSegment:
    """Ranges of scores; both ends inclusive."""

    key: str
    recency: tuple[int, int]
    frequency: tuple[int, int]
    monetary: tuple[int, int]

    def fits(self, scores: RfmScores) -> NDArray[np.bool_]:
        return (
            _within(scores.recency, self.recency)
            & _within(scores.frequency, self.frequency)
            & _within(scores.monetary, self.monetary)
        )


@dataclass(frozen=True, slots=True)
class RangeTable:
    """The first segment that fits is the customer's; `otherwise` when none does."""

    customers_needed: int
    otherwise: str
    segment: tuple[RangeSegment, ...]


def _within(scores: Scores, ends: tuple[int, int]) -> NDArray[np.bool_]:
    return (scores >= ends[0]) & (scores <= ends[1])


PUBLISHED = thresholds("rfm_ranges", RangeTable)


class RfmRanges:
    """The range table and the quintiles of the R package rfm 0.3, whatever the size of the base."""

    key = "rfm_ranges"
    needs_orders = True
    rests_on = frozenset({"orders", "days_since_last_order", "average_order"})

    def __init__(self, table: RangeTable = PUBLISHED) -> None:
        self._table = table

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:  # noqa: ARG002  # the promise of a method
        needs = (Needs.ORDERS, Needs.DATES, Needs.AMOUNTS)
        refused = unmet(self.key, customers, *needs, customers_needed=self._table.customers_needed)
        if refused:
            return refused
        scores = published_quintiles(customers)
        fits = [segment.fits(scores) for segment in self._table.segment]
        membership = np.select(fits, range(len(fits)), default=len(fits)).astype(np.int32)
        keys = [*(segment.key for segment in self._table.segment), self._table.otherwise]
        return segmentation(self.key, keys, customers, membership)
