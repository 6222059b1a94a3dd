"""What the segments of rules differ in beside what their rule is about."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from segmentation.methods.columns import columns_of
from segmentation.methods.thresholds import thresholds
from segmentation.methods.traits import ranked, traits
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, Trait


@dataclass(frozen=True, slots=True)
class _Table:
    traits_told: int


_TABLE = thresholds("describe", _Table)


def described(
    customers: CustomerTable,
    segmentations: Sequence[Segmentation],
    rests_on: Mapping[str, AbstractSet[str]],
) -> tuple[Segmentation, ...]:
    """Each with the traits of its segments; those that have some already stay as they are.

    `rests_on` names, by method, the columns its rule looks at: that its segments differ in them is no
    news.
    """
    known = columns_of(customers)
    if not known.columns:
        return tuple(segmentations)
    rows = known.sample()
    measures = [ranked(each) for each in known.measures(rows)]
    return tuple(
        each
        if any(segment.traits for segment in each.segments)
        else _described(
            each,
            traits(
                [told for told in measures if told.measure.key not in rests_on.get(each.method, ())],
                each.membership[rows],
                len(each.segments),
            ),
        )
        for each in segmentations
    )


def _described(segmentation: Segmentation, told: Mapping[int, Sequence[Trait]]) -> Segmentation:
    segments = (
        replace(segment, traits=tuple(told[index][: _TABLE.traits_told]))
        for index, segment in enumerate(segmentation.segments)
    )
    return replace(segmentation, segments=tuple(segments))
