"""What runs beside a test, for as long as a block of it lasts."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

from bot.desk.delivery import Delivery
from bot.messages import Messenger
from storage import backlog
from tests.bot.desk import Desk, until


@asynccontextmanager
async def running(room: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(room)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def delivering(desk: Desk, *messengers: Messenger) -> AsyncIterator[None]:
    async with running(Delivery(desk.database, messengers, desk.dispatch, desk.clock).run()):
        yield


async def delivered(desk: Desk, seconds: float = 10) -> None:
    await until(lambda: not waiting(desk).replies, seconds)


def waiting(desk: Desk) -> backlog.Backlog:
    with desk.database.reading() as connection:
        return backlog.count(connection)
