"""The page behind an upload link takes one file for its owner, and refuses everything else in words."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from bot.dialogue.inbound import Command, Commanded, SentFile, Tapped
from bot.messages import Conversation
from bot.messengers.web.app import WebMessenger
from bot.settings import Settings
from bot.upload_links import UploadLinks
from tests.bot.desk import Desk
from tests.web.conftest import MAX_UPLOAD_BYTES, taken
from tests.web.site import Site

ADDRESS = "http://shop.test"
SETTINGS = Settings(
    session_secret="a secret of the tests", public_url=f"{ADDRESS}/", max_upload_bytes=MAX_UPLOAD_BYTES
)
ADA, BOB = Conversation("telegram", "7001"), Conversation("telegram", "7002")
TABLE = b"customer,date,amount\nann,2026-01-02,5\n"


@pytest.fixture
async def browser_of_ada(desk: Desk, messenger: WebMessenger) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever opens Ada's link; both she and Bob chat with us already."""
    for who in (ADA, BOB):
        await desk.send(Commanded(Command.START), who)
    transport = httpx.ASGITransport(messenger.app)
    async with httpx.AsyncClient(transport=transport, headers={"Origin": ADDRESS}) as client:
        yield client


def link(who: Conversation = ADA) -> str:
    return UploadLinks(SETTINGS).make(who)


async def upload(client: httpx.AsyncClient, url: str, content: bytes = TABLE) -> httpx.Response:
    about = {"X-File-Name": "orders%202026.csv", "X-File-Size": str(len(content))}
    return await client.post(url, content=content, headers=about)


def files(desk: Desk) -> list[str]:
    return [inbound.name for inbound, _ in taken(desk) if isinstance(inbound, SentFile)]


async def test_a_file_arrives_as_if_it_had_been_sent_in_the_chat(
    browser_of_ada: httpx.AsyncClient, desk: Desk
) -> None:
    assert (await upload(browser_of_ada, link())).status_code == 201
    await desk.assistant.finish()
    assert (await desk.keys(ADA))[-1] == "privacy.consent"
    assert files(desk) == ["orders 2026.csv"]
    assert "privacy.consent" not in await desk.keys(BOB)


async def test_looking_at_the_page_uses_nothing_up(browser_of_ada: httpx.AsyncClient) -> None:
    url = link()
    pages = [await browser_of_ada.get(url) for _ in range(3)]
    assert {page.status_code for page in pages} == {200}
    assert (await upload(browser_of_ada, url)).status_code == 201


async def test_a_link_takes_one_file(browser_of_ada: httpx.AsyncClient, desk: Desk) -> None:
    url = link()
    await upload(browser_of_ada, url)
    again = await upload(browser_of_ada, url)
    assert again.status_code == 422
    assert "one file" in again.json()["refusal"]
    page = await browser_of_ada.get(url)
    assert page.status_code == 410
    assert "one file" in page.text
    assert len(files(desk)) == 1


