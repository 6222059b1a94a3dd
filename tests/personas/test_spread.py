"""The curve of sales and the bands of gaps, over shops of any kind."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from segmentation.personas.spread import spread
from tests.personas.shops import Customer, shop
from tests.personas.strategies import Made, shops


@given(shops())
@settings(max_examples=40, deadline=None)
def test_the_best_never_bring_less_than_the_rest(made: Made) -> None:
    sales = [point.sales for point in spread(made[0]).sales]
    steps = [later - earlier for earlier, later in pairwise(sales)]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(steps))
    assert not sales or (sales[0], sales[-1]) == (0, 1)


def test_the_curve_tells_what_a_fifth_of_the_customers_brings() -> None:
    table = shop([Customer(ago=(9,), paid=700.0)] * 2 + [Customer(ago=(9,), paid=50.0)] * 8)
    (point,) = [each for each in spread(table).sales if each.customers == pytest.approx(0.2)]
    assert point.sales == pytest.approx(1400 / 1800)


def test_everyone_who_came_again_is_in_one_band() -> None:
    gaps = np.array([1.0, 7.5, 8.0, 30.4, 31.0, 365.5, 366.0, 4000.0, np.nan])
    table = shop([Customer()] * len(gaps))
    found = spread(replace(table, numeric={"median_gap_days": gaps})).gaps
    assert [(band.first, band.last, band.customers) for band in found if band.customers] == [
        (1, 7, 2), (8, 14, 1), (15, 30, 1), (31, 60, 1), (181, 365, 1), (366, None, 2),
    ]  # fmt: skip


def test_a_list_without_purchases_has_nothing_to_draw() -> None:
    found = spread(shop([Customer(ago=())] * 5))
    assert (found.sales, found.gaps) == ((), ())
