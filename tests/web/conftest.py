"""A web chat with a stand-in for the assistant, and browsers to visit it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.messages import OutgoingReply
from bot.messengers.web.app import WebMessenger
from bot.settings import Settings
from prompts.catalog import Catalog
from tests.web.front_desk import FrontDesk
from tests.web.serving import Serving

MAX_UPLOAD_BYTES = 3 * 2**20
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
    return Catalog()


@pytest.fixture
def desk() -> FrontDesk:
    return FrontDesk(MAX_UPLOAD_BYTES)


@pytest.fixture
def messenger(catalog: Catalog, desk: FrontDesk) -> WebMessenger:
    settings = Settings(session_secret="a secret of the tests", max_upload_bytes=MAX_UPLOAD_BYTES)
    return WebMessenger(desk, catalog, settings)


@dataclass
class Visitor:
    """Somebody with a browser's manners, but without a screen."""

    client: httpx.AsyncClient

    async def open(self, language: str = "en") -> httpx.Response:
        return await self.client.get("/", headers={"Accept-Language": language})

    async def post(self, **fields: object) -> httpx.Response:
        return await self.client.post("/api/messages", json={"id": "event-0001", **fields})

    async def send_file(self, content: bytes, name: str, **headers: str) -> httpx.Response:
        about = {"X-Event-Id": "event-file", "X-File-Name": name} | headers
        return await self.client.post("/api/files", content=content, headers=about)

    async def entries(self, after: int = 0) -> list[dict[str, object]]:
        response = await self.client.get("/api/history", params={"after": after})
        response.raise_for_status()
        entries: list[dict[str, object]] = response.json()["entries"]
        return entries

    async def texts(self) -> list[object]:
        return [entry.get("text") for entry in await self.entries()]


def visitor(messenger: WebMessenger) -> Visitor:
    address = "http://shop.test"
    transport = httpx.ASGITransport(messenger.app)
    return Visitor(httpx.AsyncClient(transport=transport, base_url=address, headers={"Origin": address}))


@pytest.fixture
async def owner(messenger: WebMessenger) -> AsyncIterator[Visitor]:
    async with visitor(messenger).client as client:
        yield Visitor(client)


@pytest.fixture
async def stranger(messenger: WebMessenger) -> AsyncIterator[Visitor]:
    async with visitor(messenger).client as client:
        yield Visitor(client)


@pytest.fixture
def site(messenger: WebMessenger, desk: FrontDesk) -> Iterator[Serving]:
    serving = Serving(messenger.app)

    def deliver(outgoing: OutgoingReply) -> None:
        serving.call(lambda: asyncio.ensure_future(messenger.deliver(outgoing)))

    desk.replied = deliver
    serving.start()
    yield serving
    serving.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One per module: while Playwright lives, its event loop leaves no room for another in the thread."""
    if shutil.which(CHROMIUM) is None and not os.environ.get("CI"):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, site: Serving) -> Iterator[Page]:
    """A new visitor's first tab, at a desk, in English; a script that fails fails the test."""
    context = browser.new_context(base_url=site.url, locale="en-US", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    problems: list[str] = []
    context.on("weberror", lambda problem: problems.append(str(problem.error)))
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()
    assert problems == []
