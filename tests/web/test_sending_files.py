"""Files on their way from the page."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bot.dialogue.inbound import Said, SentFile
from tests.web.conftest import MAX_UPLOAD_BYTES
from tests.web.hands import address, answered, bubbles, say, send, slow_down
from tests.web.site import Site

pytestmark = pytest.mark.browser


ORDERS = b"customer,date,amount\n" + b"".join(
    b"C%d,2026-03-%02d,%d.50\n" % (number % 7, number % 28 + 1, number) for number in range(200)
)


def test_a_file_is_picked_and_sent(page: Page, site: Site, tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_bytes(ORDERS)
    with page.expect_file_chooser() as choosing:
        page.locator("#attach").click()
    choosing.value.set_files(orders)
    expect(page.locator(".log .entry.owner .bubble")).to_have_text("orders.csv")
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    (sent,) = site.taken(address(page))[:1]
    assert isinstance(sent, SentFile)
    assert sent.size == len(ORDERS)


def test_a_file_can_be_dropped_anywhere(page: Page, site: Site) -> None:
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['a,b'], 'dropped.csv')); return t; }"
    )
    page.dispatch_event("body", "dragenter", {"dataTransfer": transfer})
    expect(page.get_by_text("Drop your file here")).to_be_visible()
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    expect(page.locator(".log .entry.owner .bubble")).to_have_text("dropped.csv")
    expect(page.get_by_text("Drop your file here")).to_be_hidden()


def test_an_upload_shows_how_far_it_is(page: Page) -> None:
    slow_down(page, 800_000)
    send(page, "orders.csv", bytes(800_000))
    seen = set()
    while page.locator("progress").count():
        value = page.evaluate("document.querySelector('progress')?.value ?? 1")
        seen.add(round(value, 1))
        page.wait_for_timeout(50)
    assert len(seen) > 3
    expect(page.locator(".log .entry.owner .bubble")).to_have_text("orders.csv")


def test_an_upload_can_be_stopped(page: Page, site: Site) -> None:
    slow_down(page, 100_000)
    send(page, "orders.csv", bytes(2_000_000))
    page.get_by_role("button", name="Cancel sending orders.csv").click()
    expect(page.locator(".unsent .bubble")).to_have_count(0)
    slow_down(page, -1)
    say(page, "rather not")
    answered(page, "chat.hint")
    assert site.taken(address(page)) == [Said("rather not")]


def test_an_upload_that_failed_can_be_tried_again(page: Page, site: Site) -> None:
    page.route("**/api/files", lambda route: route.abort())
    send(page, "orders.csv", ORDERS)
    expect(page.get_by_text("The file did not arrive.")).to_be_visible()
    page.unroute("**/api/files")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".log .entry.owner .bubble")).to_have_text("orders.csv")
    assert len([each for each in site.taken(address(page)) if isinstance(each, SentFile)]) == 1


def test_a_file_over_the_limit_is_refused_at_once(page: Page) -> None:
    send(page, "huge.csv", bytes(MAX_UPLOAD_BYTES + 1))
    expect(page.locator("[data-keys~='errors.file_too_large']")).to_be_visible()
    assert bubbles(page)[1] == "huge.csv"


def test_a_file_that_fails_holds_up_no_other(page: Page, site: Site) -> None:
    page.route("**/api/files", lambda route: route.abort(), times=1)
    names = ("lost.csv", "orders.csv")
    files = [FilePayload(name=name, mimeType="text/csv", buffer=ORDERS) for name in names]
    page.locator("#picker").set_input_files(files)
    expect(page.locator("#log .entry.owner .bubble")).to_have_text("orders.csv")
    expect(page.locator("#unsent .name")).to_have_text("lost.csv")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#log .entry.owner .bubble")).to_have_text(["orders.csv", "lost.csv"])


def test_a_file_in_line_can_be_taken_out_of_it(page: Page, site: Site) -> None:
    slow_down(page, 100_000)
    send(page, "first.csv", bytes(2_000_000))
    send(page, "second.csv", ORDERS)
    page.get_by_role("button", name="Cancel sending second.csv").click()
    page.get_by_role("button", name="Cancel sending first.csv").click()
    slow_down(page, -1)
    send(page, "third.csv", ORDERS)
    expect(page.locator("#log .entry.owner .bubble")).to_have_text("third.csv")
    assert len([each for each in site.taken(address(page)) if isinstance(each, SentFile)]) == 1
