"""Whatever an owner does, in whatever order, on the real messengers, with restarts: always a way on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.dialogue.inbound import Command
from tests.messengers.driver import Driver, Heard
from tests.messengers.house import House
from tests.messengers.telegram_driver import TelegramDriver
from tests.messengers.web_driver import WebDriver
from tests.stories.story import FILES

DRIVERS: dict[str, Callable[[House], Driver]] = {
    "telegram": lambda house: TelegramDriver(house.api, house.quiet),
    "web": lambda house: WebDriver(house.web_url, house.quiet),
}
TEXTS = ("25-35", "199元", "$25", "30%", "1, 3", "soap, towels", "none", "???", "x" * 600, "*b* <i>{{ 7*7 }}")
COMMANDS = tuple(command for command in Command if command is not Command.DELETE)
ODD_BUTTONS = ("a:age:", "a:nothing:x", "file:99:ok", "role:0:0:king", "plan:0:0", "delete:yes:never")
KINDS = ("tap",) * 10 + ("say",) * 4 + ("command",) * 2 + ("old tap", "odd tap", "file", "restart")
FILE_NAMES = ("flowers.csv", "nobody.csv", "one_column.csv")


class Walker:
    """One owner who does anything at all."""

    def __init__(self, house: House, driver: Driver, chance: Random) -> None:
        self._house = house
        self._driver = driver
        self._chance = chance
        self._last: tuple[Heard, ...] = ()
        self._old: list[str] = []

    async def walk(self, steps: int) -> None:
        await self._driver.start()
        await self._driver.command("start")
        self._last = await self._driver.heard(120)
        for _ in range(steps):
            before = self._house.interview(self._driver.name, self._driver.address)
            kind = self._chance.choice(KINDS)
            await self._do(kind)
            self._hear(await self._driver.heard(120))
            after = self._house.interview(self._driver.name, self._driver.address)
            if kind in {"tap", "say"} and len(after.trail) == len(before.trail) + 1:
                await self._driver.command("back")
                self._hear(await self._driver.heard(120))
                undone = self._house.interview(self._driver.name, self._driver.address)
                assert undone == replace(before, confirming=None, showing=None)
        await self._driver.command("help")
        assert await self._driver.heard(120)

    def _hear(self, heard: tuple[Heard, ...]) -> None:
        self._last = heard or self._last
        self._old += [button for reply in heard for button in _data(reply)]

    async def _do(self, kind: str) -> None:
        choose = self._chance.choice
        offered = [data for reply in self._last for data in _data(reply)]
        match kind:
            case "tap" if offered:
                await self._driver.tap(choose(offered))
            case "old tap" if self._old:
                await self._driver.tap(choose(self._old))
            case "odd tap":
                await self._driver.tap_unknown(choose(ODD_BUTTONS))
            case "command":
                await self._driver.command(choose(COMMANDS))
            case "file":
                await self._driver.send_file(FILES / choose(FILE_NAMES))
            case "restart":
                await self._house.restart()
                await self._driver.reconnect()
            case _:
                await self._driver.say(choose(TEXTS))


@pytest.mark.parametrize("messenger", DRIVERS)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 100))])
async def test_a_walk_raises_nothing_and_ends_with_a_way_on(
    house: House, folder: Path, caplog: pytest.LogCaptureFixture, messenger: str, seed: int
) -> None:
    driver = DRIVERS[messenger](house)
    await Walker(house, driver, Random(seed)).walk(15 if seed == 1 else 60)
    await driver.end()
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def _data(reply: Heard) -> list[str]:
    return [button.data for row in reply.buttons for button in row if button.data]
