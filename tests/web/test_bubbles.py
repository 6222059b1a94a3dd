"""The conversation as it grows on the page: days, progress, dots, a long way up."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.messages import TextReply
from tests.web.hands import address, answered, bubbles, say
from tests.web.site import Site

pytestmark = pytest.mark.browser


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
