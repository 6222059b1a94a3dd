"""A rotation of 100,000 keys, killed again and again: all of them stay readable."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.operator.stores import open_database
from bot.settings import Settings
from storage.database import Database
from storage.keys import rotation
from storage.keys.masters import Masters, Wrapped, masters_in
from storage.tables import data_keys
from tests.keys.test_custody import opened, sealed_for_somebody

pytestmark = pytest.mark.slow

KEYS = 100_000
KILLS = 5
AT_ONCE = 10_000
PATIENCE_SECONDS = 120


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Settings:
    for name in ("PERSONABOT_MASTER_KEY", "PERSONABOT_MASTER_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PERSONABOT_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url)
    return Settings(data=tmp_path, database_url=database_url)


def add_keys(database: Database, masters: Masters) -> None:
    """Those of owners who are only here to have one."""
    for first in range(KEYS, 2 * KEYS, AT_ONCE):
        holders = [f"key-{number}" for number in range(first, first + AT_ONCE)]
        wrapped = [(each, masters.wrap(each.encode().ljust(32), each)) for each in holders]
        rows = [{"holder": each, "master": one.master, "wrapped": one.key} for each, one in wrapped]
        with database.transaction() as connection:
            connection.execute(insert(data_keys), rows)


def left(database: Database) -> int:
    with database.reading() as connection:
        return rotation.left(connection)


def unreadable(database: Database, masters: Masters) -> int:
    """Keys that are not what they were."""
    with database.reading() as connection:
        rows = connection.execute(select(data_keys).where(data_keys.c.holder.startswith("key-"))).all()
    assert len(rows) == KEYS
    return sum(
        masters.unwrap(Wrapped(row.master, row.wrapped), row.holder) != row.holder.encode().ljust(32)
        for row in rows
    )


def rotating() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "bot", "rotate-keys"], stdout=subprocess.DEVNULL)


def kill_once_it_has_moved_on(database: Database) -> int:
    """How many keys are left then."""
    before, until = left(database) or KEYS, time.monotonic() + PATIENCE_SECONDS
    process = rotating()
    while not 0 < left(database) < before:
        assert time.monotonic() < until
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    return left(database)


def test_every_key_is_readable_whenever_the_rotation_is_killed(settings: Settings) -> None:
    sealed = sealed_for_somebody(settings)
    with closing(open_database(settings)) as database:
        add_keys(database, masters_in(settings.key_file))
        for _ in range(KILLS):
            assert 0 < kill_once_it_has_moved_on(database) < KEYS
            assert unreadable(database, masters_in(settings.key_file)) == 0
        assert rotating().wait(PATIENCE_SECONDS) == 0
        new, old = settings.key_file.read_text().split()
        settings.key_file.write_text(new)
        assert left(database) == 0
        assert unreadable(database, masters_in(settings.key_file)) == 0
    assert opened(settings, sealed) == "soap"
    assert old != new
