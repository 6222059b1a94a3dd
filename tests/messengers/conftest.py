"""One house for all stories of a test process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.messengers.house import House
from tests.telegram.bot_api import bot_api


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("house")
    _share_samples(folder, pytestconfig)
    async with _open(folder, by_webhook=False) as house:
        yield house


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def webhook_house(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> AsyncIterator[House]:
    """Where Telegram calls instead of being asked."""
    folder = tmp_path_factory.mktemp("webhook-house")
    _share_samples(folder, pytestconfig)
    async with _open(folder, by_webhook=True) as house:
        yield house


@asynccontextmanager
async def _open(folder: Path, *, by_webhook: bool) -> AsyncIterator[House]:
    async with bot_api() as api:
        house = House(folder, api, by_webhook=by_webhook)
        await house.open()
        yield house
        await house.close()
    assert api.violations == []


def _share_samples(folder: Path, config: pytest.Config) -> None:
    """The sample shop's result is the same in every run of the same program; so compute it once."""
    if cache := getattr(config, "cache", None):
        (folder / "samples").symlink_to(cache.mkdir("samples"))
