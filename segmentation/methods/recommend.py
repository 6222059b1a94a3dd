"""Which segmentation to show first."""

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.methods.thresholds import thresholds
from segmentation.model.segments import Recommendation, Segmentation


@dataclass(frozen=True, slots=True)
class _Table:
    worth_serving: float
    groups_needed: int
    too_large: float
    order: tuple[str, ...]


_TABLE = thresholds("recommend", _Table)


def recommended(segmentations: Sequence[Segmentation]) -> Recommendation | None:
    """The first method, in the order of usefulness, that really divides these customers.

    It does when enough of its groups are worth serving on their own and none holds nearly everybody.
    Where no method does, the first there is; None without any.
    """
    ranked = sorted(segmentations, key=lambda each: _TABLE.order.index(each.method))
    dividing = next((each for each in ranked if _divides(each)), None)
    chosen = dividing or next(iter(ranked), None)
    if chosen is None:
        return None
    before = ranked[: ranked.index(chosen)]
    return Recommendation(
        method=chosen.method,
        groups=_worth_serving(chosen),
        divides=dividing is not None,
        passed_over=tuple(each.method for each in before),
    )


def _divides(segmentation: Segmentation) -> bool:
    if any(adjustment.is_own for adjustment in segmentation.adjustments):
        return True  # who sets a bound wants to see what comes of it
    largest = max((segment.figures.share for segment in segmentation.segments), default=1.0)
    return largest <= _TABLE.too_large and _worth_serving(segmentation) >= _TABLE.groups_needed


def _worth_serving(segmentation: Segmentation) -> int:
    return sum(segment.figures.share >= _TABLE.worth_serving for segment in segmentation.segments)
