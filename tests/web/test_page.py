"""The page in a real browser, with the real assistant behind it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.dialogue.inbound import Said
from tests.web.hands import address, answered, bubbles, say, send, tap
from tests.web.site import Site

pytestmark = pytest.mark.browser


def test_a_visitor_is_greeted_at_once_and_the_greeting_stays(page: Page) -> None:
    answered(page, "chat.welcome")
    greeting = bubbles(page)
    assert page.locator(".bubble strong").count() > 0
    say(page, "good morning")
    answered(page, "chat.hint")
    assert bubbles(page)[:2] == [*greeting, "good morning"]
    page.reload()
    answered(page, "chat.hint")
    assert bubbles(page)[:2] == [*greeting, "good morning"]


NAUGHTY = "<img src=x onerror=alert(1)> {{ 7*7 }} </script><b>bold</b>"


def test_what_somebody_wrote_is_never_markup(page: Page) -> None:
    say(page, NAUGHTY)
    answered(page, "chat.hint")
    assert NAUGHTY in bubbles(page)
    page.reload()
    answered(page, "chat.hint")
    assert page.locator(".log img, .log b").count() == 0


def test_what_stands_in_a_file_is_never_markup(page: Page) -> None:
    """Its name, its columns, its cells."""
    content = f'"{NAUGHTY}",date,amount\n' + "".join(
        f"<script>alert({number % 5})</script>,2026-03-{number % 28 + 1:02},{number}\n"
        for number in range(60)
    )
    send(page, "<img src=x onerror=alert(2)>.csv", content.encode())
    tap(page, "agree:2")
    expect(page.locator(".log .entry.bot").last).to_have_attribute(
        "data-keys", re.compile("exhibit|errors|files|questions")
    )
    expect(page.locator(".typing")).to_be_hidden()
    assert page.locator(".log img, .log b, .log script").count() == 0
    assert "<img src=x onerror=alert(2)>.csv" in bubbles(page)


def test_what_is_typed_anywhere_is_a_message(page: Page) -> None:
    page.locator("[data-tap=express]").focus()
    page.keyboard.type("hello there")
    expect(page.get_by_label("Write a message")).to_have_value("hello there")


def test_a_command_in_a_text_can_be_tapped(page: Page) -> None:
    say(page, "/help")
    answered(page, "chat.help")
    page.locator(".told .command", has_text="/language").click()
    answered(page, "chat.which_language")


def test_enter_that_ends_composing_sends_nothing(page: Page, site: Site) -> None:
    """As Safari tells of it: composing is over by then, only the key's old number says what it was for."""
    page.locator("#message").fill("手工皂")
    enter = {"key": "Enter", "keyCode": 229, "bubbles": True, "cancelable": True}
    page.locator("#message").dispatch_event("keydown", enter)
    expect(page.locator("#message")).to_have_value("手工皂")
    page.keyboard.press("Enter")
    answered(page, "chat.hint")
    assert site.taken(address(page)) == [Said("手工皂")]


def test_commands_come_from_the_menu_and_from_a_slash(page: Page) -> None:
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu").get_by_text("/help").click()
    answered(page, "chat.help")
    page.locator("#message").press_sequentially("/lang")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    answered(page, "chat.which_language")
    expect(page.locator("#message")).to_have_value("")


def test_after_everything_was_deleted_only_the_farewell_stays(page: Page, site: Site) -> None:
    say(page, "my best customer is Ann")
    answered(page, "chat.hint")
    say(page, "/delete")
    answered(page, "chat.delete_sure")
    page.locator(".entry.bot").last.locator(".tap").first.click()
    answered(page, "chat.goodbye")
    site.query("DELETE FROM owners WHERE id = :id", id=site.owner_id(address(page)))
    expect(page.locator(".bubble")).to_have_count(1)
    answered(page, "chat.goodbye")
    tap(page, "continue")
    answered(page, "chat.menu")


def test_the_page_follows_the_conversations_language(page: Page) -> None:
    tap(page, "languages")
    tap(page, "lang:zh")
    expect(page.get_by_placeholder("输入消息")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh"
    answered(page, "chat.welcome")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    say(page, "x" * 200)
    answered(page, "chat.hint")
    page.get_by_role("button", name="Menu").click()
    widths = "[document.documentElement, document.querySelector('#scroller')].map((e) => e.scrollWidth)"
    assert max(page.evaluate(widths)) <= width


def test_the_page_asks_only_its_own_server(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    expect(page.locator(".tap").first).to_be_visible()
    context.close()
    assert [url for url in asked if not re.match(re.escape(site.url), url)] == []
