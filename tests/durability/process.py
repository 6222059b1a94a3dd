"""`personabot run` as a process that can be started, stopped and killed."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.master_key import MASTER
from tests.ports import free_port
from tests.telegram.bot_api import TOKEN, BotApi

ROOT = Path(__file__).parents[2]
UP_SECONDS = 90.0
STOP_SECONDS = 10.0
"""Promised."""

Process = asyncio.subprocess.Process


@dataclass(frozen=True)
class Installation:
    """What stays while processes come and go."""

    api: BotApi
    folder: Path
    database_url: str
    by_webhook: bool
    port: int
    messages_per_second: int = 1000
    """In all; a chat gets one a second whatever this says."""
    patience_ms: int = 30_000
    """Long enough for one message on its way at most, also on a busy machine."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What all its processes have written."""
        return (self.folder / "log").read_text(encoding="utf-8")

    async def start(self) -> Process:
        """A process that may not be ready yet."""
        settings = {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.api.url,
            "TELEGRAM_WEBHOOK_URL": self.url if self.by_webhook else "",
            "DATABASE_URL": self.database_url,
            "PERSONABOT_DATA": str(self.folder),
            "PERSONABOT_SECRET": "a secret for tests",
            "PERSONABOT_MASTER_KEY": MASTER,
            "PERSONABOT_PORT": str(self.port),
            "TELEGRAM_MESSAGES_PER_SECOND": str(self.messages_per_second),
            "TELEGRAM_PATIENCE_MS": str(self.patience_ms),
        }
        with (self.folder / "log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=os.environ | settings, stderr=log
            )

    async def is_up(self) -> None:
        """Wait until a process serves."""
        async with asyncio.timeout(UP_SECONDS), httpx.AsyncClient() as http:
            while not await _answers(http, f"{self.url}/healthz"):  # noqa: ASYNC110  (it cannot tell)
                await asyncio.sleep(0.02)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Process]:
        """A process that serves, and in the end stops as promised."""
        process = await self.start()
        try:
            await self.is_up()
            yield process
            await stopped(process)
        finally:
            await killed(process)


def installation(api: BotApi, folder: Path, database_url: str, *, by_webhook: bool) -> Installation:
    return Installation(api, folder, database_url, by_webhook, free_port())


async def stopped(process: Process) -> None:
    """Ask it to stop; it has the promised time for that."""
    process.terminate()
    async with asyncio.timeout(STOP_SECONDS):
        code = await process.wait()
    assert code == 0


async def killed(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def _answers(http: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await http.get(url)).is_success
    except httpx.HTTPError:
        return False
