"""The figures of segments. Counts and money are integer sums, so the segments add up exactly."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
from numpy.typing import NDArray

from segmentation.model.adjustments import Adjustment
from segmentation.model.customers import MONEY_UNITS, CustomerTable, money
from segmentation.model.segments import Segment, Segmentation, SegmentFigures

_SMALLEST = Decimal(1) / MONEY_UNITS


def segmentation(
    method: str,
    keys: Sequence[str],
    customers: CustomerTable,
    membership: NDArray[np.int32],
    settings: Mapping[str, float] | None = None,
    adjustments: tuple[Adjustment, ...] = (),
) -> Segmentation:
    """The segments `keys` of a method, where customer i is in segment `membership[i]`."""
    figures = segment_figures(customers, membership, len(keys))
    segments = tuple(Segment(key, figure) for key, figure in zip(keys, figures, strict=True))
    return Segmentation(method, segments, membership, dict(settings or {}), adjustments)


def segment_figures(
    customers: CustomerTable, membership: NDArray[np.int32], segments: int
) -> tuple[SegmentFigures, ...]:
    """Figures of segments 0 to `segments` - 1; their customers, orders and revenue add up to the table's."""
    counts = np.bincount(membership, minlength=segments)
    orders = _sums(customers.orders, membership, segments)
    units = _sums(customers.revenue_units, membership, segments)
    days = _medians(customers.days_since_last_order, membership, segments)
    total = sum(int(unit) for unit in units)
    return tuple(
        SegmentFigures(
            customers=int(counts[i]),
            share=int(counts[i]) / customers.count if customers.count else 0.0,
            orders=int(orders[i]),
            revenue=money(units[i]),
            revenue_share=int(units[i]) / total if total > 0 else 0.0,
            average_order=_average(int(units[i]), int(orders[i])),
            days_since_last_order=days[i],
        )
        for i in range(segments)
    )


def _sums(values: NDArray[np.int64], membership: NDArray[np.int32], segments: int) -> NDArray[np.int64]:
    # bincount would add up as float and lose the last digits of large money.
    sums = np.zeros(segments, dtype=np.int64)
    np.add.at(sums, membership, values)
    return sums


def _medians(values: NDArray[np.float64], membership: NDArray[np.int32], segments: int) -> list[float | None]:
    known = ~np.isnan(values)
    groups = [values[known & (membership == i)] for i in range(segments)]
    return [float(np.median(group)) if group.size else None for group in groups]


def _average(units: int, orders: int) -> Decimal | None:
    if not orders:
        return None
    return (money(units) / orders).quantize(_SMALLEST, ROUND_HALF_EVEN)
