"""The whole product as `personabot run` starts it, visited with a real browser."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ports import free_port

pytestmark = pytest.mark.browser

START_SECONDS = 180
RESULT_MS = 180_000
STOP_SECONDS = 10


class Installation:
    """One data folder and the process that works on it."""

    def __init__(self, data: Path, database_url: str = "") -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        ours = {"PERSONABOT_DATA": str(data), "PERSONABOT_PORT": str(port), "TELEGRAM_TOKEN": ""}
        self._environment = dict(os.environ) | ours | {"DATABASE_URL": database_url}

    def start(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=self._environment)
        deadline = time.monotonic() + START_SECONDS
        while not self._is_well():
            assert self._process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(STOP_SECONDS)

    @property
    def pid(self) -> int:
        return self._process.pid

    def _is_well(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz").is_success
        except httpx.TransportError:
            return False


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("installation"))
    installation.start()
    yield installation
    installation.stop()


@pytest.fixture
def visitor(browser: Browser, installation: Installation) -> Iterator[Page]:
    context = browser.new_context(
        base_url=installation.url, locale="en-US", viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/")
    yield page
    context.close()


def tap(page: Page, data: str) -> None:
    page.locator(f'[data-tap="{data}"]').last.click()


def question(page: Page, key: str, within: float = 60) -> None:
    asked = re.compile(rf"\bquestions\.{key}\.ask\b")
    expect(page.locator(".entry.bot").last).to_have_attribute("data-keys", asked, timeout=within * 1000)


def bubbles(page: Page) -> list[str]:
    return page.locator(".bubble").all_inner_texts()


def test_a_new_visitor_sees_the_example_shops_people_with_one_click(visitor: Page) -> None:
    """Three clicks would be allowed: the second enlarges a card."""
    tap(visitor, "sample")
    cards = visitor.locator(".album img")
    expect(cards.first).to_be_visible(timeout=RESULT_MS)
    assert cards.count() >= 3
    cards.first.click()
    enlarged = visitor.get_by_role("dialog").get_by_role("img")
    expect(enlarged).to_be_visible()
    assert enlarged.evaluate("picture => picture.naturalWidth") > 500


def test_a_reload_and_a_restart_of_the_server_lose_nothing(visitor: Page, installation: Installation) -> None:
    tap(visitor, "express")
    question(visitor, "offer")
    visitor.get_by_label("Write a message").fill("Hand-made candles")
    visitor.keyboard.press("Enter")
    question(visitor, "age")
    before = bubbles(visitor)
    visitor.reload()
    question(visitor, "age")
    assert bubbles(visitor) == before
    installation.stop()
    expect(visitor.get_by_text("No connection")).to_be_visible()
    tap(visitor, "a:age:25_34")
    installation.start()
    question(visitor, "sex")
    expect(visitor.get_by_text("No connection")).to_be_hidden()
    assert bubbles(visitor)[: len(before)] == before


def test_the_page_changes_its_language_with_the_conversation(visitor: Page) -> None:
    tap(visitor, "languages")
    tap(visitor, "lang:zh")
    expect(visitor.get_by_placeholder("输入消息")).to_be_visible()
    visitor.get_by_role("button", name="菜单").click()
    expect(visitor.locator("#menu")).to_contain_text("我的结果")


def test_a_result_is_not_wider_than_a_phone(visitor: Page) -> None:
    tap(visitor, "sample")
    expect(visitor.locator(".album img").first).to_be_visible(timeout=RESULT_MS)
    assert visitor.evaluate("document.querySelector('#scroller').scrollWidth") <= 360
