"""Installations of every kind: SQLite and PostgreSQL, Telegram by polling and by webhook."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.durability.process import Installation, installation
from tests.messengers.house import House
from tests.telegram.bot_api import BotApi, bot_api


@dataclass(frozen=True)
class Kind:
    database: str
    by_webhook: bool


@pytest.fixture(
    params=[
        Kind("sqlite", by_webhook=False),
        pytest.param(Kind("postgres", by_webhook=True), marks=pytest.mark.postgres),
        pytest.param(Kind("sqlite", by_webhook=True), marks=pytest.mark.slow),
        pytest.param(Kind("postgres", by_webhook=False), marks=[pytest.mark.postgres, pytest.mark.slow]),
    ],
    ids=lambda kind: f"{kind.database}-{'webhook' if kind.by_webhook else 'polling'}",
)
def kind(request: pytest.FixtureRequest) -> Kind:
    assert isinstance(request.param, Kind)
    return request.param


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path, kind: Kind) -> str:
    """An empty database."""
    if kind.database == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def folder(tmp_path: Path, pytestconfig: pytest.Config) -> Path:
    """For data; the sample shop need not be computed anew by every process."""
    assert pytestconfig.cache
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "samples").symlink_to(pytestconfig.cache.mkdir("samples"))
    return folder


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api
    assert api.violations == []


@pytest.fixture
def processes(telegram: BotApi, folder: Path, database_url: str, kind: Kind) -> Installation:
    """For processes that can be killed."""
    return installation(telegram, folder, database_url, by_webhook=kind.by_webhook)


@pytest.fixture
async def house(telegram: BotApi, folder: Path, database_url: str, kind: Kind) -> AsyncIterator[House]:
    """The same within this process, in no hurry to keep Telegram's limits."""
    house = House(folder, telegram, by_webhook=kind.by_webhook, database_url=database_url)
    await house.open()
    yield house
    await house.close()
