"""Natural groups an owner has merged or pinned stay together, with the next file of the shop, too."""

from datetime import date, timedelta
from fnmatch import fnmatchcase

import numpy as np
import pytest

from bot.dialogue.inbound import Said, Tapped
from segmentation.model.analysis import Analysis
from segmentation.model.segments import Segmentation
from tests.bot.desk import Desk
from tests.bot.test_background import results
from tests.bot.workroom import SameProcess, settled, working

KIND = 60
"""Customers."""


def orders(until: date) -> str:
    """Three kinds: some come weekly for little, some monthly for more, some came once and spent much."""
    random = np.random.default_rng(1)
    rows = ["Customer,Date,Amount,Age"]
    for kind, (every, spend, age) in enumerate(((7, 10, 25), (30, 80, 45), (400, 900, 65))):
        for number in range(KIND):
            day, years = (
                date(2026, 1, 1) + timedelta(int(random.integers(min(every, 120)))),
                random.normal(age, 3),
            )
            while day < date(2026, 9, 1):
                paid = spend * random.uniform(0.8, 1.2)
                if day < until:
                    rows.append(f"{kind}-{number:02d},{day},{paid:.2f},{years:.0f}")
                day += timedelta(int(every * random.uniform(0.8, 1.2)) + 1)
    return "\n".join(rows) + "\n"


@pytest.mark.slow  # four analyses, and all cards of each
async def test_merged_groups_can_be_two_again_and_stay_one_with_the_next_file(desk: Desk) -> None:
    async with working(desk, SameProcess()):
        await analysed(desk, orders(date(2026, 7, 1)), "file:0:ok")
        before = natural(desk)
        await tap(desk, "segments:*")
        await tap(desk, "segments:*:" + str(place(desk)))
        await merge_the_first_two(desk)
        merged = natural(desk)
        await tap(desk, "apart:*")
        await settled(desk)
        apart = natural(desk)
        await tap(desk, "segments:*")
        await tap(desk, "segments:*:" + str(place(desk)))
        await merge_the_first_two(desk)
        again = natural(desk)
        await tap(desk, "name:*")
        await desk.send(Said("My *dear* ones"))
        await analysed(desk, orders(date(2026, 8, 15)), "file:1:instead:0")
        after = natural(desk)
        await tap(desk, "segments:*")
        await tap(desk, "segments:*:" + str(place(desk)))
    assert sizes(before) == sizes(apart) == [KIND] * 3
    assert {each.key for each in before.segments} == {each.key for each in apart.segments}
    assert sizes(merged)[0] == sizes(again)[0] == 2 * KIND
    assert after.kept == again.kept
    assert sizes(after)[0] == 2 * KIND
    assert "dear" in await desk.last_text()


async def analysed(desk: Desk, table: str, confirm: str) -> None:
    desk.clock.forward(60)
    await desk.send_file("orders.csv", table.encode())
    await settled(desk)
    await desk.send(Tapped(confirm))
    await desk.send(Tapped("run"))
    await settled(desk)


async def merge_the_first_two(desk: Desk) -> None:
    for pattern in ("merge:*", "merge:*:0", "merge:*:0:1"):
        await tap(desk, pattern)
    assert (await desk.keys())[-1] == "exhibit.merger"
    await tap(desk, "join:*:0:1")
    await settled(desk)


async def tap(desk: Desk, pattern: str) -> None:
    """The newest button that fits, a minute later."""
    desk.clock.forward(60)
    offered = [button.data for button in await desk.buttons()]
    await desk.send(Tapped([data for data in offered if fnmatchcase(data, pattern)][-1]))


def newest(desk: Desk) -> Analysis:
    return results(desk)[-1]


def natural(desk: Desk) -> Segmentation:
    return newest(desk).segmentations[place(desk)]


def place(desk: Desk) -> int:
    methods = [each.method for each in newest(desk).segmentations]
    return methods.index("natural_groups")


def sizes(segmentation: Segmentation) -> list[int]:
    return [each.figures.customers for each in segmentation.segments]
