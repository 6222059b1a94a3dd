"""The page in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from bot.dialogue.model import Said, SentFile, Tapped
from bot.messages import TextReply
from tests.web.conftest import MAX_UPLOAD_BYTES
from tests.web.front_desk import FrontDesk
from tests.web.serving import Serving

pytestmark = pytest.mark.browser


def tap(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).last.click()


def say(page: Page, text: str) -> None:
    page.get_by_label("Write a message").fill(text)
    page.keyboard.press("Enter")


def bubbles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".bubble").all_inner_texts()]


def test_a_visitor_is_greeted_and_answered(page: Page) -> None:
    say(page, "candles")
    expect(page.locator(".bubble").last).to_have_text("You said: candles")
    assert bubbles(page) == ["Hello! I build personas.\n\nShall we?", "candles", "You said: candles"]
    assert page.locator(".bubble strong").all_inner_texts() == ["personas"]


def test_the_catalogue_keys_of_a_reply_are_on_the_page(page: Page) -> None:
    expect(page.locator("[data-keys=welcome]")).to_be_visible()


def test_what_somebody_wrote_is_never_markup(page: Page) -> None:
    naughty = "<img src=x onerror=alert(1)> {{ 7*7 }} </script><b>bold</b>"
    say(page, naughty)
    expect(page.locator(".bubble").last).to_have_text(f"You said: {naughty}")
    assert page.locator(".log img, .log b").count() == 0


def test_ticking_options_changes_the_question_in_place(page: Page, desk: FrontDesk) -> None:
    tap(page, "Begin")
    tap(page, "Food")
    expect(page.locator(".tap.chosen")).to_have_text(["Food"])
    tap(page, "Sport")
    expect(page.locator(".tap.chosen")).to_have_text(["Sport", "Food"])
    tap(page, "Food")
    expect(page.locator(".tap.chosen")).to_have_text(["Sport"])
    page.wait_for_timeout(900)
    assert bubbles(page)[1:] == ["Begin", "What interests them?"]
    page.reload()
    expect(page.locator(".tap.chosen")).to_have_text(["Sport"])
    assert bubbles(page)[1:] == ["Begin", "What interests them?"]
    taps = [each.inbound for each in desk.accepted[2:]]
    assert taps == [Tapped("a:interests:+food"), Tapped("a:interests:+sport"), Tapped("a:interests:-food")]


def test_a_tick_keeps_the_keyboard_where_it_was(page: Page) -> None:
    tap(page, "Begin")
    travel = page.get_by_role("button", name="Travel")
    travel.focus()
    page.keyboard.press("Space")
    expect(travel).to_have_attribute("aria-pressed", "true")
    expect(travel).to_be_focused()


def test_options_of_a_question_flow_and_its_ways_out_stand_back(page: Page) -> None:
    tap(page, "Begin")
    expect(page.locator(".ways .tap")).to_have_text(["Back", "Skip"])
    rows = page.locator(".entry.bot").last.locator(".row")
    counts = [rows.nth(index).locator(".tap").count() for index in range(rows.count())]
    assert counts == [6, 1, 2]


def test_an_answered_question_shows_which_button_it_was_and_stays_tappable(
    page: Page, desk: FrontDesk
) -> None:
    tap(page, "Begin")
    expect(page.locator(".earlier .tap.picked")).to_have_text("Begin")
    page.locator(".earlier [data-tap=example]").click()
    expect(page.locator(".album")).to_be_visible()
    assert desk.accepted[-1].inbound == Tapped("example")


def test_a_double_click_is_one_tap(page: Page, desk: FrontDesk) -> None:
    page.locator("[data-tap=begin]").dblclick()
    expect(page.locator("[data-tap^=done]")).to_be_visible()
    assert [each.inbound for each in desk.accepted[1:]] == [Tapped("begin")]


def test_pictures_open_turn_zoom_and_close(page: Page) -> None:
    tap(page, "Show me an example")
    page.get_by_role("button", name="Enlarge card1").click()
    viewer = page.get_by_role("dialog")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", "card1")
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", "card2")
    expect(viewer.get_by_role("button", name="Next picture")).to_be_hidden()
    viewer.get_by_role("img").click()
    expect(viewer.get_by_role("button", name="Zoom")).to_have_attribute("aria-pressed", "true")
    with page.expect_download() as saving:
        viewer.get_by_role("link", name="Save picture").click()
    assert saving.value.suggested_filename == "card2.png"
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()


def test_a_document_shows_its_size_and_can_be_saved(page: Page) -> None:
    tap(page, "Show me an example")
    expect(page.locator(".document .size")).to_have_text("0.1 kB")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save customers.csv").click()
    assert Path(saving.value.path()).read_bytes() == b"id,name\r\n1,Ann\r\n"


def test_a_reload_in_the_middle_loses_nothing(page: Page) -> None:
    tap(page, "Begin")
    say(page, "candles")
    expect(page.locator(".bubble").last).to_have_text("You said: candles")
    page.get_by_label("Write a message").fill("half a sent")
    before = bubbles(page)
    page.reload()
    expect(page.locator(".bubble").last).to_have_text("You said: candles")
    assert bubbles(page) == before
    expect(page.get_by_label("Write a message")).to_have_value("half a sent")


def test_two_tabs_stay_in_step(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/")
    say(page, "candles")
    expect(other.locator(".bubble").last).to_have_text("You said: candles")
    say(other, "soap")
    expect(page.locator(".bubble").last).to_have_text("You said: soap")
    assert bubbles(page) == bubbles(other)


def test_a_lost_connection_is_told_and_caught_up(page: Page, site: Serving, desk: FrontDesk) -> None:
    expect(page.locator("[data-tap=begin]")).to_be_visible()
    site.stop()
    say(page, "said in a tunnel")
    expect(page.get_by_text("No connection")).to_be_visible()
    expect(page.locator(".unsent .bubble")).to_have_text("said in a tunnel")
    site.start()
    expect(page.locator(".log .bubble").last).to_have_text("You said: said in a tunnel", timeout=15_000)
    expect(page.get_by_text("No connection")).to_be_hidden(timeout=15_000)
    assert bubbles(page)[1:] == ["said in a tunnel", "You said: said in a tunnel"]
    assert [each.inbound for each in desk.accepted[1:]] == [Said("said in a tunnel")]


def test_what_was_not_sent_survives_a_reload(page: Page, desk: FrontDesk) -> None:
    page.route("**/api/messages", lambda route: route.abort())
    say(page, "candles")
    page.wait_for_timeout(300)
    page.reload()
    page.unroute("**/api/messages")
    expect(page.locator(".log .bubble").last).to_have_text("You said: candles")
    assert len(desk.accepted) == 2


def test_an_answer_lost_on_its_way_back_is_not_sent_as_a_second_message(page: Page, desk: FrontDesk) -> None:
    lost: list[APIResponse] = []

    def lose_the_first(route: Route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/api/messages", lose_the_first)
    say(page, "candles")
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    page.wait_for_timeout(1000)
    assert bubbles(page)[1:] == ["candles", "You said: candles"]
    assert len(desk.accepted) == 2


def test_dots_show_while_an_answer_is_due(page: Page, desk: FrontDesk, site: Serving) -> None:
    expect(page.locator("[data-tap=begin]")).to_be_visible()
    desk.silent = True
    say(page, "candles")
    expect(page.locator(".dots")).to_be_visible()
    conversation = desk.accepted[0].conversation
    desk.silent = False
    site.call(lambda: desk.say(conversation, TextReply("Done."), 2001))
    expect(page.locator(".bubble").last).to_have_text("Done.")
    expect(page.locator(".dots")).to_be_hidden()


def test_a_file_is_picked_and_sent(page: Page, desk: FrontDesk, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_bytes(b"id,amount\n" * 1000)
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Send a file").first.click()
    choosing.value.set_files(orders)
    expect(page.locator(".bubble").last).to_have_text("orders.csv has 10000 bytes.")
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    assert bubbles(page)[1:] == ["orders.csv", "orders.csv has 10000 bytes."]


def test_a_file_can_be_dropped_anywhere(page: Page, desk: FrontDesk) -> None:
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['a,b'], 'dropped.csv')); return t; }"
    )
    page.dispatch_event("body", "dragenter", {"dataTransfer": transfer})
    expect(page.get_by_text("Drop your file here")).to_be_visible()
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    expect(page.locator(".bubble").last).to_have_text("dropped.csv has 3 bytes.")
    expect(page.get_by_text("Drop your file here")).to_be_hidden()
    assert isinstance(desk.accepted[-1].inbound, SentFile)


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


def send(page: Page, name: str, content: bytes) -> None:
    page.locator("#picker").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_an_upload_shows_how_far_it_is(page: Page) -> None:
    slow_down(page, 400_000)
    send(page, "orders.csv", bytes(800_000))
    seen = set()
    while page.locator("progress").count():
        value = page.evaluate("document.querySelector('progress')?.value ?? 1")
        seen.add(round(value, 1))
        page.wait_for_timeout(50)
    assert len(seen) > 3
    expect(page.locator(".bubble").last).to_have_text("orders.csv has 800000 bytes.")


def test_an_upload_can_be_stopped(page: Page, desk: FrontDesk) -> None:
    slow_down(page, 100_000)
    send(page, "orders.csv", bytes(2_000_000))
    page.get_by_role("button", name="Cancel sending orders.csv").click()
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    page.wait_for_timeout(500)
    assert len(desk.accepted) == 1


def test_an_upload_that_failed_can_be_tried_again(page: Page, desk: FrontDesk) -> None:
    page.route("**/api/files", lambda route: route.abort())
    send(page, "orders.csv", b"a,b")
    expect(page.get_by_text("The file did not arrive.")).to_be_visible()
    page.unroute("**/api/files")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".bubble").last).to_have_text("orders.csv has 3 bytes.")
    assert len(desk.accepted) == 2


def test_a_file_over_the_limit_is_refused_at_once(page: Page) -> None:
    send(page, "huge.csv", bytes(MAX_UPLOAD_BYTES + 1))
    expect(page.locator(".bubble").last).to_have_text("Refused: file_too_large")
    assert bubbles(page)[1:] == ["huge.csv", "Refused: file_too_large"]


def test_commands_come_from_the_menu_and_from_a_slash(page: Page, desk: FrontDesk) -> None:
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu").get_by_text("/help").click()
    expect(page.locator(".bubble").last).to_have_text("You said: help")
    page.get_by_label("Write a message").press_sequentially("/res")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".bubble").last).to_have_text("You said: result")
    expect(page.get_by_label("Write a message")).to_have_value("")


def test_after_everything_was_deleted_only_the_farewell_stays(
    page: Page, desk: FrontDesk, site: Serving
) -> None:
    say(page, "my best customer is Ann")
    expect(page.locator(".bubble").last).to_have_text("You said: my best customer is Ann")
    conversation = desk.accepted[0].conversation
    desk.languages.clear()
    site.call(lambda: desk.say(conversation, TextReply("Everything is deleted."), 9001))
    expect(page.locator(".bubble")).to_have_text(["Everything is deleted."])


def test_the_page_follows_the_conversations_language(page: Page) -> None:
    say(page, "/language zh")
    expect(page.get_by_placeholder("输入消息")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "zh"
    expect(page.locator(".bubble").last).to_have_text("Language: zh")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    tap(page, "Show me an example")
    say(page, "x" * 200)
    expect(page.locator(".bubble").last).to_contain_text("xxx")
    page.get_by_role("button", name="Menu").click()
    widths = "[document.documentElement, document.querySelector('#scroller')].map((e) => e.scrollWidth)"
    assert max(page.evaluate(widths)) <= width


def test_the_page_asks_only_its_own_server(browser: Browser, site: Serving) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    expect(page.locator(".tap").first).to_be_visible()
    context.close()
    assert [url for url in asked if not re.match(re.escape(site.url), url)] == []


def test_without_cookies_the_page_says_so(page: Page) -> None:
    page.route("**/api/**", lambda route: route.fulfill(status=401))
    page.reload()
    expect(page.get_by_text("needs a cookie")).to_be_visible()
