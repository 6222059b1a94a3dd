"""Installations of every kind: SQLite and PostgreSQL, Telegram by polling and by webhook."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.durability.process import Installation, installation
from tests.telegram.bot_api import BotApi, bot_api


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api
    assert api.violations == []


@pytest.fixture
def samples(tmp_path: Path, pytestconfig: pytest.Config) -> Path:
    """A data folder where the sample shop need not be computed anew by every process."""
    assert pytestconfig.cache
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "samples").symlink_to(pytestconfig.cache.mkdir("samples"))
    return folder


@pytest.fixture(params=["polling", "webhook"])
def house(request: pytest.FixtureRequest, telegram: BotApi, samples: Path, database_url: str) -> Installation:
    return installation(telegram, samples, database_url, by_webhook=request.param == "webhook")
