"""Reloads, several tabs, networks that fail: nothing is lost, nothing is said twice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from bot.dialogue.inbound import Said
from bot.messages import TextReply
from tests.web.conftest import MAX_UPLOAD_BYTES
from tests.web.hands import address, answered, bubbles, say, tap
from tests.web.site import Site

pytestmark = pytest.mark.browser


def test_a_reload_in_the_middle_loses_nothing(page: Page) -> None:
    tap(page, "express")
    answered(page, "questions.offer.ask")
    page.locator("#message").fill("half a sent")
    before = bubbles(page)
    page.reload()
    answered(page, "questions.offer.ask")
    assert bubbles(page) == before
    expect(page.locator("#message")).to_have_value("half a sent")


def test_two_tabs_stay_in_step(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/")
    tap(page, "express")
    answered(other, "questions.offer.ask")
    say(other, "soap")
    answered(page, "questions.age.ask")
    answered(other, "questions.age.ask")
    assert bubbles(page) == bubbles(other)


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """One that may be stopped."""
    site = Site(tmp_path, MAX_UPLOAD_BYTES)
    site.start()
    yield site
    site.stop()


def test_a_lost_connection_is_told_and_caught_up(browser: Browser, own_site: Site) -> None:
    page = browser.new_context(base_url=own_site.url, locale="en-US").new_page()
    page.goto("/")
    answered(page, "chat.welcome")
    own_site.stop()
    say(page, "said in a tunnel")
    expect(page.get_by_text("No connection")).to_be_visible()
    expect(page.locator(".unsent .bubble")).to_have_text("said in a tunnel")
    own_site.start()
    expect(page.locator(".log .entry.bot").last).to_have_attribute("data-keys", "chat.hint")
    expect(page.get_by_text("No connection")).to_be_hidden()
    assert bubbles(page)[1:2] == ["said in a tunnel"]
    assert own_site.taken(address(page)) == [Said("said in a tunnel")]
    page.context.close()


def test_what_was_not_sent_survives_a_reload(page: Page, site: Site) -> None:
    page.route("**/api/messages", lambda route: route.abort())
    say(page, "candles")
    expect(page.locator(".unsent .bubble")).to_have_text("candles")
    page.reload()
    page.unroute("**/api/messages")
    answered(page, "chat.hint")
    assert site.taken(address(page)) == [Said("candles")]


def test_an_answer_lost_on_its_way_back_is_not_sent_as_a_second_message(page: Page, site: Site) -> None:
    lost: list[APIResponse] = []

    def lose_the_first(route: Route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/api/messages", lose_the_first)
    say(page, "candles")
    answered(page, "chat.hint")
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    assert bubbles(page).count("candles") == 1
    assert site.taken(address(page)) == [Said("candles")]


def test_what_was_typed_before_the_history_came_is_said_once(browser: Browser, site: Site) -> None:
    page = browser.new_context(base_url=site.url, locale="en-US").new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/history", hold)
    page.goto("/")
    say(page, "candles")
    say(page, "and soap")
    expect(page.locator(".unsent .bubble")).to_have_text(["candles", "and soap"])
    held[0].continue_()
    answered(page, "chat.hint")
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    expect(page.locator(".log .entry.owner .bubble")).to_have_text(["candles", "and soap"])
    assert site.taken(address(page)) == [Said("candles"), Said("and soap")]
    page.context.close()


def test_what_was_taken_but_never_confirmed_is_not_left_standing_by_a_reload(page: Page, site: Site) -> None:
    page.route("**/api/messages", lambda route: route.fetch() and route.abort())
    page.route("**/api/stream*", lambda route: route.abort())
    page.reload()
    say(page, "candles")
    expect(page.locator(".unsent .bubble")).to_have_text("candles")
    page.unroute("**/api/stream*")
    page.reload()
    answered(page, "chat.hint")
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    assert bubbles(page).count("candles") == 1
    assert site.taken(address(page)) == [Said("candles")]


def test_a_stopped_database_is_told_and_everything_goes_on_by_itself(page: Page) -> None:
    """The proxy of the test answers as the server does then; tests/web/test_history.py has the real thing."""
    answered(page, "chat.welcome")
    away = {"status": 503, "headers": {"Retry-After": "5"}, "body": json.dumps({"message": "…"})}
    page.route("**/api/**", lambda route: route.fulfill(**away))
    page.reload()
    expect(page.get_by_text("One moment, please")).to_be_visible()
    page.unroute("**/api/**")
    answered(page, "chat.welcome")
    expect(page.locator("#connection")).to_be_hidden()


def test_without_cookies_the_page_says_so(page: Page) -> None:
    page.route("**/api/**", lambda route: route.fulfill(status=401))
    page.reload()
    expect(page.get_by_text("needs a cookie")).to_be_visible()


def test_a_connection_that_died_in_silence_is_noticed(page: Page, site: Site) -> None:
    say(page, "hello")
    answered(page, "chat.hint")
    streams: list[Route] = []

    def leave_the_first_open(route: Route) -> None:
        streams.append(route)
        if len(streams) > 1:
            route.continue_()

    page.route("**/api/stream*", leave_the_first_open)
    page.clock.install()
    page.reload()
    answered(page, "chat.hint")
    site.say(address(page), TextReply("said while the phone slept"))
    page.clock.fast_forward("02:00")
    expect(page.locator(".bubble").last).to_have_text("said while the phone slept")


def test_a_tab_nobody_looks_at_leaves_the_connections_to_others(page: Page, site: Site) -> None:
    """A browser has six to one server, and a stream takes one for good."""
    say(page, "hello")
    answered(page, "chat.hint")
    hidden = page.context.new_page()
    hidden.add_init_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    hidden.clock.install()
    hidden.goto("/")
    answered(hidden, "chat.hint")
    hidden.evaluate("dispatchEvent(new Event('online'))")
    hidden.clock.fast_forward("00:11")
    with hidden.expect_response("**/api/history?after=*"):
        hidden.clock.fast_forward("00:21")


def test_a_server_that_is_asked_too_often_loses_nothing(page: Page, site: Site) -> None:
    """So a proxy may answer in its place."""
    page.route("**/api/messages", lambda route: route.fulfill(status=429), times=1)
    say(page, "candles")
    answered(page, "chat.hint")
    assert site.taken(address(page)) == [Said("candles")]


def test_what_was_deleted_elsewhere_does_not_stay_on_the_page(page: Page, site: Site) -> None:
    say(page, "my best customer is Ann")
    answered(page, "chat.hint")
    site.query("DELETE FROM owners WHERE id = :id", id=site.owner_id(address(page)))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Ann")).to_have_count(0)
    answered(page, "chat.welcome")


def test_a_browser_that_keeps_nothing_can_chat(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no') } })"
    )
    page.reload()
    say(page, "candles")
    answered(page, "chat.hint")
    assert bubbles(page)[1] == "candles"
