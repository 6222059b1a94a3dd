"""What the web chat answers over HTTP, without a browser."""

import asyncio
import json
import re
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.dialogue.model import Command, Commanded, FileRejected, Said, SentFile, Tapped
from tests.web.conftest import MAX_UPLOAD_BYTES, Visitor
from tests.web.front_desk import FrontDesk
from tests.web.serving import Serving


async def test_a_first_visit_opens_a_session_and_starts_the_conversation_once(
    owner: Visitor, desk: FrontDesk
) -> None:
    first = await owner.open("zh-CN,zh;q=0.9,en;q=0.5")
    await owner.open()
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert [incoming.inbound for incoming in desk.accepted] == [Commanded(Command.START)]
    assert desk.accepted[0].language_hint == "zh"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("zh-TW,en;q=0.8", "zh"),
        ("fr,en-GB;q=0.5", "en"),
        ("en;q=0.3,zh;q=0.7", "zh"),
        ("", "en"),
        (";;q=x,", "en"),
    ],
)
async def test_the_page_speaks_the_browsers_language(owner: Visitor, wanted: str, language: str) -> None:
    page = (await owner.open(wanted)).text
    data = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page)
    assert data is not None
    assert json.loads(data[1])["language"] == language
    assert f'<html lang="{language}">' in page


async def test_a_typed_text_a_tap_and_a_command_arrive_as_what_they_are(
    owner: Visitor, desk: FrontDesk
) -> None:
    await owner.open()
    await owner.post(id="event-0001", text="  candles  ")
    await owner.post(id="event-0002", tap="begin", label="Begin")
    await owner.post(id="event-0003", command="help", label="How it works")
    await owner.post(id="event-0004", text="/language zh")
    taken = [(incoming.inbound, incoming.shown) for incoming in desk.accepted[1:]]
    assert taken == [
        (Said("candles"), "candles"),
        (Tapped("begin"), "Begin"),
        (Commanded(Command.HELP), "How it works"),
        (Commanded(Command.LANGUAGE, "zh"), "/language zh"),
    ]


async def test_the_same_post_again_is_one_event(owner: Visitor, desk: FrontDesk) -> None:
    await owner.open()
    first = await owner.post(text="candles")
    again = await owner.post(text="candles")
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert len(desk.accepted) == 2


async def test_two_visitors_may_use_the_same_event_id(
    owner: Visitor, stranger: Visitor, desk: FrontDesk
) -> None:
    await owner.open()
    await stranger.open()
    await owner.post(text="candles")
    await stranger.post(text="books")
    assert len(desk.accepted) == 4


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"[" * 20_000,
        b'{"id": "event-0001"}',
        b'{"id": "event-0001", "text": 5}',
        b'{"id": "event-0001", "text": "   "}',
        b'{"id": "event-0001", "command": "format_disk", "label": "x"}',
        b'{"id": "event-0001", "tap": "", "label": "x"}',
        b'{"id": "no", "text": "candles"}',
        b'{"id": "../../etc", "text": "candles"}',
        b'{"text": "candles"}',
        b"\xff\xfe",
        json.dumps({"id": "event-0001", "text": "x" * 5000}).encode(),
        json.dumps({"id": "event-0001", "tap": "x" * 65, "label": "x"}).encode(),
    ],
)
async def test_what_our_page_does_not_send_is_refused(owner: Visitor, desk: FrontDesk, body: bytes) -> None:
    await owner.open()
    response = await owner.client.post("/api/messages", content=body)
    assert response.status_code == 400
    assert len(desk.accepted) == 1


async def test_text_that_no_database_can_keep_is_mended(owner: Visitor, desk: FrontDesk) -> None:
    await owner.open()
    await owner.client.post("/api/messages", content=b'{"id": "event-0001", "text": "a\\u0000b\\ud800c"}')
    assert desk.accepted[-1].inbound == Said("ab?c")


async def test_a_post_over_the_limit_is_not_read(owner: Visitor, desk: FrontDesk) -> None:
    await owner.open()
    response = await owner.post(text="x" * 100_000)
    assert response.status_code == 413
    assert len(desk.accepted) == 1


@pytest.mark.parametrize("origin", ["http://elsewhere.test", "null", "", "http://shop.test.elsewhere.test"])
async def test_a_post_from_another_site_is_refused(owner: Visitor, desk: FrontDesk, origin: str) -> None:
    await owner.open()
    owner.client.headers["Origin"] = origin
    assert (await owner.post(text="candles")).status_code == 403
    assert (await owner.send_file(b"a,b", "a.csv")).status_code == 403
    assert len(desk.accepted) == 1


