"""What the page shows and lets visitors save: pictures, documents."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.hands import address, answered, say, tap
from tests.web.site import Site

pytestmark = pytest.mark.browser


def test_the_example_has_pictures_that_open_turn_zoom_and_close(page: Page) -> None:
    tap(page, "sample")
    cards = page.locator(".album .picture")
    expect(cards.nth(1)).to_be_visible(timeout=180_000)
    cards.nth(cards.count() - 2).click()
    viewer = page.get_by_role("dialog")
    shown = viewer.get_by_role("img")
    before = shown.get_attribute("alt")
    page.keyboard.press("ArrowRight")
    expect(shown).not_to_have_attribute("alt", str(before))
    expect(viewer.get_by_role("button", name="Next picture")).to_be_hidden()
    shown.click()
    expect(viewer.get_by_role("button", name="Zoom")).to_have_attribute("aria-pressed", "true")
    with page.expect_download() as saving:
        viewer.get_by_role("link", name="Save picture").click()
    assert Path(saving.value.path()).read_bytes().startswith(b"\x89PNG")
    assert saving.value.suggested_filename == f"{shown.get_attribute('alt')}.png"
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()


def test_a_document_shows_its_size_and_can_be_saved(page: Page, site: Site) -> None:
    say(page, "hello")
    answered(page, "chat.hint")
    content = b"%PDF-1.7" + bytes(48_192)
    site.say_document(address(page), "Personas.pdf", content)
    expect(page.locator(".document .size")).to_have_text("48 kB")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save Personas.pdf").click()
    assert saving.value.suggested_filename == "Personas.pdf"
    assert Path(saving.value.path()).read_bytes() == content


TO_TAKE_AWAY = {
    "report": ("personas.pdf", b"%PDF"),
    "page": ("personas.html", b"<!doctype html>"),
    "calendar": ("customer-plan.ics", b"BEGIN:VCALENDAR"),
    "workbook": ("customers.xlsx", b"PK"),
}


def test_what_is_taken_away_is_saved_under_its_name_and_never_opened_here(page: Page) -> None:
    tap(page, "sample")
    page.locator('[data-tap^="take:"]').last.click(timeout=180_000)
    for verb, (name, beginning) in TO_TAKE_AWAY.items():
        page.locator(f'[data-tap^="{verb}:"]').last.click()
        with page.expect_download() as saving:
            page.get_by_role("link", name=f"Save {name}").click()
        assert saving.value.suggested_filename == name
        assert Path(saving.value.path()).read_bytes().startswith(beginning)
    assert len(page.context.pages) == 1
    answered(page, "chat.take_more")
