"""What is told as sure is seldom chance."""

import numpy as np
import pytest

from segmentation.certainty import cliffs_delta, normal_width, student_width, wilson
from segmentation.personas.group import Group, everyone, preferred
from segmentation.personas.measure import rhythm
from tests.personas.shops import Customer, shop

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_intervals_are_as_published() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)  # R. Newcombe 1998, method 3
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert normal_width() == pytest.approx(1.959964)
    assert student_width(11) == pytest.approx(2.228139)
    assert wilson(0, 0) == (0, 1)


def test_an_interval_for_several_shares_at_once_is_wider() -> None:
    alone, among_seven = wilson(30, 100), wilson(30, 100, together=7)
    assert among_seven[0] < alone[0] < 0.3 < alone[1] < among_seven[1]


def test_a_difference_is_counted_over_pairs_of_customers() -> None:
    numbers, group = np.array([1.0, 2, 2, 3, 9]), np.array([0, 1, 0, 1, 1])
    ranks = np.array([1, 2.5, 2.5, 4, 5])
    more = sum(np.sign(a - b) for a in numbers[group == 1] for b in numbers[group == 0])
    assert list(cliffs_delta(ranks, group, 3)) == pytest.approx([-more / 6, more / 6, 0])


def test_who_comes_on_any_day_alike_seldom_has_a_favourite_day() -> None:
    chance = np.random.default_rng(4)
    drawn = [[Customer(weekday=str(day)) for day in chance.choice(DAYS, 70)] for _ in range(150)]
    found = sum(rhythm(everyone(shop(customers)), "weekday") is not None for customers in drawn)
    assert found <= 150 * 0.1


def test_customers_drawn_by_chance_seldom_prefer_anything() -> None:
    chance = np.random.default_rng(4)
    table = shop([Customer(category=f"good {each % 20}") for each in range(400)])
    whole = everyone(table)
    groups = [np.isin(np.arange(400), chance.choice(400, 100, replace=False)) for _ in range(50)]
    found = sum(bool(preferred(Group(table, rows, whole.words))) for rows in groups)
    assert found <= 50 * 0.1


def test_what_a_group_surely_prefers_comes_first() -> None:
    mixed = [Customer(category=f"good {each % 20}") for each in range(400)]
    table = shop([*mixed, *[Customer(category="tea")] * 30, *[Customer(category="good 3")] * 20])
    group = Group(table, np.arange(450) >= 380, everyone(table).words)
    assert preferred(group) == ["tea", "good 3"]
    assert preferred(everyone(table)) == []
