"""What axe-core finds: nothing serious, in light and dark, with everything on the page that can be there."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.serving import Serving
from tests.web.test_page import say, tap

pytestmark = pytest.mark.browser

GRAVE = {"critical", "serious"}


def grave_findings(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in GRAVE]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_serious(
    browser: Browser, site: Serving, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        base_url=site.url,
        color_scheme=scheme,
        viewport={"width": width, "height": 740},
        locale="en-US",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/")
    tap(page, "Show me an example")
    tap(page, "Begin")
    tap(page, "Food")
    expect(page.locator(".tap.chosen")).to_be_visible()
    say(page, "candles")
    expect(page.locator(".bubble").last).to_have_text("You said: candles")
    assert grave_findings(page) == []
    page.get_by_role("button", name="Menu").click()
    assert grave_findings(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("Write a message").fill("/")
    expect(page.get_by_role("option").first).to_be_visible()
    assert grave_findings(page) == []
    page.get_by_label("Write a message").fill("")
    page.get_by_role("button", name="Enlarge card0").click()
    assert grave_findings(page) == []
    context.close()
