"""The headline figures of an analysis, counted once more from the file with nothing of ours."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs


@dataclass(frozen=True)
class Line:
    customer: str
    order: str
    day: date
    pieces: int
    amount: Decimal


@dataclass(frozen=True)
class Recount:
    """Of all customers, by their id."""

    lines: tuple[Line, ...]
    paid: dict[str, Decimal]
    days: dict[str, list[date]]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Recount":
        kept, paid, days = tuple(lines), defaultdict[str, Decimal](Decimal), defaultdict[str, set[date]](set)
        for line in kept:
            paid[line.customer] += line.amount
            if line.pieces > 0:
                days[line.customer].add(line.day)
        return cls(kept, dict(paid), {customer: sorted(each) for customer, each in days.items()})

    @property
    def own_gaps(self) -> list[float]:
        """Of each customer who came again, the median of the days between two visits."""
        gaps = ([(b - a).days for a, b in pairwise(days)] for days in self.days.values())
        return sorted(median(each) for each in gaps if each)


def sample_lines(path: Path) -> Iterable[Line]:
    """Order, moment, customer, goods, category, pieces, price: in every language in this order.

    A line that names no customer belongs to the one its order names elsewhere, else to nobody.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))[1:]
    customers = {order: customer for order, _, customer, *_ in rows if customer}
    for order, moment, _, _, _, pieces, price in rows:
        if order in customers:
            day = date.fromisoformat(moment[:10])
            yield Line(customers[order], order, day, int(pieces), int(pieces) * Decimal(price))


def retail_lines(path: Path) -> Iterable[Line]:
    with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["CustomerID"]:
                pieces = int(row["Quantity"])
                amount = pieces * Decimal(row["UnitPrice"])
                day = date.fromisoformat(row["InvoiceDate"][:10])
                yield Line(row["CustomerID"], row["InvoiceNo"], day, pieces, amount)


def test_the_sample_shop_counted_once_more(sample: tuple[Analysis, Beliefs]) -> None:
    orders = max((file.dataset for file in sample[0].files), key=lambda each: each.rows)
    check(sample[0], Recount.of(sample_lines(orders.path)))


@pytest.mark.reference
def test_a_real_shop_counted_once_more(real: Analysis, reference_data: Path) -> None:
    if "InvoiceNo" not in real.files[0].dataset.columns:
        pytest.skip("no orders in it")
    check(real, Recount.of(retail_lines(reference_data / "online_retail.csv.gz")))


def check(analysis: Analysis, counted: Recount) -> None:
    totals = analysis.totals
    assert totals is not None
    assert totals.customers == len(counted.paid)
    assert totals.revenue == sum(counted.paid.values())
    assert totals.orders == len({(line.customer, line.order) for line in counted.lines if line.pieces > 0})
    assert totals.cancellations == sum(line.amount for line in counted.lines if line.amount < 0)
    assert totals.gross == totals.revenue - totals.cancellations
    bought = [line.day for line in counted.lines if line.pieces > 0]
    assert (totals.first_date, totals.last_date) == (min(bought), max(bought))
    _check_segments(analysis)
    _check_tiers(analysis, counted)
    _check_rhythm(analysis, counted)


def _check_segments(analysis: Analysis) -> None:
    """Of every method, the segments add up to all customers, orders and sales; shares are parts of them."""
    totals = analysis.totals
    assert totals is not None
    for method in analysis.segmentations:
        figures = [each.figures for each in method.segments]
        assert sum(each.customers for each in figures) == totals.customers
        assert sum(each.orders for each in figures) == totals.orders
        assert sum(each.revenue for each in figures) == totals.revenue
        for each in figures:
            assert each.share == pytest.approx(each.customers / totals.customers)
            assert each.revenue_share == pytest.approx(float(each.revenue / totals.revenue))


def _check_tiers(analysis: Analysis, counted: Recount) -> None:
    """Customers by what they paid, cut after a fifth and after three fifths of them."""
    tiers = next(each for each in analysis.segmentations if each.method == "value_tiers")
    best_first = sorted(counted.paid.values(), reverse=True)
    cuts = [0, *((len(best_first) * part + 50) // 100 for part in (20, 60)), len(best_first)]
    for tier, (begin, end) in zip(tiers.segments, pairwise(cuts), strict=True):
        assert tier.figures.customers == end - begin
        assert tier.figures.revenue == sum(best_first[begin:end])


def _check_rhythm(analysis: Analysis, counted: Recount) -> None:
    """Who came again, how long until they do, and from when on they count as gone."""
    gaps = counted.own_gaps
    assert analysis.spread is not None
    assert sum(band.customers for band in analysis.spread.gaps) == len(gaps)
    for band in analysis.spread.gaps:
        within = [gap for gap in gaps if band.first <= gap < (band.last + 1 if band.last else float("inf"))]
        assert band.customers == len(within)
    lifecycle = next(each for each in analysis.segmentations if each.method == "lifecycle")
    assert lifecycle.settings["at_risk_days"] == pytest.approx(_percentile(gaps, 0.4))
    assert lifecycle.settings["lapsed_days"] == pytest.approx(_percentile(gaps, 0.8))


def _percentile(ordered: Sequence[float], part: float) -> float:
    """Interpolated between neighbours."""
    place = (len(ordered) - 1) * part
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
