"""Promises about sending: what may have arrived is repeated once at most, nothing early, nothing lost."""

import asyncio
import time
from collections.abc import Callable
from random import Random

import pytest

from tests.durability.crowd import Crowd, assert_nothing_lost
from tests.messengers.house import House
from tests.telegram.bot_api import Fault, Trouble
from tests.telegram.calls import Call

HEALED_SECONDS = 60
"""Promised."""


class Weather:
    """A share of the messages meets with trouble."""

    def __init__(self, share: float, *troubles: Trouble) -> None:
        self.share = share
        self.happened: list[Trouble] = []
        self._troubles = troubles
        self._chance = Random(7)

    def __call__(self, call: Call) -> Fault | None:
        if call.method != "sendMessage" or self._chance.random() >= self.share:
            return None
        self.happened.append(self._chance.choice(self._troubles))
        return Fault(self.happened[-1])


@pytest.fixture
def under(house: House) -> Callable[[Weather], Crowd]:
    """People who are interviewed in some weather."""

    def begin(weather: Weather) -> Crowd:
        house.api.weather = weather
        crowd = Crowd(house.api, 15)
        crowd.begin()
        return crowd

    return begin


async def test_a_message_whose_answer_got_lost_is_repeated_once_at_most(
    house: House, under: Callable[[Weather], Crowd]
) -> None:
    weather = Weather(0.1, Trouble.DONE_BUT_UNANSWERED)
    crowd = under(weather)
    await crowd.done()
    assert_nothing_lost(crowd, house.settings.database)
    assert 0 < crowd.repeats <= len(weather.happened)


async def test_a_complaint_about_too_many_messages_is_heeded_by_all_and_loses_none(
    house: House, under: Callable[[Weather], Crowd]
) -> None:
    weather = Weather(0.02, Trouble.TOO_MANY_REQUESTS)
    crowd = under(weather)
    await crowd.done()
    assert_nothing_lost(crowd, house.settings.database)
    assert weather.happened
    assert house.api.early == []
    assert crowd.repeats == 0


async def test_when_every_fifth_message_fails_all_arrive_soon_after(
    house: House, under: Callable[[Weather], Crowd]
) -> None:
    weather = Weather(0.2, Trouble.SERVER_ERROR, Trouble.LOST, Trouble.DONE_BUT_UNANSWERED)
    crowd = under(weather)
    await house.api.cloud.until(lambda: len(weather.happened) > 20, 60)
    weather.share = 0
    healed = time.monotonic()
    await crowd.done(HEALED_SECONDS)
    await asyncio.wait_for(house.quiet(), HEALED_SECONDS - (time.monotonic() - healed))
    assert_nothing_lost(crowd, house.settings.database)
