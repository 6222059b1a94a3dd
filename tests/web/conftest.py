"""The web chat with the real assistant behind it, and browsers to visit it."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.dialogue.inbound import Inbound
from bot.messengers.web.app import WebMessenger
from bot.settings import Settings
from prompts.catalog import Catalog
from prompts.values import catalog as the_catalog
from storage.database import Database
from tests.bot.desk import Desk
from tests.events import events_of
from tests.master_key import MASTERS
from tests.web.site import Site

MAX_UPLOAD_BYTES = 3 * 2**20
PATIENCE_MS = 60_000
"""For what takes a moment, on a machine that has other things to do."""
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return the_catalog()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database = Database(f"sqlite:///{tmp_path / 'web.db'}", MASTERS)
    database.migrate()
    yield Desk(database, tmp_path, max_upload_bytes=MAX_UPLOAD_BYTES)
    database.close()


@pytest.fixture
def messenger(catalog: Catalog, desk: Desk) -> WebMessenger:
    settings = Settings(session_secret="a secret of the tests", max_upload_bytes=MAX_UPLOAD_BYTES)
    return WebMessenger(desk.assistant, catalog, settings)


def taken(desk: Desk) -> list[tuple[Inbound, str | None]]:
    """Everything that was accepted, with what its sender sees of it."""
    with desk.database.reading() as connection:
        return events_of(connection)


@dataclass
class Visitor:
    """Somebody with a browser's manners, but without a screen."""

    client: httpx.AsyncClient
    desk: Desk

    async def open(self, language: str = "en") -> httpx.Response:
        return await self.client.get("/", headers={"Accept-Language": language})

    async def post(self, **fields: object) -> httpx.Response:
        return await self.client.post("/api/messages", json={"id": "event-0001", **fields})

    async def send_file(self, content: bytes, name: str, **headers: str) -> httpx.Response:
        about = {"X-Event-Id": "event-file", "X-File-Name": name} | headers
        return await self.client.post("/api/files", content=content, headers=about)

    async def entries(self, **asked: int) -> list[dict[str, object]]:
        """What the history shows once everything is answered."""
        await self.desk.assistant.finish()
        response = await self.client.get("/api/history", params=asked)
        response.raise_for_status()
        entries: list[dict[str, object]] = response.json()["entries"]
        return entries

    async def texts(self) -> list[object]:
        return [entry.get("text") for entry in await self.entries()]


def visitor(messenger: WebMessenger, desk: Desk) -> Visitor:
    address = "http://shop.test"
    transport = httpx.ASGITransport(messenger.app)
    client = httpx.AsyncClient(transport=transport, base_url=address, headers={"Origin": address})
    return Visitor(client, desk)


@pytest.fixture
async def owner(messenger: WebMessenger, desk: Desk) -> AsyncIterator[Visitor]:
    someone = visitor(messenger, desk)
    async with someone.client:
        yield someone


@pytest.fixture
async def stranger(messenger: WebMessenger, desk: Desk) -> AsyncIterator[Visitor]:
    someone = visitor(messenger, desk)
    async with someone.client:
        yield someone


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Site]:
    """One for all: every visitor has a conversation of their own."""
    folder = tmp_path_factory.mktemp("site")
    # The sample shop's result is the same in every run of the same program; so compute it once.
    if cache := getattr(pytestconfig, "cache", None):
        (folder / "samples").symlink_to(cache.mkdir("samples"))
    site = Site(folder, MAX_UPLOAD_BYTES)
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One per module: while Playwright lives, its event loop leaves no room for another in the thread."""
    if shutil.which(CHROMIUM) is None and not os.environ.get("CI"):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A new visitor's first tab, at a desk, in English; a script that fails fails the test."""
    context = browser.new_context(base_url=site.url, locale="en-US", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    problems: list[str] = []
    context.on("weberror", lambda problem: problems.append(str(problem.error)))
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()
    assert problems == []
