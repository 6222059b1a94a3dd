import numpy as np
import pytest

from prompts.catalog import Catalog
from segmentation.methods.natural_groups import NaturalGroups
from segmentation.methods.traits import Measure, ranked, traits
from segmentation.model.beliefs import Beliefs
from segmentation.model.segments import Segmentation, SwitchedOff
from tests.methods.tables import Buyer, table


def two_kinds(count: int = 150) -> list[Buyer]:
    """Young women who come every other week, and older men who came once, a year ago."""
    random = np.random.default_rng(4)
    women, men = random.normal(30, 4, count), random.normal(62, 5, count)
    often = [
        Buyer(sorted({int(day) for day in random.integers(1, 300, 20)}), 2_000_000 + i, age=age, sex="female")
        for i, age in enumerate(women)
    ]
    once = [
        Buyer([int(random.normal(400, 40))], 9_000_000 + i, age=age, sex="male") for i, age in enumerate(men)
    ]
    return often + once


def test_two_kinds_of_customers_are_found_and_told_apart() -> None:
    found = NaturalGroups().segment(table(two_kinds()), Beliefs())
    assert isinstance(found, Segmentation)
    assert {segment.figures.customers for segment in found.segments} == {150}
    assert len({segment.key for segment in found.segments}) == len(found.segments)
    for segment in found.segments:
        assert segment.traits
        for trait in segment.traits:
            assert trait.low <= trait.index <= trait.high


def test_customers_of_one_kind_are_said_to_be_of_one_kind() -> None:
    random = np.random.default_rng(8)
    buyers = [
        Buyer(ago=[int(day)], revenue=int(50_000 * np.exp(random.normal())))
        for day in random.integers(1, 300, 300)
    ]
    found = NaturalGroups().segment(table(buyers), Beliefs())
    assert isinstance(found, SwitchedOff)
    assert found.why == "one_kind"
    assert [option.number for option in found.adjustments[0].options] == [2, 3]


def test_the_owner_can_ask_for_a_number_of_groups() -> None:
    wanted = Beliefs(wishes={"groups_wanted": 3})
    found = NaturalGroups().segment(table(two_kinds()), wanted)
    assert isinstance(found, Segmentation)
    assert len(found.segments) == 3


def test_each_number_of_groups_is_told_before_it_is_tried() -> None:
    tried: list[int] = []
    NaturalGroups(trying=tried.append).segment(table(two_kinds(60)), Beliefs())
    assert tried == list(range(2, 2 + len(tried)))
    assert len(tried) > 1


def test_chance_differences_are_not_told() -> None:
    random = np.random.default_rng(2)
    measures = [ranked(Measure(str(i), None, random.uniform(1, 2, 400))) for i in range(40)]
    told = traits(measures, random.integers(2, size=400).astype(np.int32), 2, noticeable=0.0)
    assert sum(map(len, told.values())) == 0


def test_the_index_is_the_share_of_the_group_against_all() -> None:
    has = Measure("sex", "female", np.repeat([1.0, 0.0], [100, 100]))
    told = traits([ranked(has)], np.repeat([0, 1], [100, 100]).astype(np.int32), 2, noticeable=0.2)
    assert told[0][0].index == pytest.approx(200)
    assert told[1][0].effect == pytest.approx(-1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_trait_and_every_group_called_by_it_has_words(language: str) -> None:
    keys = Catalog().keys(language)
    columns = {key.removeprefix("segments.natural_groups.").removesuffix("_more.name") for key in keys
               if key.startswith("segments.natural_groups.") and key.endswith("_more.name")}  # fmt: skip
    found = NaturalGroups().segment(table(two_kinds()), Beliefs())
    assert isinstance(found, Segmentation)
    for segment in found.segments:
        for part in segment.key.split("+"):
            assert f"segments.natural_groups.{part}.about" in keys
    assert {f"traits.{side}.{column}" for column in columns for side in ("more", "less")} <= keys
