"""Which groups to aim at: by profit, growth, fit with what the owner does best, and reach."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from cattrs import Converter
from numpy.typing import NDArray
from scipy.stats import rankdata

from segmentation.certainty import cliffs_delta
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.model.targets import Criterion, Mark, ProfitKind, Ranking, Return, Target
from segmentation.model.values import Terms
from segmentation.value.returns import returns

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Growth:
    full: float


@dataclass(frozen=True, slots=True)
class _Table:
    weights: Mapping[Criterion, float]
    growth: _Growth
    style: Mapping[str, Mapping[str, int]]


_TABLE = Converter(forbid_extra_keys=True).structure(
    tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")), _Table
)


def ranking(customers: CustomerTable, segmentation: Segmentation, beliefs: Beliefs) -> Ranking | None:
    """The groups with customers, the best to aim at first; None where nothing is known to rank them by."""
    groups = _Groups(customers, segmentation)
    known = {criterion: marks for criterion in Criterion if (marks := _MARKED[criterion](groups, beliefs))}
    if not known:
        return None
    total = sum(_TABLE.weights[criterion] for criterion in known)
    weights = {criterion: _TABLE.weights[criterion] / total for criterion in known}
    profit = _profit_kind(customers)
    returned = returns(customers, segmentation, beliefs, profit, _brought(groups))
    targets = [
        _target(segment.key, weights, {criterion: known[criterion][index] for criterion in known}, back)
        for index, (segment, back) in enumerate(zip(segmentation.segments, returned.by_segment, strict=True))
        if segment.figures.customers
    ]
    targets.sort(key=lambda target: -target.score)
    return Ranking(segmentation.method, weights, tuple(targets), profit, returned.spend)


def _target(
    segment: str,
    weights: Mapping[Criterion, float],
    marks: Mapping[Criterion, Mark],
    returned: Return | None,
) -> Target:
    score = sum(weights[each] * mark.score for each, mark in marks.items())
    return Target(segment, score, marks, returned)


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """The customers by segment, in the order of the segmentation, empty ones included."""

    customers: CustomerTable
    segmentation: Segmentation

    def sums(self, values: Floats) -> Floats:
        segments = len(self.segmentation.segments)
        return np.bincount(self.segmentation.membership, values, segments).astype(np.float64)

    @property
    def sizes(self) -> Floats:
        return np.maximum(self.sums(np.ones(self.customers.count)), 1)

    def column(self, name: str) -> Floats | None:
        if name == "orders" and self.customers.has_orders:
            return self.customers.orders.astype(np.float64)
        return self.customers.average_order if name == "average_order" else self.customers.numeric.get(name)


def _profit(groups: _Groups, beliefs: Beliefs) -> list[Mark] | None:  # noqa: ARG001  (one of the criteria)
    each = _brought(groups) / groups.sizes
    best = float(each.max())
    return [Mark(max(one, 0.0) / best, one) for one in each.tolist()] if best > 0 else None


def _brought(groups: _Groups) -> Floats:
    """By each group, in what `_profit_kind` says."""
    lately = groups.customers.numeric.get("sales_this_year")
    brought = groups.sums(groups.customers.revenue if lately is None else np.nan_to_num(lately))
    return brought * _margin_rates(groups) if _knows_margin(groups.customers) else brought


def _knows_margin(customers: CustomerTable) -> bool:
    return {"margin", "costed_sales"} <= customers.numeric.keys()


def _margin_rates(groups: _Groups) -> Floats:
    """Of each group's sales, by those of goods whose cost is known; the shop's where there are none."""
    columns = (groups.customers.numeric[name] for name in ("margin", "costed_sales"))
    earned, sales = (groups.sums(np.nan_to_num(column)) for column in columns)
    shop = earned.sum() / sales.sum() if sales.sum() > 0 else 0.0
    return np.divide(earned, sales, out=np.full_like(sales, shop), where=sales > 0)


def _profit_kind(customers: CustomerTable) -> ProfitKind:
    of_a_year = "sales_this_year" in customers.numeric
    if _knows_margin(customers):
        return ProfitKind.MARGIN if of_a_year else ProfitKind.MARGIN_SO_FAR
    return ProfitKind.SALES if of_a_year else ProfitKind.SALES_SO_FAR


def _growth(groups: _Groups, beliefs: Beliefs) -> list[Mark] | None:  # noqa: ARG001  (one of the criteria)
    before = groups.customers.numeric.get("sales_year_before")
    lately = groups.customers.numeric.get("sales_this_year")
    if before is None or lately is None:
        return None
    years = (groups.sums(np.nan_to_num(year)).tolist() for year in (before, lately))
    return [_grown(then, now) for then, now in zip(*years, strict=True)]


def _grown(then: float, now: float) -> Mark:
    """No figure says how much more than nothing something is; full marks it has all the same."""
    if then <= 0:
        return Mark(1.0 if now > 0 else 0.5, None)
    full, grown = _TABLE.growth.full, now / then - 1
    return Mark((min(max(grown, -full), full) + full) / (2 * full), grown)


def _fit(groups: _Groups, beliefs: Beliefs) -> list[Mark] | None:
    """How surely a customer of the group has more of what those have who like the owner's style."""
    style = beliefs.get("style")
    if not isinstance(style, Terms):
        return None
    wanted = {name: way for term in style.terms for name, way in _TABLE.style.get(term, {}).items()}
    known = {name: column for name in wanted if (column := groups.column(name)) is not None}
    if not known:
        return None
    leaning = np.mean([wanted[name] * _dominance(groups, column) for name, column in known.items()], axis=0)
    return [Mark((1 + one) / 2, one) for one in leaning.tolist()]


def _dominance(groups: _Groups, column: Floats) -> Floats:
    """Cliff's delta of each group against the rest; 0 where nothing is known."""
    known, segmentation = ~np.isnan(column), groups.segmentation
    return cliffs_delta(rankdata(column[known]), segmentation.membership[known], len(segmentation.segments))


def _reach(groups: _Groups, beliefs: Beliefs) -> list[Mark] | None:  # noqa: ARG001  (one of the criteria)
    ways = groups.customers.reachable
    reachable = ways["email"] | ways["phone"]
    if not reachable.any():
        return None
    shares = groups.sums(reachable.astype(np.float64)) / groups.sizes
    return [Mark(one, one) for one in shares.tolist()]


_MARKED: Mapping[Criterion, Callable[[_Groups, Beliefs], list[Mark] | None]] = {
    Criterion.PROFIT: _profit,
    Criterion.GROWTH: _growth,
    Criterion.FIT: _fit,
    Criterion.REACH: _reach,
}
