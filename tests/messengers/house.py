"""The whole product in this process: real stores, real reader, real analysis, all three messengers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot import running, wiring
from bot.codec import interview_from_json
from bot.dialogue.interview import Interview
from bot.messengers.telegram.messenger import TelegramMessenger
from bot.messengers.web.app import WebMessenger
from bot.settings import Settings
from storage import backlog, interviews, owners
from tests.master_key import MASTER
from tests.messengers.driver import PATIENCE_SECONDS
from tests.messengers.terminal_driver import TerminalRoom
from tests.ports import free_port
from tests.telegram.bot_api import TOKEN, BotApi
from tests.telegram.conftest import HURRIED

LOOK_SECONDS = 0.02


class House:
    """Serves many chats one after the other; `restart` is what a restart of the process would be."""

    def __init__(
        self, folder: Path, api: BotApi, *, by_webhook: bool = False, database_url: str = ""
    ) -> None:
        self.api = api
        self.room = TerminalRoom()
        port = free_port()
        self.web_url = f"http://127.0.0.1:{port}"
        self.settings = Settings(
            data=folder,
            database_url=database_url,
            session_secret="a secret for tests",
            master_key=MASTER,
            web_port=port,
            telegram_token=TOKEN,
            telegram_api_url=api.url,
            telegram_webhook_url=self.web_url if by_webhook else "",
        )
        self._running = AsyncExitStack()
        self.inside: wiring.House

    async def open(self) -> None:
        self.inside = await self._running.enter_async_context(_running(self.settings, self.room))

    async def close(self) -> None:
        await self._running.aclose()

    async def restart(self) -> None:
        await self.close()
        await self.open()

    async def quiet(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until nothing is left to answer, deliver, read or analyse."""
        async with asyncio.timeout(seconds):
            while not await asyncio.to_thread(self._is_quiet):  # noqa: ASYNC110 - the database knows
                await asyncio.sleep(LOOK_SECONDS)

    def interview(self, messenger: str, address: str) -> Interview:
        """As it is stored."""
        with self.inside.database.reading() as connection:
            owner = owners.find(connection, messenger, address)
            if owner is None:
                return Interview("en")
            stored = interviews.load(connection, owner.id)
            if not stored.state:
                return Interview(owner.language or "en")
            return interview_from_json(stored.state, stored.answers)

    def _is_quiet(self) -> bool:
        with self.inside.database.reading() as connection:
            return backlog.count(connection).is_empty


@asynccontextmanager
async def _running(settings: Settings, room: TerminalRoom) -> AsyncIterator[wiring.House]:
    inside = wiring.build(settings)
    parts = (inside.assistant, inside.catalog, inside.settings)
    telegram, stop = TelegramMessenger(*parts, HURRIED), asyncio.Event()
    web = WebMessenger(*parts, telegram.routes)
    serving = asyncio.create_task(running.serve(inside, [telegram, web, room], stop.wait))
    try:
        yield inside
    finally:
        stop.set()
        await serving
        await telegram.close()
