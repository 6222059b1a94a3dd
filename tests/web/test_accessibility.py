"""What axe-core finds: nothing serious, in light and dark, with everything on the page that can be there."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.hands import address, answered, ask_where_they_live, tap
from tests.web.site import Site

pytestmark = pytest.mark.browser

GRAVE = {"critical", "serious"}


def grave_findings(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in GRAVE]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_serious(
    browser: Browser, site: Site, scheme: Literal["light", "dark"], width: int
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
    tap(page, "sample")
    expect(page.locator(".album .picture").first).to_be_visible(timeout=180_000)
    expect(page.locator(".typing")).to_be_hidden()
    site.say_document(address(page), "Personas.pdf", b"%PDF-1.7")
    expect(page.locator(".document")).to_be_visible()
    page.get_by_label("Write a message").fill("/start")
    page.get_by_role("button", name="Send", exact=True).click()
    answered(page, "chat.welcome")
    ask_where_they_live(page)
    tap(page, "a:region:+europe")
    expect(page.locator(".tap.chosen")).to_be_visible()
    assert grave_findings(page) == []
    page.get_by_role("button", name="Menu").click()
    assert grave_findings(page) == []
    page.keyboard.press("Escape")
    page.get_by_label("Write a message").fill("/")
    expect(page.get_by_role("option").first).to_be_visible()
    assert grave_findings(page) == []
    page.get_by_label("Write a message").fill("")
    page.locator(".album .picture").first.click()
    assert grave_findings(page) == []
    context.close()
