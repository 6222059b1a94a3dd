"""Promise: kill -9 while files are read and analyses run loses none, tells each once, repeats one message."""

import asyncio
from contextlib import closing
from random import Random

import pytest

from bot.messages import Conversation
from storage.database import Database
from tests.bot.desk import Desk
from tests.durability.process import Installation, killed
from tests.durability.shopkeepers import Street
from tests.master_key import MASTERS

PEOPLE, KILLS = 20, 12
APART_SECONDS, LONGEST_PAUSE_SECONDS = 4.0, 8.0


@pytest.mark.slow
async def test_analyses_survive_a_process_that_is_killed_again_and_again(processes: Installation) -> None:
    street, chance = Street(processes.api, PEOPLE, apart_seconds=APART_SECONDS), Random(PEOPLE)
    street.begin()
    for _ in range(KILLS):
        process = await processes.start()
        await street.moves()
        await asyncio.sleep(chance.uniform(0, LONGEST_PAUSE_SECONDS))
        await killed(process)
    async with processes.running():
        await street.done(600)
    assert street.repeats <= KILLS
    assert " ERROR " not in processes.log
    with closing(Database(processes.database_url, MASTERS)) as database:
        desk = Desk(database, processes.folder)
        for each in street.people:
            keys = await desk.keys(Conversation("telegram", str(each.person.id)))
            assert (keys.count("exhibit.summary"), keys.count("chat.result_shown")) == (1, 1)
