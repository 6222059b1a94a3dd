"""The whole product in this process, with real stores and the messengers a test asks for."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from bot import wiring
from bot.delivery import Delivery
from bot.messages import Messenger
from bot.settings import Settings
from bot.wiring import House
from storage import backlog

LOOK_SECONDS = 0.005


@asynccontextmanager
async def open_house(
    settings: Settings, messengers: Callable[[House], Sequence[Messenger]]
) -> AsyncIterator[House]:
    """Everything is running inside the block. The messengers' own `run` is theirs to start."""
    house = wiring.build(settings)
    delivery = Delivery(house.database, messengers(house), clock=wiring.now, due=house.replies_due)
    rooms = [
        asyncio.create_task(room) for room in (house.assistant.run(), house.background.run(), delivery.run())
    ]
    try:
        yield house
    finally:
        for room in rooms:
            room.cancel()
        await asyncio.gather(*rooms, return_exceptions=True)
        await house.assistant.finish()
        house.database.close()


async def quiet(house: House, seconds: float) -> None:
    """Wait until nothing is left to answer, deliver, read or analyse."""
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(_is_quiet, house):  # noqa: ASYNC110 - the database knows
            await asyncio.sleep(LOOK_SECONDS)


def _is_quiet(house: House) -> bool:
    with house.database.reading() as connection:
        return backlog.count(connection).is_empty
