"""One house for all stories of a test process."""

from collections.abc import AsyncIterator
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
    async with bot_api() as api:
        house = House(folder, api)
        await house.open()
        yield house
        await house.close()
    assert api.violations == []


def _share_samples(folder: Path, config: pytest.Config) -> None:
    """The sample shop's result is the same in every run of the same program; so compute it once."""
    assert config.cache
    (folder / "samples").symlink_to(config.cache.mkdir("samples"))
