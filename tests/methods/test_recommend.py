"""Which segmentation comes first, and what is told of each segment."""

import numpy as np

from segmentation.methods.every import grouped
from segmentation.methods.figures import segmentation
from segmentation.methods.recommend import recommended
from segmentation.model.beliefs import Beliefs
from segmentation.model.segments import Recommendation, Segmentation
from tests.methods.tables import Buyer, table


def divided(method: str, *sizes: int) -> Segmentation:
    customers = table([Buyer(ago=[1])] * sum(sizes))
    membership = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return segmentation(method, [str(number) for number in range(len(sizes))], customers, membership)


def test_a_method_that_puts_nearly_everybody_together_is_passed_over() -> None:
    found = recommended([divided("shopper_categories", 90, 5, 5), divided("value_tiers", 20, 40, 40)])
    assert found == Recommendation("value_tiers", 3, divides=True, passed_over=("shopper_categories",))


def test_the_more_useful_of_two_that_divide_comes_first_whatever_their_order() -> None:
    found = recommended([divided("value_tiers", 20, 40, 40), divided("shopper_categories", 50, 49, 1)])
    assert found == Recommendation("shopper_categories", 2, divides=True)


def test_where_nothing_divides_it_is_said() -> None:
    found = recommended([divided("lifecycle", 99, 1)])
    assert found == Recommendation("lifecycle", 0 + 1, divides=False)
    assert recommended([]) is None


def test_segments_of_rules_are_told_by_what_their_rule_does_not_look_at() -> None:
    random = np.random.default_rng(6)
    often = [Buyer(ago=[2, 20, 40, 60], revenue=900_000 + i, age=random.normal(30, 3)) for i in range(60)]
    once = [Buyer(ago=[int(a)], revenue=50_000 + i, age=random.normal(60, 3), sex="male")
            for i, a in enumerate(random.integers(1, 55, 60))]  # fmt: skip
    found = grouped(table(often + once), Beliefs())
    categories = next(each for each in found.segmentations if each.method == "shopper_categories")
    told = {segment.key: [trait.key for trait in segment.traits] for segment in categories.segments}
    assert told["regular_heavy"] == ["age"]
    assert not {"orders", "average_order"} & {key for keys in told.values() for key in keys}
    assert found.segmentations[0].method == found.recommendation.method if found.recommendation else None
