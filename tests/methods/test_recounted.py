"""Every rule worked out once more, customer by customer, with pandas and nothing of ours."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from segmentation.features.customers import customer_table
from segmentation.methods.natural_groups import KEY as NATURAL_GROUPS
from segmentation.methods.registry import METHODS
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.pipeline import understand

TODAY = pd.Timestamp(2006, 12, 31)
"""The day after the last order of the file."""


@pytest.fixture(scope="module")
def shop(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> CustomerTable:
    file = reference_data / "rfm" / "orders.csv"
    understood = understand(file, file.name, workdir=tmp_path_factory.mktemp("rfm"))
    return customer_table([understood], None, today=date(2026, 1, 1))[0]


@pytest.fixture(scope="module")
def found(shop: CustomerTable) -> Mapping[str, Segmentation]:
    outcomes = (each.segment(shop, Beliefs()) for each in METHODS if each.key != NATURAL_GROUPS)
    return {each.method: each for each in outcomes if isinstance(each, Segmentation)}


@pytest.fixture(scope="module")
def counted(reference_data: Path) -> pd.DataFrame:
    """A row per customer, in the order of their ids; every line of the file is an order."""
    orders = pd.read_csv(reference_data / "rfm" / "orders.csv", parse_dates=["order_date"])
    days = orders.drop_duplicates(["customer_id", "order_date"]).sort_values("order_date")
    days["gap"] = days.groupby("customer_id").order_date.diff().dt.days
    by_day, by_order = days.groupby("customer_id"), orders.groupby("customer_id")
    first, last = by_day.order_date.min(), by_day.order_date.max()
    return pd.DataFrame(
        {
            "orders": by_order.size(),
            "spent": by_order.revenue.sum(),
            "days": by_day.size(),
            "away": (TODAY - last).dt.days,
            "usual": by_day.gap.median(),
            "mean_gap": (last - first).dt.days / (by_day.size() - 1).replace(0, np.nan),
        }
    ).sort_index()


def categories(shop: pd.DataFrame) -> list[str]:
    gone_after, often = shop.usual.quantile(0.8), shop.usual.median()
    averages = shop.spent / shop.orders
    middle = averages.median()

    def category(days: int, away: int, mean_gap: float, average: float) -> str:
        if away > gone_after:
            return "former"
        visits = "regular" if days >= 3 and mean_gap <= often else "infrequent"
        return f"{visits}_{'heavy' if average >= middle else 'light'}"

    return list(map(category, shop.days, shop.away, shop.mean_gap, averages))


def stages(shop: pd.DataFrame) -> list[str]:
    """Of those who do not come around the same dates each year, who are told by another test."""
    late_after, gone_after = shop.usual.quantile(0.4), shop.usual.quantile(0.8)

    def stage(days: int, away: int, usual: float) -> str:
        if away > gone_after:
            return "lapsed"
        if days == 1:
            return "first_time"
        return "slowing_down" if away > late_after and away > usual else "regular"

    return list(map(stage, shop.days, shop.away, shop.usual))


def tiers(shop: pd.DataFrame) -> list[str]:
    """995 customers are cut after the 199th and the 597th."""
    ranks = shop.spent.rank(ascending=False, method="first")
    return ["top_20" if rank <= 199 else "next_40" if rank <= 597 else "remaining_40" for rank in ranks]


def cells(shop: pd.DataFrame) -> list[str]:
    """On the scale of three: each third by the quantiles, who stands at one of them below it."""
    late, early = (shop.away.quantile(third / 3) for third in (1, 2))
    seldom, often = (shop.orders.quantile(third / 3) for third in (1, 2))
    grid = (
        ("hibernating", "at_risk", "cannot_lose"),
        ("about_to_sleep", "need_attention", "loyal"),
        ("new", "potential_loyalist", "champions"),
    )
    return [
        grid[int(away < late) + int(away < early)][int(orders > seldom) + int(orders > often)]
        for away, orders in zip(shop.away, shop.orders, strict=True)
    ]


def eighths(shop: pd.DataFrame) -> list[str]:
    groups = {(1, 1): "value", (0, 1): "keep", (1, 0): "develop", (0, 0): "retain"}
    recent, frequent = shop.away <= shop.away.mean(), shop.orders >= shop.orders.mean()
    money = np.where(shop.spent >= shop.spent.mean(), "important", "general")
    return [f"{much}_{groups[one, two]}" for much, one, two in zip(money, recent, frequent, strict=True)]


@pytest.mark.reference
@pytest.mark.parametrize(
    ("method", "rule"),
    [
        ("shopper_categories", categories),
        ("lifecycle", stages),
        ("value_tiers", tiers),
        ("rfm_grid", cells),
        ("rfm_eight", eighths),
    ],
)
def test_every_customer_is_where_the_rule_puts_them(
    method: str,
    rule: Callable[[pd.DataFrame], list[str]],
    shop: CustomerTable,
    found: Mapping[str, Segmentation],
    counted: pd.DataFrame,
) -> None:
    ours = [found[method].segments[place].key for place in found[method].membership]
    assert list(shop.ids) == list(counted.index)
    both = zip(ours, rule(counted), strict=True)
    assert not [pair for pair in both if pair[0] not in {pair[1], "special_occasion"}]


@pytest.mark.reference
def test_the_figures_of_every_segment_are_those_of_its_customers(
    found: Mapping[str, Segmentation], counted: pd.DataFrame
) -> None:
    for each in found.values():
        for place, segment in enumerate(each.segments):
            members, figures = counted[each.membership == place], segment.figures
            assert figures.customers == len(members)
            assert figures.orders == members.orders.sum()
            assert figures.revenue == Decimal(str(members.spent.sum()))
            assert figures.revenue_share == pytest.approx(members.spent.sum() / counted.spent.sum())
            assert figures.days_since_last_order == (members.away.median() if len(members) else None)
