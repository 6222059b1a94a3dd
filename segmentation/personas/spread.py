"""How the sales of a shop are spread over its customers, and how their rhythms differ."""

from itertools import pairwise

import numpy as np

from segmentation.model.customers import CustomerTable
from segmentation.model.spread import GapBand, SalesPoint, Spread

_STEPS = 20
"""Of the curve of sales: each 5 % of the customers."""
_BANDS = (1, 8, 15, 31, 61, 91, 181, 366)
"""First days of the bands: a week, two weeks, one to three months, half a year, a year, more."""


def spread(customers: CustomerTable) -> Spread:
    """Curve of sales (Lorenz, from the best on) and bands of the customers' median gaps."""
    return Spread(_sales(customers), _gaps(customers))


def _sales(customers: CustomerTable) -> tuple[SalesPoint, ...]:
    """Whoever gave back more than they bought counts with nothing, so that the curve never falls."""
    units = np.sort(np.maximum(customers.revenue_units, 0))[::-1]
    total = int(units.sum())
    if total == 0:
        return ()
    brought = np.concatenate(([0], np.cumsum(units))) / total
    parts = np.linspace(0, 1, _STEPS + 1)
    sales = np.interp(parts * len(units), np.arange(len(units) + 1), brought)
    return tuple(SalesPoint(float(part), float(share)) for part, share in zip(parts, sales, strict=True))


def _gaps(customers: CustomerTable) -> tuple[GapBand, ...]:
    gaps = customers.numeric.get("median_gap_days", np.empty(0))
    gaps = gaps[~np.isnan(gaps)]
    if len(gaps) == 0:
        return ()
    counts = np.histogram(np.maximum(gaps, 1), bins=(*_BANDS, np.inf))[0]
    lasts = [following - 1 for _, following in pairwise(_BANDS)]
    return tuple(
        GapBand(first, last, int(count))
        for first, last, count in zip(_BANDS, (*lasts, None), counts, strict=True)
    )
