"""An owner at the real page in Chromium: clicks, types, picks files, and reloads now and then."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.messengers.driver import PATIENCE_SECONDS, Heard, ImpossibleHereError
from tests.messengers.web_driver import WebDriver
from tests.web.conftest import CHROMIUM, CHROMIUM_ARGUMENTS

PAGE_BUBBLES = 30
PATIENCE_MS = 60_000
"""For what the page shows once the server has it."""
TOO_LARGE_BYTES = 201 * 2**20
ACTS_BETWEEN_RELOADS = 3


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        yield browser
        await browser.close()


class PageDriver(WebDriver):
    """Does everything on the page, hears what the server keeps, and sees that the page shows it."""

    _page: Page

    def __init__(self, browser: Browser, url: str, quiet: Callable[[float], Awaitable[None]]) -> None:
        super().__init__(url, quiet)
        self._browser = browser
        self._acts = 0
        self._acts_heard_of = 0
        self._problems: list[str] = []

    async def start(self, language: str = "en") -> None:
        await super().start(language)
        context = await self._browser.new_context(base_url=self._url, locale=language)
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda problem: self._problems.append(str(problem.error)))
        self._page = await context.new_page()

    async def end(self) -> None:
        await self._page.context.close()
        await super().end()
        assert self._problems == []

    async def say(self, text: str) -> None:
        await self._be_there()
        await self._page.locator("#message").fill(text)
        async with self._taken("messages"):
            await self._page.keyboard.press("Enter")

    async def tap(self, button: str) -> None:
        await self._be_there()
        await expect(self._bubbles).not_to_have_count(0)
        target = self._page.locator(f'[data-tap="{self._offered(button).data}"]').last
        if await target.count() == 0:
            raise ImpossibleHereError(f"{button} has become another button")
        await expect(target).not_to_contain_class("pressed")  # a second tap too soon counts as one
        async with self._taken("messages"):
            await target.click()

    async def tap_unknown(self, data: str) -> None:
        raise ImpossibleHereError(data)

    async def command(self, name: str, argument: str = "") -> None:
        await self._be_there()
        if argument:
            await self.say(f"/{name} {argument}")
            return
        await self._page.locator("#menu-button").click()
        async with self._taken("messages"):
            await self._page.locator("#menu button").filter(has_text=re.compile(rf"/{name}$")).click()

    async def send_file(self, path: Path) -> None:
        await self._be_there()
        async with self._taken("files"):
            await self._page.locator("#picker").set_input_files(path)

    async def send_unacceptable(self, code: str) -> None:
        sizes = {"file_too_large": TOO_LARGE_BYTES, "file_empty": 0}
        if code not in sizes:
            raise ImpossibleHereError(code)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "orders.csv"
            with path.open("wb") as file:
                file.truncate(sizes[code])
            await self.send_file(path)

    async def heard(self, seconds: float = PATIENCE_SECONDS) -> tuple[Heard, ...]:
        await expect(self._page.locator("#unsent .entry")).to_have_count(0)
        heard = await super().heard(seconds)
        if heard:
            await self._shows(heard[-1])
        elif self._acts > self._acts_heard_of:
            await self._shows_own_act()
        self._acts_heard_of = self._acts
        return heard

    async def _open(self) -> None:
        await self._page.goto("/")
        await expect(self._bubbles).not_to_have_count(0)
        for cookie in await self._page.context.cookies():
            self._client.cookies.set(cookie["name"], cookie["value"], cookie["domain"], cookie["path"])
        await super()._open()

    async def _be_there(self) -> None:
        """Come; now and then the page is loaded anew, and shows the same as before."""
        if not self._is_there:
            await self._open()
        elif self._acts % ACTS_BETWEEN_RELOADS == 0:
            await self._reload()
        self._acts += 1

    async def _reload(self) -> None:
        before = await self._bubbles.all_inner_texts()
        await self._page.reload()
        await expect(self._bubbles).to_have_text(before, use_inner_text=True)

    def _taken(self, what: str) -> AbstractAsyncContextManager[object]:
        """What is done inside has reached the server in the end, however often the page had to try."""
        return self._page.expect_response(
            lambda response: response.url.endswith(f"/api/{what}") and response.status == HTTPStatus.ACCEPTED
        )

    async def _shows(self, last: Heard) -> None:
        """The page has caught up: what was said last stands last, with its buttons."""
        entry = self._page.locator("#log .entry.bot").last
        await expect(entry).to_have_attribute("data-keys", " ".join(last.keys or ()))
        await expect(entry.locator(".tap")).to_have_text([b.label for row in last.buttons for b in row])

    async def _shows_own_act(self) -> None:
        """What nobody answered stands there by itself."""
        await expect(self._page.locator("#log .entry").last).to_contain_class("owner")

    @property
    def _bubbles(self) -> Locator:
        """Those that a reload brings back at once; a long conversation has older ones further up."""
        return self._page.locator(f"#log .entry:nth-last-child(-n+{PAGE_BUBBLES} of .entry) .bubble")