async def test_without_a_session_nothing_is_read_or_taken(owner: Visitor, desk: FrontDesk) -> None:
    answers = [
        await owner.client.get("/api/history"),
        await owner.client.get("/api/stream"),
        await owner.client.get("/files/any"),
        await owner.post(text="candles"),
        await owner.send_file(b"a,b", "a.csv"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert desk.accepted == []


async def test_a_cookie_that_somebody_changed_counts_as_none(
    owner: Visitor, stranger: Visitor, desk: FrontDesk
) -> None:
    await owner.open()
    await stranger.open()
    address = desk.accepted[0].conversation.address
    _, _, signature = stranger.client.cookies["personabot_session"].partition(".")
    stranger.client.cookies.clear()
    stranger.client.cookies.set("personabot_session", f"{address}.{signature}")
    assert (await stranger.client.get("/api/history")).status_code == 401


async def test_a_visitor_never_reads_anothers_messages(owner: Visitor, stranger: Visitor) -> None:
    await owner.open()
    await stranger.open()
    await owner.post(text="my best customer is Ann")
    assert "my best customer is Ann" in await owner.texts()
    assert "my best customer is Ann" not in await stranger.texts()


async def test_a_visitor_never_reads_anothers_files(owner: Visitor, stranger: Visitor) -> None:
    await owner.open()
    await stranger.open()
    await owner.post(tap="example", label="Example")
    urls = [
        file["url"]
        for entry in await owner.entries()
        for file in [*entry.get("pictures", ()), entry.get("document")]  # type: ignore[misc]
        if file
    ]
    assert len(urls) == 4
    for url in urls:
        assert (await owner.client.get(url)).status_code == 200
        assert (await stranger.client.get(url)).status_code == 404


async def test_pictures_are_shown_and_other_files_saved(owner: Visitor) -> None:
    await owner.open()
    await owner.post(tap="example", label="Example")
    *_, cards, table = await owner.entries()
    picture = await owner.client.get(cards["pictures"][0]["url"])  # type: ignore[index]
    document = await owner.client.get(table["document"]["url"])  # type: ignore[index]
    assert (picture.headers["content-type"], picture.headers["content-disposition"]) == (
        "image/png",
        "inline",
    )
    assert document.headers["content-type"] == "application/octet-stream"
    assert document.headers["content-disposition"] == "attachment"


async def test_every_response_carries_the_security_headers(owner: Visitor) -> None:
    for path in ("/", "/static/chat.js", "/api/history", "/nowhere", "/healthz"):
        response = await owner.client.get(path)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"


async def test_the_page_asks_nobody_else_for_anything(owner: Visitor) -> None:
    files = ["/", *(f"/static/{name}" for name in ("style.css", "chat.js", "bubbles.js", "server.js"))]
    for path in files:
        text = (await owner.client.get(path)).text
        addresses = set(re.findall(r"https?://[^\s\"')]+", text)) - {"http://www.w3.org/2000/svg"}
        assert addresses == set()


async def test_a_file_arrives_under_its_name(owner: Visitor, desk: FrontDesk) -> None:
    await owner.open()
    await owner.send_file(b"id,name\n1,Ann\n", "%E8%AE%A2%E5%8D%95.csv")
    assert desk.accepted[-1].inbound == SentFile("upload1", "订单.csv", 14)
    assert desk.accepted[-1].shown == "📎 订单.csv"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C:%5Cshop%5Corders.csv", "orders.csv"),
        ("a%00b%0A%E2%80%AEvsc.exe", "abvsc.exe"),
        ("x" * 300 + ".csv", "x" * 146 + ".csv"),
    ],
)
async def test_a_files_name_leads_nowhere(owner: Visitor, desk: FrontDesk, sent: str, kept: str) -> None:
    await owner.open()
    await owner.send_file(b"a,b", sent)
    assert desk.accepted[-1].shown == f"📎 {kept}"


async def test_a_file_over_the_limit_is_refused_while_it_comes_in(owner: Visitor, desk: FrontDesk) -> None:
    """However much more there is: nothing is read past the limit."""
    await owner.open()
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 100 * MAX_UPLOAD_BYTES:
            read += 2**16
            yield bytes(2**16)

    await owner.client.post(
        "/api/files", content=endless(), headers={"X-Event-Id": "event-file", "X-File-Name": "x"}
    )
    assert desk.accepted[-1].inbound == FileRejected("file_too_large", {"limit_mb": 3})
    assert read < 2 * MAX_UPLOAD_BYTES


async def test_a_file_announced_over_the_limit_need_not_be_sent(owner: Visitor, desk: FrontDesk) -> None:
    await owner.open()
    await owner.send_file(b"", "big.csv", **{"X-File-Size": str(MAX_UPLOAD_BYTES + 1)})
    assert desk.accepted[-1].inbound == FileRejected("file_too_large", {"limit_mb": 3})


async def test_history_goes_on_after_a_number(owner: Visitor) -> None:
    await owner.open()
    await owner.post(text="candles")
    numbers = [entry["number"] for entry in await owner.entries()]
    assert numbers == [1001, 2000, 2001]
    assert [entry["number"] for entry in await owner.entries(after=2000)] == [2001]


async def test_the_stream_tells_what_comes_after_the_last_event(site: Serving) -> None:
    async with httpx.AsyncClient(base_url=site.url, headers={"Origin": site.url}) as client:
        owner = Visitor(client)
        await owner.open()
        heard: list[int] = []
        async with (
            asyncio.timeout(10),
            client.stream("GET", "/api/stream", headers={"Last-Event-ID": "1001"}) as stream,
        ):
            await owner.post(text="candles")
            async for line in stream.aiter_lines():
                if line.startswith("data: ") and "number" in (data := json.loads(line[6:])):
                    heard.append(data["number"])
                if len(heard) == 2:
                    break
        assert heard == [2000, 2001]


async def test_the_server_says_that_it_is_well(owner: Visitor) -> None:
    assert (await owner.client.get("/healthz")).text == "ok"
