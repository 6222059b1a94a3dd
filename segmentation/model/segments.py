"""Segments, their figures, and what could not be computed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from segmentation.model.adjustments import Adjustment


@dataclass(frozen=True, slots=True)
class SegmentFigures:
    """Figures over the customers of one segment; shares are 0 to 1 of all customers."""

    customers: int
    share: float
    orders: int
    revenue: Decimal
    revenue_share: float
    average_order: Decimal | None
    """revenue / orders, None where there is no order."""
    days_since_last_order: float | None
    """Median over the customers."""


@dataclass(frozen=True, slots=True)
class Trait:
    """Something in which a segment differs from all customers, surely and noticeably."""

    key: str
    """A column of the customer table or a figure made of it: `traits.<key>` in the catalogues."""
    value: str | None
    """The word of the file, where the column holds words; None where it holds numbers."""
    index: float
    """The segment's mean, or share with that word, as a percentage of all customers'."""
    low: float
    high: float
    """Ends of the index's interval, 95 % sure for all traits of the method at once."""
    effect: float
    """Cliff's delta against the others, -1 to 1: how surely a customer of the segment has more of it."""


JOINT = "+"
"""Stands in the key of a segment that is called by several traits."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`key` is unique within its method: `segments.<method>.<key>` in the catalogues, or of each part."""

    key: str
    figures: SegmentFigures
    traits: tuple[Trait, ...] = ()
    """The most telling first; empty where the method's rule says all there is to say."""


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """Every customer in exactly one segment. Empty segments are listed with zero customers."""

    method: str
    segments: tuple[Segment, ...]
    membership: NDArray[np.int32] = field(repr=False)
    """For each customer of the table, the index of its segment."""
    settings: Mapping[str, float] = field(default_factory=dict)
    """The thresholds that were used, e.g. at_risk_days, lapsed_days, from_own_gaps (1 or 0)."""
    adjustments: tuple[Adjustment, ...] = ()
    """What of it the owner can set."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the owner calls segments, by key; the others are called by the catalogues."""
    kept: tuple[str, ...] = ()
    """Keys of the segments that stand because their owner wants them to."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Which segmentation to show first, and why: `segments.<method>.why`."""

    method: str
    groups: int
    """How many of its segments are worth serving on their own."""
    divides: bool
    """Whether it really divides the customers; else there was nothing better."""
    passed_over: tuple[str, ...] = ()
    """More useful methods that do not divide these customers."""


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """Something that was not computed: `what` it is and `why`, keys of `switched_off.*`."""

    what: str
    why: str
    details: Mapping[str, str | int | float] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    """What the owner can set to have it computed all the same."""