async def test_of_two_files_at_once_the_first_to_arrive_counts(
    browser_of_ada: httpx.AsyncClient, desk: Desk
) -> None:
    url = link()
    answers = await asyncio.gather(*(upload(browser_of_ada, url) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert len(files(desk)) == 1


async def test_an_old_link_says_how_to_get_a_new_one(
    browser_of_ada: httpx.AsyncClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = link()
    monkeypatch.setattr("bot.upload_links.LIFETIME", timedelta(seconds=-1))
    page = await browser_of_ada.get(url)
    assert page.status_code == 410
    assert "more than a day old" in page.text
    assert "more than a day old" in (await upload(browser_of_ada, url)).json()["refusal"]
    assert files(desk) == []


@pytest.mark.parametrize("place", [0, 5, -30])
async def test_a_link_that_was_changed_or_cut_is_refused(
    browser_of_ada: httpx.AsyncClient, desk: Desk, place: int
) -> None:
    start, _, token = link().rpartition("/")
    for other in (token[:place] + ("B" if token[place] == "A" else "A") + token[place:][1:], token[:20], "x"):
        assert (await browser_of_ada.get(f"{start}/{other}")).status_code == 404
        answer = await upload(browser_of_ada, f"{start}/{other}")
        assert "not complete" in answer.json()["refusal"]
    assert files(desk) == []


async def test_nobody_else_can_make_a_link_of_theirs_out_of_it(
    browser_of_ada: httpx.AsyncClient, desk: Desk
) -> None:
    """Bob's name under Ada's signature, and a link of another installation."""
    ada, bob = (link(who).rpartition("/")[2] for who in (ADA, BOB))
    mixed = ".".join((bob.split(".")[0], *ada.split(".")[1:]))
    foreign = UploadLinks(Settings(session_secret="another", public_url=ADDRESS)).make(BOB)
    for url in (f"{ADDRESS}/upload/{mixed}", foreign):
        assert (await upload(browser_of_ada, url)).status_code == 422
    assert files(desk) == []


async def test_a_link_dies_with_everything_else_its_owner_had_deleted(
    browser_of_ada: httpx.AsyncClient, desk: Desk
) -> None:
    url = link()
    await desk.send(Commanded(Command.DELETE), ADA)
    await desk.send(Tapped((await desk.buttons(ADA))[-2].data), ADA)
    assert (await upload(browser_of_ada, url)).status_code == 422
    assert (await browser_of_ada.get(url)).status_code == 410


async def test_a_file_that_cannot_be_kept_leaves_the_link_as_it_was(
    browser_of_ada: httpx.AsyncClient,
) -> None:
    url = link()
    large = await upload(browser_of_ada, url, b"x" * (MAX_UPLOAD_BYTES + 1))
    assert "larger than 3" in large.json()["refusal"]
    assert "empty" in (await upload(browser_of_ada, url, b"")).json()["refusal"]
    assert (await upload(browser_of_ada, url)).status_code == 201


async def test_another_site_cannot_send_anything(browser_of_ada: httpx.AsyncClient) -> None:
    browser_of_ada.headers["Origin"] = "https://elsewhere.example"
    assert (await upload(browser_of_ada, link())).status_code == 403


async def test_the_page_speaks_the_owners_language(browser_of_ada: httpx.AsyncClient, desk: Desk) -> None:
    await desk.send(Commanded(Command.LANGUAGE, "zh"), ADA)
    page = await browser_of_ada.get(link(), headers={"Accept-Language": "en"})
    assert 'lang="zh"' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


async def test_the_page_tells_its_own_address_to_nobody(browser_of_ada: httpx.AsyncClient) -> None:
    page = await browser_of_ada.get(link())
    assert page.headers.get_list("Referrer-Policy") == ["no-referrer"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_without_a_public_address_there_is_no_link() -> None:
    assert UploadLinks(Settings(session_secret="a secret of the tests")).make(ADA) == ""


# ---- in a browser ----------------------------------------------------------------------------------


def link_of_a_visitor(site: Site, language: str) -> str:
    """Of somebody in the web chat, for want of a Telegram."""
    headers = {"Origin": site.url, "Accept-Language": language}
    with httpx.Client(base_url=site.url, headers=headers) as client:
        client.get("/")
        client.post("/api/messages", json={"id": "event-0001", "text": "hello"}).raise_for_status()
        address = client.cookies["personabot_session"].rpartition(".")[0]
    settings = Settings(session_secret=site.settings.session_secret, public_url=site.url)
    return UploadLinks(settings).make(Conversation("web", address))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "arrived"), [("en", "orders.csv has arrived."), ("zh", "orders.csv 收到了。")]
)
def test_the_page_sends_a_file_from_a_small_phone(
    browser: Browser, site: Site, tmp_path: Path, language: str, arrived: str
) -> None:
    table = tmp_path / "orders.csv"
    table.write_bytes(TABLE * 1000)
    context = browser.new_context(viewport={"width": 360, "height": 640})
    problems: list[str] = []
    context.on("weberror", lambda problem: problems.append(str(problem.error)))
    page = context.new_page()
    page.goto(link_of_a_visitor(site, language))
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in {"serious", "critical"}] == []
    page.locator("#picker").set_input_files(table)
    expect(page.get_by_role("status")).to_contain_text(arrived)
    page.reload()
    expect(page.locator("#picker")).to_have_count(0)
    context.close()
    assert problems == []
