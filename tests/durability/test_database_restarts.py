"""Promise: a database that is started anew again and again loses no answer and leaves no analysis behind."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.database import Database
from tests.durability.crowd import Crowd, assert_nothing_lost
from tests.durability.postgres import Server, postgres
from tests.durability.shopkeepers import Street
from tests.master_key import MASTERS
from tests.messengers.house import House
from tests.telegram.bot_api import BotApi

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgres() as server:
        yield server


@pytest.fixture
async def open_house(telegram: BotApi, folder: Path, server: Server) -> AsyncIterator[House]:
    house = House(folder, telegram, by_webhook=True, database_url=server.url)
    await house.open()
    yield house
    await house.close()


@dataclass(frozen=True)
class Trouble:
    people: int
    shopkeepers: int
    restarts: int
    apart_seconds: float

    @property
    def seconds(self) -> float:
        return self.restarts * self.apart_seconds


@pytest.mark.parametrize(
    "trouble", [Trouble(5, 1, 1, 0.5), pytest.param(Trouble(60, 30, 10, 30), marks=pytest.mark.slow)], ids=str
)
async def test_a_database_that_is_started_anew_again_and_again_loses_and_repeats_nothing(
    open_house: House, server: Server, trouble: Trouble
) -> None:
    crowd = Crowd(open_house.api, trouble.people, think_seconds=trouble.seconds / 15)
    street = Street(open_house.api, trouble.shopkeepers, apart_seconds=trouble.seconds / trouble.shopkeepers)
    crowd.begin()
    street.begin()
    for number in range(trouble.restarts):
        await asyncio.sleep(trouble.apart_seconds)
        await server.restart(away_seconds=min(trouble.apart_seconds / 10, 3), crash=number % 2 == 1)
    await crowd.done(300)
    await street.done(300)
    await open_house.quiet(60)
    assert_nothing_lost(crowd, server.url)
    assert {each.results for each in street.people} == {1}
    assert (crowd.repeats, street.repeats) == (0, 0)


def test_whoever_lives_on_is_known_to_be_there_after_the_server_was_started_anew(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.presence.RETURN_SECONDS", 0)
    with (
        closing(Database(server.url, MASTERS)) as living,
        closing(Database(server.url, MASTERS)) as other,
    ):
        assert living.enter()
        asyncio.run(server.restart())
        living.stay()
        assert not other.enter()


def test_nobody_counts_as_alone_right_after_the_server_was_started_anew(server: Server) -> None:
    asyncio.run(server.restart())
    with closing(Database(server.url, MASTERS)) as first:
        assert not first.enter()
