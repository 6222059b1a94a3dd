"""Promises: kill -9 at any moment loses no answer and repeats one message at most; SIGTERM repeats none."""

import asyncio
from random import Random

import pytest

from tests.durability.crowd import Crowd, assert_nothing_lost
from tests.durability.process import Installation, killed


@pytest.mark.parametrize(
    ("people", "kills"),
    [
        (10, 2),
        pytest.param(1000, 200, marks=pytest.mark.slow),
    ],
)
async def test_interviews_survive_a_process_that_is_killed_again_and_again(
    processes: Installation, people: int, kills: int
) -> None:
    crowd = Crowd(processes.api, people, think_seconds=people / 50)
    crowd.begin()
    chance = Random(people)
    for _ in range(kills):
        process = await processes.start()
        await crowd.moves()
        await asyncio.sleep(chance.uniform(0, 1))
        await killed(process)
    async with processes.running():
        await crowd.done(120 + people)
    assert_nothing_lost(crowd, processes.database_url)
    assert crowd.repeats <= kills
    assert " ERROR " not in processes.log


@pytest.mark.parametrize("stops", [1, pytest.param(20, marks=pytest.mark.slow)])
async def test_a_process_that_is_asked_to_stop_does_so_in_time_and_loses_and_repeats_nothing(
    processes: Installation, stops: int
) -> None:
    crowd = Crowd(processes.api, 30)
    crowd.begin()
    for _ in range(stops):
        async with processes.running():
            await crowd.moves()
    async with processes.running():
        await crowd.done()
    assert_nothing_lost(crowd, processes.database_url)
    assert crowd.repeats == 0
    assert " ERROR " not in processes.log
