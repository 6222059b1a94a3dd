"""Promise: kill -9 while files are read and analyses run loses none, and repeats one message at most."""

import asyncio
from random import Random

import pytest

from tests.durability.process import Installation, killed
from tests.durability.shopkeepers import Street

PEOPLE, KILLS = 20, 12
APART_SECONDS, LONGEST_LIFE_SECONDS = 4.0, 8.0


@pytest.mark.slow
async def test_analyses_survive_a_process_that_is_killed_again_and_again(processes: Installation) -> None:
    street, chance = Street(processes.api, PEOPLE, apart_seconds=APART_SECONDS), Random(PEOPLE)
    street.begin()
    for _ in range(KILLS):
        process = await processes.start()
        await processes.is_up()
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
        await killed(process)
    async with processes.running():
        await street.done(600)
    assert all(each.results for each in street.people)
    assert street.repeats <= KILLS
    assert " ERROR " not in processes.log
