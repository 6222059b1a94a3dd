"""What somebody does on the page, and sees there."""

import re

from playwright.sync_api import Page, expect


def tap(page: Page, data: str) -> None:
    page.locator(f'[data-tap="{data}"]').last.click()


def say(page: Page, text: str) -> None:
    page.locator("#message").fill(text)
    page.keyboard.press("Enter")


def send(page: Page, name: str, content: bytes) -> None:
    page.locator("#picker").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def slow_down(page: Page, bytes_per_second: int) -> None:
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    conditions = {
        "offline": False,
        "latency": 0,
        "downloadThroughput": -1,
        "uploadThroughput": bytes_per_second,
    }
    network.send("Network.emulateNetworkConditions", conditions)


def answered(page: Page, key: str) -> None:
    """Wait until a text of the catalogue is the last thing that was said."""
    expect(page.locator(".log .entry.bot").last).to_have_attribute("data-keys", re.compile(re.escape(key)))


def bubbles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".bubble").all_inner_texts()]


def address(page: Page) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return cookies["personabot_session"].rpartition(".")[0]


def ask_where_they_live(page: Page) -> None:
    """To the first question of the short way that takes several answers."""
    tap(page, "express")
    answered(page, "questions.offer.ask")
    say(page, "candles")
    tap(page, "a:age:25_34")
    tap(page, "a:sex:both")
    answered(page, "questions.region.ask")
