"""All methods at once."""

from dataclasses import dataclass

from segmentation.methods.describe import described
from segmentation.methods.keeping import Former
from segmentation.methods.recommend import recommended
from segmentation.methods.registry import methods
from segmentation.mixture.choice import Trying
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Recommendation, Segmentation, SwitchedOff


@dataclass(frozen=True, slots=True)
class Grouped:
    """What the methods made of the customers; the recommended segmentation comes first."""

    segmentations: tuple[Segmentation, ...]
    switched_off: tuple[SwitchedOff, ...]
    recommendation: Recommendation | None = None

    @property
    def main(self) -> Segmentation | None:
        """The segmentation whose segments become people."""
        return next(iter(self.segmentations), None)


def grouped(
    customers: CustomerTable,
    beliefs: Beliefs,
    former: Former | None = None,
    trying: Trying | None = None,
) -> Grouped:
    """Every method's segments with what they differ in, or why there are none.

    `former` says who was in which natural group before, where the owner wants some of them to stand;
    `trying` is told each number of natural groups before it is tried.
    """
    every = methods(former, trying)
    outcomes = [method.segment(customers, beliefs) for method in every]
    found = [outcome for outcome in outcomes if isinstance(outcome, Segmentation)]
    first = recommended(found)
    found.sort(key=lambda each: first is None or each.method != first.method)
    return Grouped(
        described(customers, found, {method.key: method.rests_on for method in every}),
        tuple(outcome for outcome in outcomes if isinstance(outcome, SwitchedOff)),
        first,
    )
