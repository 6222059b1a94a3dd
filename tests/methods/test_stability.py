"""The same customers stay where they are: in whatever order, without a tenth of the others, a month later."""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sklearn.metrics import adjusted_rand_score

from bot.work.sample import write_sample
from prompts.values import catalog
from segmentation.features.customers import customer_table
from segmentation.methods.registry import METHODS, Method
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.pipeline import understand
from tests.methods.tables import AS_OF

NATURAL = next(method for method in METHODS if method.key == "natural_groups")
RULES = [method for method in METHODS if method.key != "natural_groups"]
Rows = list[dict[str, str]]
CUSTOMER = "Customer ID"


def counted(rows: Rows, folder: Path, days_before_the_end: int = 0) -> CustomerTable:
    path = folder / "orders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    understood = understand(path, path.name, workdir=folder)
    end = understood.last_date
    as_of = end - timedelta(days=days_before_the_end) if end and days_before_the_end else None
    return customer_table([understood], as_of, today=end or AS_OF)[0]


def segments(customers: CustomerTable, methods: Sequence[Method] = RULES) -> Mapping[str, Mapping[str, str]]:
    """By method, the segment of every customer."""
    found = [method.segment(customers, Beliefs()) for method in methods]
    return {
        each.method: {
            str(customer): each.segments[place].key
            for customer, place in zip(customers.ids, each.membership, strict=True)
        }
        for each in found
        if isinstance(each, Segmentation)
    }


def agreement(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    both = one.keys() & other.keys()
    return sum(one[customer] == other[customer] for customer in both) / len(both)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    written = write_sample(tmp_path_factory.mktemp("sample"), "en", catalog())
    path = next(path for path in written if path.name == "orders.csv")
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def whole(orders: Rows, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, str]]:
    return segments(counted(orders, tmp_path_factory.mktemp("whole")))


def shuffled(orders: Rows) -> Rows:
    """Orders in another order; the lines of one stay together, as in any export."""
    numbers = list(dict.fromkeys(row["Order number"] for row in orders))
    place = {number: place for place, number in enumerate(Random(1).sample(numbers, len(numbers)))}
    return sorted(orders, key=lambda row: place[row["Order number"]])


def without_a_tenth(orders: Rows) -> Rows:
    customers = sorted({row[CUSTOMER] for row in orders})
    left_out = set(Random(1).sample(customers, len(customers) // 10))
    return [row for row in orders if row[CUSTOMER] not in left_out]


@pytest.mark.parametrize(("change", "least"), [(shuffled, 1.0), (without_a_tenth, 0.9)])
def test_customers_stay_in_their_segments(
    change: Callable[[Rows], Rows],
    least: float,
    orders: Rows,
    whole: Mapping[str, Mapping[str, str]],
    tmp_path: Path,
) -> None:
    found = segments(counted(change(orders), tmp_path))
    assert found.keys() == whole.keys()
    assert {method: agreement(whole[method], found[method]) >= least for method in found} == dict.fromkeys(
        found, True
    )


def test_the_next_month_moves_few_customers(
    orders: Rows, whole: Mapping[str, Mapping[str, str]], tmp_path: Path
) -> None:
    before = segments(counted(orders, tmp_path, days_before_the_end=30))
    agreed = {method: agreement(whole[method], before[method]) for method in before}
    assert agreed["lifecycle"] > 0.9
    assert agreed["value_tiers"] > 0.9
    assert agreed["shopper_categories"] > 0.85


def natural_groups(customers: CustomerTable) -> Mapping[str, str]:
    return segments(customers, [NATURAL])["natural_groups"]


@pytest.mark.slow
def test_natural_groups_stay_also_without_a_tenth_and_a_month_later(orders: Rows, tmp_path: Path) -> None:
    now = natural_groups(counted(orders, tmp_path))
    changed = {
        "shuffled": natural_groups(counted(shuffled(orders), tmp_path)),
        "without a tenth": natural_groups(counted(without_a_tenth(orders), tmp_path)),
        "a month before": natural_groups(counted(orders, tmp_path, days_before_the_end=30)),
    }
    agreed = {change: alike(now, then) for change, then in changed.items()}
    assert {change: index > 0.9 for change, index in agreed.items()} == dict.fromkeys(changed, True)
    assert agreed["shuffled"] == 1


def alike(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Adjusted Rand index: groups may be called otherwise."""
    both = sorted(one.keys() & other.keys())
    return float(adjusted_rand_score([one[each] for each in both], [other[each] for each in both]))
