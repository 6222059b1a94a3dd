"""A Bot API server, and our messenger polling it."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.dialogue.inbound import Command
from bot.messages import Conversation, OutgoingReply, Reception, Reply
from bot.messengers.telegram.messenger import TelegramMessenger
from bot.messengers.telegram.pace import Limits
from bot.settings import Settings
from prompts.catalog import Catalog
from tests.telegram.bot_api import TOKEN, BotApi, bot_api, serving
from tests.telegram.cloud import Json
from tests.telegram.front_desk import FrontDesk
from tests.telegram.person import Person

TELEGRAM_TEXTS = """
description = "What I do"
short_description = "In short"
"""
CHAT_TEXTS = "\n".join(
    ['only_private = "Only in a private chat."', "[commands]"]
    + [f'{command} = "{command.capitalize()}"' for command in Command]
)


@dataclass
class House:
    """The messenger with a front desk behind it."""

    api: BotApi
    desk: FrontDesk
    messenger: TelegramMessenger
    numbers: int = 0
    parts: Counter[int] = field(default_factory=Counter)
    """By number of the reply, how many of its messages have arrived."""

    async def deliver(
        self, person: Person, reply: Reply, number: int | None = None, message: Json | None = None
    ) -> str | None:
        """`message` is the one that the reply changes."""
        self.numbers += 1
        number = number or self.numbers
        where, changed = (
            Conversation("telegram", str(person.id)),
            str(message["message_id"]) if message else None,
        )
        noted, parts = partial(self._note, number), self.parts[number]
        return await self.messenger.deliver(OutgoingReply(where, number, reply, changed, parts, noted))

    async def _note(self, number: int) -> None:
        self.parts[number] += 1

    async def accepts(self, count: int) -> None:
        """Wait until so many events are in."""
        await self.api.cloud.until(lambda: len(self.desk.accepted) >= count)


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with bot_api() as api:
        yield api
    assert api.violations == []


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    for code, locale in (("en", "en"), ("zh", "zh_Hans_CN")):
        folder = tmp_path / "languages" / code
        folder.mkdir(parents=True)
        (folder / "chat.toml").write_text(CHAT_TEXTS, encoding="utf-8")
        (folder / "telegram.toml").write_text(TELEGRAM_TEXTS, encoding="utf-8")
        (folder / "language.toml").write_text(f'name = "{code}"\nlocale = "{locale}"', encoding="utf-8")
    return Catalog(tmp_path / "languages")


HURRIED = Limits(0, 0, 0)
"""For tests about anything but the pace."""


def settings_for(api: BotApi, webhook_url: str = "") -> Settings:
    return Settings(
        session_secret="a secret for tests",
        telegram_token=TOKEN,
        telegram_api_url=api.url,
        telegram_webhook_url=webhook_url,
    )


@asynccontextmanager
async def polling(
    api: BotApi, desk: FrontDesk, catalog: Catalog, limits: Limits = HURRIED
) -> AsyncIterator[TelegramMessenger]:
    async with running(TelegramMessenger(desk, catalog, settings_for(api), limits)) as messenger:
        yield messenger


@asynccontextmanager
async def called(api: BotApi, desk: Reception, catalog: Catalog) -> AsyncIterator[TelegramMessenger]:
    """A messenger that Telegram calls, and the web server it is called at."""
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    messenger = TelegramMessenger(desk, catalog, settings_for(api, url), HURRIED)
    app = Starlette(routes=messenger.routes)
    async with serving(app, listener), running(messenger):
        yield messenger


@asynccontextmanager
async def running(messenger: TelegramMessenger) -> AsyncIterator[TelegramMessenger]:
    task = asyncio.create_task(messenger.run())
    try:
        yield messenger
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await messenger.close()


@pytest.fixture
async def house(telegram: BotApi, catalog: Catalog) -> AsyncIterator[House]:
    desk = FrontDesk(telegram.cloud.changed)
    async with polling(telegram, desk, catalog) as messenger:
        yield House(telegram, desk, messenger)
