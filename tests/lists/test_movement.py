"""An earlier table of customers beside this one's."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from segmentation.lists.movement import movements
from segmentation.lists.store import store
from segmentation.model.customers import CustomerTable
from segmentation.model.movement import Flow
from tests.personas.shops import AS_OF, LIFECYCLE, Customer, segmented, shop

BEFORE = ["regular"] * 30 + ["first_time"] * 20
AFTER = ["regular"] * 20 + ["slowing_down"] * 10 + ["regular"] * 15 + ["first_time"] * 15


def kept(path: Path, segments: list[str], days_ago: int = 0) -> Path:
    """The table of a shop whose customers are in those segments, by their number."""
    table = replace(shop([Customer()] * len(segments)), as_of=AS_OF - timedelta(days=days_ago))
    store(path, table, [segmented(table, segments)])
    return path


def test_every_customer_of_either_analysis_is_counted_once(tmp_path: Path) -> None:
    now, earlier = kept(tmp_path / "now", AFTER[:45]), kept(tmp_path / "then", BEFORE, 90)
    (moved,) = movements(now, [earlier], ["lifecycle", "value_tiers"])
    assert (moved.method, moved.since) == ("lifecycle", AS_OF - timedelta(days=90))
    assert moved.flows == (
        Flow("regular", "regular", 20),
        Flow("first_time", "regular", 15),
        Flow("regular", "slowing_down", 10),
    )
    assert (moved.known, moved.stayed) == (45, 20)
    assert (moved.newcomers, moved.missing) == ({}, {"first_time": 5})
    (grown,) = movements(kept(tmp_path / "more", AFTER), [earlier], ["lifecycle"])
    assert (grown.newcomers, grown.missing) == ({"first_time": 10}, {})
    assert Counter(AFTER).total() == grown.known + sum(grown.newcomers.values())


def test_an_analysis_of_the_same_day_or_a_later_one_is_not_an_earlier_one(tmp_path: Path) -> None:
    now = kept(tmp_path / "now", AFTER, 30)
    same, later = kept(tmp_path / "same", BEFORE, 30), kept(tmp_path / "later", BEFORE)
    assert movements(now, [same, later], ["lifecycle"]) == ()
    then = kept(tmp_path / "then", BEFORE, 31)
    assert movements(now, [later, same, then], ["lifecycle"])[0].since == AS_OF - timedelta(days=31)


def test_nothing_is_told_without_an_earlier_analysis_of_these_customers(tmp_path: Path) -> None:
    now = kept(tmp_path / "now", AFTER)
    assert movements(now, [], ["lifecycle"]) == ()
    assert movements(now, [strangers(tmp_path / "strangers")], ["lifecycle"]) == ()
    assert movements(now, [kept(tmp_path / "then", BEFORE, 9)], ["value_tiers"]) == ()


def strangers(path: Path) -> Path:
    table = shop([Customer()] * 50)
    others: CustomerTable = replace(table, ids="x" + table.ids, as_of=AS_OF - timedelta(days=9))
    store(path, others, [segmented(others, BEFORE)])
    return path


@pytest.mark.parametrize("segment", LIFECYCLE)
def test_who_stays_has_not_moved(segment: str, tmp_path: Path) -> None:
    now, earlier = kept(tmp_path / "now", [segment] * 40), kept(tmp_path / "then", [segment] * 40, 90)
    (moved,) = movements(now, [earlier], ["lifecycle"])
    assert moved.flows == (Flow(segment, segment, 40),)
    assert moved.stayed == moved.known == 40
