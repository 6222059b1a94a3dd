"""Stories told with real clicks and keys on the real page, reloaded in the middle."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.stories.story import FILES, Step, Story, stories
from tests.web.test_page import say

pytestmark = pytest.mark.browser

TOLD = ("back_skip_help", "edit_answers", "refusals")
"""Without an analysis, so they are quick; tests/messengers tells all of them without a browser."""
PATIENCE_MS = 60_000


@pytest.mark.parametrize(
    "story", [each for each in stories() if each.name in TOLD], ids=lambda each: each.name
)
def test_the_page_tells_the_story(page: Page, story: Story) -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.set_extra_http_headers({"Accept-Language": story.language})
    page.reload()
    for number, step in enumerate(story.steps):
        if number > 0 or step.value != "start":
            _perform(page, step)
        for key in step.bot or ():
            expect(page.locator(f"[data-keys~='{key}']").last).to_be_attached(timeout=PATIENCE_MS)
        if step.bot:
            _is_last(page, step.bot[-1])
        if number == len(story.steps) // 2:
            page.reload()


def _perform(page: Page, step: Step) -> None:
    match step.what, step.value:
        case "says", text:
            say(page, text)
        case "taps", data:
            page.locator(
                f'[data-tap^="{data[:-1]}"]' if data.endswith("*") else f'[data-tap="{data}"]'
            ).last.click()
        case "commands", command:
            say(page, f"/{command}")
        case "sends", name:
            page.locator("#picker").set_input_files(FILES / name)
        case "reader" | "analysis", _:
            pass  # it happens by itself
        case _:
            raise AssertionError(step)


def _is_last(page: Page, key: str) -> None:
    last = page.locator(".log .entry.bot").last
    expect(last).to_have_attribute("data-keys", re.compile(rf"\b{re.escape(key)}\b"), timeout=PATIENCE_MS)
