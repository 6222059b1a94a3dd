"""Promises: workers that are killed again and again lose no analysis, and none is told twice."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bot.dialogue.inbound import Tapped
from bot.messages import Conversation
from storage import overview
from storage.database import Database
from tests.bot.desk import Clock, Desk
from tests.bot.workroom import ORDERS
from tests.durability.conftest import Kind
from tests.durability.process import ROOT, Process, killed
from tests.master_key import MASTER, MASTERS

SQLITE, POSTGRES = Kind("sqlite", by_webhook=False), Kind("postgres", by_webhook=False)


class RealClock(Clock):
    def __call__(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Workers:
    """`personabot worker`, several times, on one database and one folder."""

    folder: Path
    database_url: str
    alive: list[Process] = field(default_factory=list)

    async def add(self) -> None:
        ours = {
            "DATABASE_URL": self.database_url,
            "PERSONABOT_DATA": str(self.folder),
            "PERSONABOT_MASTER_KEY": MASTER,
        }
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "worker", cwd=ROOT, env=os.environ | ours, stderr=log
            )
        self.alive.append(process)

    async def kill_one(self, chance: Random) -> None:
        """And put another in its place."""
        await killed(self.alive.pop(chance.randrange(len(self.alive))))
        await self.add()

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


@asynccontextmanager
async def workers(folder: Path, database_url: str, count: int) -> AsyncIterator[Workers]:
    there = Workers(folder, database_url)
    try:
        for _ in range(count):
            await there.add()
        yield there
    finally:
        for process in there.alive:
            await killed(process)


@pytest.mark.parametrize(
    ("kind", "count", "people", "kills", "pause"),
    [
        (SQLITE, 1, 1, 1, 0.5),
        pytest.param(POSTGRES, 2, 2, 1, 0.5, marks=pytest.mark.postgres),
        pytest.param(SQLITE, 4, 200, 30, 10, marks=pytest.mark.slow),
        pytest.param(POSTGRES, 4, 200, 30, 10, marks=[pytest.mark.postgres, pytest.mark.slow]),
    ],
    indirect=["kind"],
)
async def test_killed_workers_lose_no_analysis_and_none_is_told_twice(
    folder: Path, database_url: str, count: int, people: int, kills: int, pause: float
) -> None:
    """Beside the process that has the chats, which is this one."""
    database = Database(database_url, MASTERS)
    database.migrate()
    desk = Desk(database, folder, clock=RealClock(), max_upload_bytes=100_000)
    everybody = [Conversation("web", f"person {number}") for number in range(people)]
    chance = Random(people)
    async with workers(folder, database_url, count) as there:
        for each in everybody:
            await desk.send_file("orders.csv", ORDERS.encode(), each)
        await nothing_in_line(database, 300 + 2 * people)
        for each in everybody:
            await desk.send(Tapped("file:0:ok"), each)
            await desk.send(Tapped("run"), each)
        for _ in range(kills):
            await asyncio.sleep(pause)
            await there.kill_one(chance)
        await nothing_in_line(database, 300 + 5 * people)
        for each in everybody:
            await told(desk, each)
    for each in everybody:
        keys = await desk.keys(each)
        assert (keys.count("exhibit.summary"), keys.count("chat.result_shown")) == (1, 1)
    assert " ERROR " not in there.log
    database.close()


async def nothing_in_line(database: Database, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while await asyncio.to_thread(_in_line, database):  # noqa: ASYNC110  (the database knows)
            await asyncio.sleep(0.1)


async def told(desk: Desk, who: Conversation) -> None:
    """Wait until the result is shown."""
    async with asyncio.timeout(300):
        while "chat.result_shown" not in await desk.keys(who):  # noqa: ASYNC110  (the database knows)
            await asyncio.sleep(0.1)


def _in_line(database: Database) -> bool:
    with database.reading() as connection:
        return bool(overview.work_in_line(connection))
