"""Ten segments on a grid of recency and frequency."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from segmentation.errors import DefectError
from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Needs, unmet
from segmentation.methods.scores import HIGHEST, spread_scores
from segmentation.methods.thresholds import thresholds
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GridSegment:
    """A rectangle of cells; both ends of both ranges are inclusive."""

    key: str
    recency: tuple[int, int]
    frequency: tuple[int, int]

    def cells(self) -> Iterator[Cell]:
        return product(_inclusive(self.recency), _inclusive(self.frequency))


@dataclass(frozen=True, slots=True)
class Scale:
    """For bases of fewer customers than `below`: where each step lies on the scale from 1 to 5."""

    spread: tuple[int, ...]
    below: int | None = None


@dataclass(frozen=True, slots=True)
class GridTable:
    """Refuses, as a defect, a grid that does not cover its 25 cells exactly once."""

    customers_needed: int
    scale: tuple[Scale, ...]
    segment: tuple[GridSegment, ...]

    def __post_init__(self) -> None:
        covered = Counter(cell for segment in self.segment for cell in segment.cells())
        every = Counter(GridSegment("", (1, HIGHEST), (1, HIGHEST)).cells())
        if covered != every:
            raise DefectError(f"the RFM grid covers {sorted((covered - every) + (every - covered))} wrongly")

    def spread(self, customers: int) -> Sequence[int]:
        """The scale for a base of that many customers: the first that is large enough."""
        return next(scale.spread for scale in self.scale if scale.below is None or customers < scale.below)


def _inclusive(ends: tuple[int, int]) -> range:
    return range(ends[0], ends[1] + 1)


PUBLISHED = thresholds("rfm_grid", GridTable)


class RfmGrid:
    """Recency and frequency, scored on 3, 4 or 5 steps by the size of the base (Omniconvert), on a grid."""

    key = "rfm_grid"
    needs_orders = True
    rests_on = frozenset({"orders", "days_since_last_order"})

    def __init__(self, table: GridTable = PUBLISHED) -> None:
        self._table = table

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:  # noqa: ARG002  # the promise of a method
        needs = (Needs.ORDERS, Needs.DATES)
        refused = unmet(self.key, customers, *needs, customers_needed=self._table.customers_needed)
        if refused:
            return refused
        spread = self._table.spread(customers.count)
        recency = spread_scores(-customers.days_since_last_order, spread)
        frequency = spread_scores(customers.orders.astype(np.float64), spread)
        membership = self._segment_of_cell()[recency, frequency]
        keys = [segment.key for segment in self._table.segment]
        return segmentation(self.key, keys, customers, membership, {"scale": len(spread)})

    def _segment_of_cell(self) -> NDArray[np.int32]:
        """Indices of segments by recency and frequency score (row and column 0 are not used)."""
        grid = np.zeros((HIGHEST + 1, HIGHEST + 1), dtype=np.int32)
        for index, segment in enumerate(self._table.segment):
            for cell in segment.cells():
                grid[cell] = index
        return grid
