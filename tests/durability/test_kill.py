"""Promise: kill -9 at any moment loses no answer and repeats at most one message."""

import asyncio
from random import Random

import pytest

from tests.durability.crowd import Crowd, assert_nothing_lost
from tests.durability.process import Installation, killed


@pytest.mark.parametrize(("people", "kills"), [(20, 2), pytest.param(200, 40, marks=pytest.mark.slow)])
async def test_interviews_survive_a_process_that_is_killed_again_and_again(
    house: Installation, people: int, kills: int
) -> None:
    crowd = Crowd(house.api, people)
    crowd.begin()
    await kill_again_and_again(house, crowd, kills, Random(people))
    async with house.running():
        await crowd.done()
    assert_nothing_lost(crowd, house.database_url)
    assert crowd.repeats <= kills


async def kill_again_and_again(house: Installation, crowd: Crowd, kills: int, chance: Random) -> None:
    """Each process is killed a moment after it has begun to serve."""
    for _ in range(kills):
        process = await house.start()
        await crowd.moves(90)
        await asyncio.sleep(chance.uniform(0, 1))
        await killed(process)
