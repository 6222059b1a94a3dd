"""In what groups differ, and how sure that is."""

import numpy as np

from segmentation.methods.traits import Measure, ranked, traits


def test_where_all_of_a_group_have_a_word_its_interval_is_no_point() -> None:
    women = np.repeat([1.0, 1, 0, 0], 15)
    membership = np.repeat([0, 1], 30).astype(np.int32)
    (trait,) = traits([ranked(Measure("sex", "female", women))], membership, 2)[0]
    assert (trait.index, trait.high) == (200, 200)
    assert 150 < trait.low < 180
    (other,) = traits([ranked(Measure("sex", "female", women))], membership, 2)[1]
    assert (other.index, other.low) == (0, 0)
    assert other.high > 20


def test_the_interval_of_a_few_is_wider_than_their_spread_says() -> None:
    chance = np.random.default_rng(1)
    missed = 0
    for _ in range(400):
        numbers = np.concatenate([chance.normal(30, 4, 5), chance.normal(20, 4, 60)])
        membership = np.repeat([0, 1], [5, 60]).astype(np.int32)
        told = traits([ranked(Measure("age", None, numbers))], membership, 2)[0]
        for trait in told:
            missed += not trait.low <= 100 * 30 / numbers.mean() <= trait.high
    assert missed <= 400 * 0.05
