"""Promises: every update twice, in any order, or to two processes: each is answered once, in its place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from tests.durability.conftest import Kind
from tests.durability.crowd import Crowd, assert_nothing_lost
from tests.messengers.house import House
from tests.telegram.bot_api import BotApi
from tests.telegram.cloud import Json

PEOPLE = 15
TURN_SECONDS = 0.05


class Echo:
    """Every update comes again a little later, when newer ones may have come already."""

    def __init__(self, api: BotApi) -> None:
        self.pending = 0
        self._cloud = api.cloud
        self._chance = Random(3)
        api.cloud.pushed = self._later

    def _later(self, update: Json) -> None:
        self.pending += 1
        asyncio.get_running_loop().call_later(self._chance.uniform(0, 0.5), self._again, update)

    def _again(self, update: Json) -> None:
        self.pending -= 1
        self._cloud.push_again([update])


async def test_every_update_may_come_again_later_and_in_another_order(house: House) -> None:
    crowd, echo = Crowd(house.api, PEOPLE), Echo(house.api)
    crowd.begin()
    await crowd.done()
    await house.api.cloud.until(lambda: not echo.pending and house.api.cloud.updates == [])
    await house.quiet()
    assert_nothing_lost(crowd, house.settings.database)
    assert crowd.repeats == 0


async def test_two_processes_answer_everybody_once(
    house: House, folder: Path, database_url: str, kind: Kind
) -> None:
    crowd = Crowd(house.api, PEOPLE)
    other = House(folder, house.api, by_webhook=kind.by_webhook, database_url=database_url)
    await other.open()
    async with _in_turn(house, other):
        crowd.begin()
        await crowd.done()
        await house.quiet()
    await other.close()
    assert_nothing_lost(crowd, house.settings.database)
    assert crowd.repeats == 0


@asynccontextmanager
async def _in_turn(*houses: House) -> AsyncIterator[None]:
    """Telegram calls now this one, now that; two that poll fight it out between them."""
    turning = asyncio.create_task(_turn(houses))
    yield
    turning.cancel()


async def _turn(houses: tuple[House, ...]) -> None:
    webhook = houses[0].api.webhook
    while True:
        for house in houses:
            await asyncio.sleep(TURN_SECONDS)
            path = webhook.url.rpartition("/telegram/")[2]
            if path:
                webhook.url = f"{house.web_url}/telegram/{path}"
