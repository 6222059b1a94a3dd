"""Buttons in a real browser: ticks, taps, the keyboard, the way back to an earlier question."""

import pytest
from playwright.sync_api import Page, expect

from bot.dialogue.inbound import Tapped
from tests.web.hands import address, answered, ask_where_they_live, bubbles, say, tap
from tests.web.site import Site

pytestmark = pytest.mark.browser


def test_ticking_options_changes_the_question_in_place(page: Page, site: Site) -> None:
    ask_where_they_live(page)
    before = bubbles(page)
    chosen = page.locator(".tap.chosen")
    tap(page, "a:region:+europe")
    expect(chosen).to_have_text(["Europe"])
    tap(page, "a:region:+africa")
    expect(chosen).to_have_text(["Europe", "Africa"])
    tap(page, "a:region:-africa")
    expect(chosen).to_have_text(["Europe"])
    page.wait_for_timeout(900)
    assert len(bubbles(page)) == len(before)
    page.reload()
    expect(chosen).to_have_text(["Europe"])
    assert len(bubbles(page)) == len(before)
    expected = [Tapped(f"a:region:{tick}") for tick in ("+europe", "+africa", "-africa")]
    assert site.taken(address(page))[-3:] == expected


def test_a_tick_keeps_the_keyboard_where_it_was(page: Page) -> None:
    ask_where_they_live(page)
    africa = page.get_by_role("button", name="Africa", exact=True)
    africa.focus()
    page.keyboard.press("Space")
    expect(africa).to_have_attribute("aria-pressed", "true")
    expect(africa).to_be_focused()


def test_the_keyboard_goes_on_from_a_pressed_button_to_what_comes_next(page: Page) -> None:
    page.locator("[data-tap=express]").focus()
    page.keyboard.press("Enter")
    answered(page, "questions.offer.ask")
    expect(page.get_by_label("Write a message")).to_be_focused()
    page.keyboard.type("candles")
    page.keyboard.press("Enter")
    answered(page, "questions.age.ask")
    page.locator('[data-tap="a:age:25_34"]').focus()
    page.keyboard.press("Enter")
    answered(page, "questions.sex.ask")
    expect(page.locator('[data-tap="a:sex:mostly_women"]')).to_be_focused()


def test_a_button_with_a_paper_clip_is_no_file(page: Page) -> None:
    tap(page, "upload")
    expect(page.locator(".entry.owner .bubble")).to_have_text("📎 I have a file")
    page.reload()
    expect(page.locator(".entry.owner .bubble")).to_have_text("📎 I have a file")


def test_ways_out_of_a_question_stand_back(page: Page) -> None:
    ask_where_they_live(page)
    ways = page.locator(".entry.bot").last.locator(".ways .tap")
    assert {way.get_attribute("data-tap") for way in ways.all()} >= {"back:region", "skip:region"}


def test_an_answered_question_shows_which_button_it_was_and_stays_tappable(page: Page, site: Site) -> None:
    tap(page, "express")
    expect(page.locator(".earlier .tap.picked")).to_have_attribute("data-tap", "express")
    page.locator(".earlier [data-tap=languages]").click()
    answered(page, "chat.which_language")
    assert site.taken(address(page)) == [Tapped("express"), Tapped("languages")]


def test_the_answer_to_an_earlier_button_comes_into_view(page: Page) -> None:
    """Also right after scrolling up to it."""
    page.set_viewport_size({"width": 360, "height": 560})
    for words in ("hello", "good morning", "good evening"):
        say(page, words)
        expect(page.locator(".entry.owner").last).to_contain_text(words)
        answered(page, "chat.hint")
    page.locator(".earlier [data-tap=languages]").first.click()
    answered(page, "chat.which_language")
    expect(page.locator(".entry.bot .bubble").last).to_be_in_viewport(ratio=1)


def test_a_double_click_is_one_tap(page: Page, site: Site) -> None:
    page.locator("[data-tap=express]").dblclick()
    answered(page, "questions.offer.ask")
    page.wait_for_timeout(300)
    assert site.taken(address(page)) == [Tapped("express")]
