"""When a customer counts as at risk and as lapsed, from the shop's own rhythm."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from segmentation.methods.adjusting import own_number
from segmentation.methods.thresholds import thresholds
from segmentation.model.adjustments import Setting
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import OrderGaps
from segmentation.model.values import Terms


@dataclass(frozen=True, slots=True)
class LapsePoints:
    """Days without an order; `at_risk_days` is never above `lapsed_days`."""

    at_risk_days: float
    lapsed_days: float
    usual_days: float
    """Between two orders, for the typical repeat customer."""
    from_own_gaps: bool
    """Whether they come from the shop's own gaps between orders, or are the fallback."""
    set_by_owner: bool = False

    @property
    def settings(self) -> dict[str, float]:
        return {
            "at_risk_days": self.at_risk_days,
            "lapsed_days": self.lapsed_days,
            "from_own_gaps": float(self.from_own_gaps),
            "set_by_owner": float(self.set_by_owner),
        }

    def gone_after(self, days: float) -> "LapsePoints":
        """The same for an owner who counts customers as gone after so many days."""
        return replace(
            self, at_risk_days=min(self.at_risk_days, days), lapsed_days=float(days), set_by_owner=True
        )


def lapse_points(gaps: OrderGaps, beliefs: Beliefs) -> LapsePoints:
    """At risk beyond the 40th, lapsed beyond the 80th percentile of repeat customers' gaps (Statlas).

    Each repeat customer stands with their own usual gap, see OrderGaps.

    Never below the natural cycle of the category, as the owner told it: nobody who buys a calendar
    once a year is lapsed after 30 days. With too few gaps, or too few customers whose gaps they are, 180
    and 365 days. Usual is the median. The owner's own bound goes before all of this.
    """
    cycle = _natural_cycle(beliefs)
    own = gaps.count >= _TABLE.gaps_needed and gaps.customers >= _TABLE.returned_needed
    at_risk = gaps.percentile_40 if own else _TABLE.fallback_at_risk
    lapsed = gaps.percentile_80 if own else _TABLE.fallback_lapsed
    usual = gaps.median if own else _TABLE.fallback_usual
    found = LapsePoints(float(max(at_risk, cycle)), float(max(lapsed, cycle)), float(max(usual, cycle)), own)
    wanted = own_number(beliefs, Setting.LAPSED_DAYS)
    return found if wanted is None else found.gone_after(wanted)


def _natural_cycle(beliefs: Beliefs) -> int:
    told = beliefs.get("frequency")
    if not isinstance(told, Terms):
        return 0
    return max((_TABLE.cycle.get(term, 0) for term in told.terms), default=0)


@dataclass(frozen=True, slots=True)
class _Table:
    gaps_needed: int
    returned_needed: int
    fallback_at_risk: int
    fallback_lapsed: int
    fallback_usual: int
    cycle: Mapping[str, int]


_TABLE = thresholds("lapse", _Table)
