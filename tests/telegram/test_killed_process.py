"""Promise: kill -9 at any moment loses no answer and repeats at most one message of a chat, over Telegram."""

import asyncio
import os
import random
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from storage import interviews, owners
from storage.database import Database
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.person import Person, buttons_of

PEOPLE = 10
KILLS = 5
EXPECTED = {"offer", "age", "sex", "region", "problem", "average_order", "frequency", "own_channels"}
EXPRESS = (
    # what is done, with what, and the button that is offered next
    ("say", "/start", "express"),
    ("tap", "express", "skip:offer"),
    ("say", "Flowers", "skip:age"),
    ("say", "25-40", "skip:sex"),
    ("tap", "a:sex:both", "skip:region"),
    ("tap", "a:region:+china", "a:region:-china"),
    ("tap", "a:region:+europe", "a:region:-europe"),
    ("tap", "done:region", "skip:average_order"),
    ("say", "$40", "skip:problem"),
    ("say", "They forget birthdays", "skip:frequency"),
    ("tap", "a:frequency:monthly", "skip:own_channels"),
    ("tap", "a:own_channels:+website", "a:own_channels:-website"),
    ("tap", "done:own_channels", "run"),
)
REPLIES = len(EXPRESS) - 3
"""Three of them tick, and change a message that is there."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_interviews_survive_a_process_that_is_killed_again_and_again(
    telegram: BotApi, tmp_path: Path, seed: int
) -> None:
    people = [telegram.person(f"Person {number}") for number in range(PEOPLE)]
    talking = asyncio.gather(*(_interview(person, telegram) for person in people))
    await _run_and_kill(telegram, tmp_path, random.Random(seed), talking)

    surplus = [len(person.heard) - REPLIES for person in people]
    assert all(0 <= more <= KILLS for more in surplus)
    assert sum(surplus) <= KILLS * PEOPLE / 4  # most chats are not in the middle of a message when it happens
    with closing(Database(f"sqlite:///{tmp_path / 'personabot.db'}")) as database:
        for person in people:
            assert _answered(database, person) == EXPECTED


async def _interview(person: Person, telegram: BotApi) -> None:
    """Each step waits for the answer to the one before, however long the process is away."""
    actions: dict[str, Callable[[str], object]] = {"say": person.say, "tap": person.tap}
    for action, what, offered in EXPRESS:
        actions[action](what)
        await telegram.cloud.until(partial(_is_offered, person, offered), 120)


def _is_offered(person: Person, data: str) -> bool:
    return any(button["callback_data"] == data for message in person.heard for button in buttons_of(message))


async def _run_and_kill(
    telegram: BotApi, folder: Path, chance: random.Random, talking: Awaitable[object]
) -> None:
    done = asyncio.ensure_future(talking)
    for _ in range(KILLS):
        process = await _start(telegram, folder)
        await _something_happens(telegram)
        await asyncio.sleep(chance.uniform(0, 0.5))
        process.kill()
        await process.wait()
    process = await _start(telegram, folder)
    await done
    process.terminate()
    await asyncio.wait_for(process.wait(), 10)


async def _something_happens(telegram: BotApi) -> None:
    """The process has begun to answer."""
    before = len(telegram.calls_of("getUpdates"))
    await telegram.cloud.until(lambda: len(telegram.calls_of("getUpdates")) > before, 60)


async def _start(telegram: BotApi, folder: Path) -> asyncio.subprocess.Process:
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "PERSONABOT_DATA": str(folder),
        "PERSONABOT_PORT": "0",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=os.environ | settings, stderr=asyncio.subprocess.DEVNULL
    )


def _answered(database: Database, person: Person) -> set[str]:
    with database.reading() as connection:
        owner = owners.find(connection, "telegram", str(person.id))
        assert owner
        return set(interviews.load(connection, owner.id).answers)
