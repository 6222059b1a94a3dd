"""The page in a real browser, with the real assistant behind it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.dialogue.inbound import Said, Tapped
from bot.messages import TextReply
from tests.web.hands import address, answered, ask_where_they_live, bubbles, say, send, tap
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


def test_what_is_typed_anywhere_is_a_message(page: Page) -> None:
    page.locator("[data-tap=express]").focus()
    page.keyboard.type("hello there")
    expect(page.get_by_label("Write a message")).to_have_value("hello there")


def test_a_command_in_a_text_can_be_tapped(page: Page) -> None:
    say(page, "/help")
    answered(page, "chat.help")
    page.locator(".told .command", has_text="/language").click()
    answered(page, "chat.which_language")


def test_a_button_with_a_paper_clip_is_no_file(page: Page) -> None:
    tap(page, "upload")
    expect(page.locator(".entry.owner .bubble")).to_have_text("📎 I have a file")
    page.reload()
    expect(page.locator(".entry.owner .bubble")).to_have_text("📎 I have a file")


def test_enter_that_ends_composing_sends_nothing(page: Page, site: Site) -> None:
    """As Safari tells of it: composing is over by then, only the key's old number says what it was for."""
    page.locator("#message").fill("手工皂")
    enter = {"key": "Enter", "keyCode": 229, "bubbles": True, "cancelable": True}
    page.locator("#message").dispatch_event("keydown", enter)
    expect(page.locator("#message")).to_have_value("手工皂")
    page.keyboard.press("Enter")
    answered(page, "chat.hint")
    assert site.taken(address(page)) == [Said("手工皂")]


def test_days_are_named_as_they_are_today(page: Page, site: Site) -> None:
    say(page, "hello")
    answered(page, "chat.hint")
    for table, moment in (("inbox", "received_at"), ("outbox", "created_at")):
        site.query(
            f"UPDATE {table} SET {moment} = datetime({moment}, '-1 day') WHERE owner_id = :owner",
            owner=site.owner_id(address(page)),
        )
    page.clock.install(time=datetime.now(UTC) - timedelta(days=1))
    page.reload()
    expect(page.locator(".day")).to_have_text("Today")
    page.clock.set_system_time(datetime.now(UTC))
    say(page, "good morning")
    expect(page.locator(".day")).to_have_text(["Yesterday", "Today"])


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


def test_news_of_a_progress_change_one_bubble(page: Page, site: Site) -> None:
    say(page, "hello")
    answered(page, "chat.hint")
    before = len(bubbles(page))
    for percent in (10, 60, 100):
        site.say(address(page), TextReply(f"{percent} %", progress_of="analysis-1"))
        expect(page.locator(".bubble").last).to_have_text(f"{percent} %")
    assert len(bubbles(page)) == before + 1
    page.reload()
    expect(page.locator(".bubble").last).to_have_text("100 %")
    assert len(bubbles(page)) == before + 1


def test_a_long_history_shows_its_end_and_the_rest_on_the_way_up(page: Page, site: Site) -> None:
    say(page, "hello")
    answered(page, "chat.hint")
    site.say(address(page), *(TextReply(f"line {number}") for number in range(500)))
    page.reload()
    expect(page.locator(".bubble").last).to_have_text("line 499")
    assert len(bubbles(page)) < 150
    scroller = page.locator("#scroller")
    for _ in range(60):
        if len(bubbles(page)) >= 503:
            break
        at = page.evaluate("document.querySelector('.entry').dataset.number")
        scroller.evaluate("box => box.scrollTo(0, 0)")
        expect(page.locator(".entry").first).not_to_have_attribute("data-number", str(at))
    assert bubbles(page)[1:] == ["hello", bubbles(page)[2], *(f"line {number}" for number in range(500))]


def test_what_is_being_read_stays_where_it_is_when_older_bubbles_come(page: Page, site: Site) -> None:
    say(page, "hello")
    answered(page, "chat.hint")
    site.say(address(page), *(TextReply(f"line {number}") for number in range(200)))
    page.reload()
    expect(page.locator(".bubble").last).to_have_text("line 199")
    first = page.locator(".entry").first
    number = first.get_attribute("data-number")
    page.locator("#scroller").evaluate("box => box.scrollTo(0, 300)")
    place = "number => document.querySelector(`[data-number='${number}']`).getBoundingClientRect().top"
    page.locator("#scroller").evaluate("() => new Promise(requestAnimationFrame)")
    before = page.evaluate(place, number)
    expect(first).not_to_have_attribute("data-number", str(number))
    assert abs(page.evaluate(place, number) - before) < 30


def test_dots_show_while_something_is_under_way(page: Page, site: Site) -> None:
    say(page, "hello")
    answered(page, "chat.hint")
    site.pretend_to_analyse(address(page))
    expect(page.locator(".dots")).to_be_visible()
    site.query("DELETE FROM work WHERE id = :address", address=address(page))
    expect(page.locator(".dots")).to_be_hidden()


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
