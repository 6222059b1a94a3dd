"""Promise: kill -9 at any moment loses no answer, repeats no step, repeats at most one message per kill."""

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from storage import interviews
from storage.database import Database
from tests.bot.desk import ANNA, Desk
from tests.bot.talker import EVENTS, delivered

EXPECTED = {"offer", "age", "region", "problem", "average_order", "own_channels"}
KILLS = 3


def start(url: str, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bot.talker", url, str(folder)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def run_until_killed(url: str, folder: Path, chance: random.Random) -> None:
    """Let it take some events, then kill it a moment later."""
    process = start(url, folder)
    assert process.stdout is not None
    for _ in range(chance.randint(1, 6)):
        process.stdout.readline()
    time.sleep(chance.uniform(0, 0.03))
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 40))])
async def test_a_conversation_survives_being_killed_again_and_again(
    database_url: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(KILLS):
        run_until_killed(database_url, tmp_path, chance)
    last = start(database_url, tmp_path)
    output, _ = last.communicate(timeout=60)
    assert output.endswith("done\n")

    with closing(Database(database_url)) as database:
        await check(database, tmp_path)


async def check(database: Database, folder: Path) -> None:
    with database.reading() as connection:
        told = interviews.load(connection, 1)
    assert set(told.answers) == EXPECTED
    assert told.version == len(EVENTS)  # each event moved the interview on exactly once
    history = [entry.number for entry in await Desk(database, folder).history(ANNA)]
    times = Counter(delivered(folder))
    assert set(times) == set(history)
    assert sum(times.values()) - len(times) <= KILLS
