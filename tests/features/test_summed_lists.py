"""What a list of customers says of their purchases: how many and how much, but not how far apart."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from segmentation.methods.shopper_categories import ShopperCategories
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.roles import ColumnRole as R
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.values import Number, Terms
from segmentation.personas.comparing import comparisons
from segmentation.personas.group import everyone
from segmentation.personas.measure import frequency
from segmentation.value.shop import shop_value
from tests.features.files import counted, people


@pytest.fixture
def listed(tmp_path: Path) -> CustomerTable:
    """Sixty customers with one to six orders each, the last of them in the first half of 2024."""
    header = (R.CUSTOMER_ID, R.ORDER_COUNT, R.TOTAL_SPENT, R.DATE)
    rows = [(f"c{each}", 1 + each % 6, 20 + each, f"2024-{1 + each % 6:02}-17") for each in range(60)]
    table, totals = counted([people(tmp_path, header, rows)])
    assert (totals.first_date, totals.last_date) == (None, date(2024, 6, 17))
    return table


def test_nobody_knows_when_they_came_first(listed: CustomerTable) -> None:
    assert set(listed.first_order_day) == {-1}
    assert np.isnan(listed.mean_gap_days).all()


def test_nothing_is_foretold(listed: CustomerTable) -> None:
    assert shop_value(listed, None, seed=1) == SwitchedOff("value", "last_orders_only")


def test_three_orders_are_regular(listed: CustomerTable) -> None:
    found = ShopperCategories().segment(listed, Beliefs())
    assert isinstance(found, Segmentation)
    keys = [found.segments[place].key.partition("_")[0] for place in found.membership]
    assert keys == ["regular" if orders >= 3 else "infrequent" for orders in listed.orders]


def test_their_rhythm_is_told_in_orders_and_contradicts_nobody(listed: CustomerTable) -> None:
    assert frequency(everyone(listed)) == (Number(3.5, "orders"), 60)
    assert not comparisons(listed, Beliefs({"frequency": Terms("frequency", ("monthly",))}))


def test_a_year_that_was_mistyped_is_no_last_order(tmp_path: Path) -> None:
    header = (R.CUSTOMER_ID, R.ORDER_COUNT, R.DATE)
    table, _ = counted([people(tmp_path, header, [("ann", 2, "2025-12-01"), ("bob", 1, "2052-12-01")])])
    assert table.as_of == date(2025, 12, 2)
    assert table.last_order_day[1] == -1
