"""What the web chat answers over HTTP, without a browser."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from bot.dialogue.inbound import (
    Command,
    Commanded,
    FileRejected,
    Said,
    SentFile,
    Tapped,
)
from bot.messengers.web.app import WebMessenger
from bot.messengers.web.paging import PAGE_BUBBLES
from bot.settings import Settings
from prompts.values import catalog
from storage.tables import owners
from tests.bot.desk import Desk
from tests.web.conftest import MAX_UPLOAD_BYTES, Visitor, taken
from tests.web.site import Site

OPENING = (Commanded(Command.START), None)


def blobs(desk: Desk) -> list[Path]:
    return [path for path in (desk.folder / "blobs").rglob("*") if path.is_file()]


async def test_looking_leaves_nothing_behind(owner: Visitor, desk: Desk) -> None:
    """Crawlers, health checks and people who turn round at the door."""
    for _ in range(3):
        await owner.open()
        await owner.client.get("/api/history")
        await owner.client.get("/healthz")
        owner.client.cookies.clear()
    with desk.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(owners)).scalar_one() == 0


async def test_the_cookie_is_kept_from_scripts_and_other_sites(owner: Visitor) -> None:
    cookie = (await owner.open()).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_over_https_no_neighbour_can_plant_a_cookie(owner: Visitor) -> None:
    """Browsers take a __Host- cookie from this host only; under another name it counts as none."""
    owner.client.base_url = "https://shop.test"
    cookie = (await owner.open()).headers["set-cookie"]
    assert cookie.startswith("__Host-personabot_session=")
    assert "secure" in cookie.lower()
    value = owner.client.cookies["__Host-personabot_session"]
    assert (await owner.client.get("/api/history")).status_code == 200
    owner.client.cookies.clear()
    owner.client.cookies.set("personabot_session", value)
    assert (await owner.client.get("/api/history")).status_code == 401


async def test_a_visitor_is_greeted_in_their_language_before_they_do_anything(owner: Visitor) -> None:
    await owner.open()
    response = await owner.client.get("/api/history", headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"})
    (greeting,) = response.json()["greeting"]
    assert greeting["keys"] == ["chat.welcome"]
    assert "您" in greeting["text"] or "你" in greeting["text"]
    assert greeting["buttons"]


async def test_the_first_act_begins_the_conversation_with_that_greeting(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    await owner.post(tap="express", label="8 quick questions")
    entries = await owner.entries()
    assert taken(desk) == [OPENING, (Tapped("express"), "8 quick questions")]
    assert [entry.get("keys", entry.get("text")) for entry in entries][:2] == [
        ["chat.welcome"],
        "8 quick questions",
    ]
    assert (await owner.client.get("/api/history")).json()["greeting"] == []


async def test_a_file_as_the_first_act_is_answered_in_the_visitors_language(
    owner: Visitor, desk: Desk
) -> None:
    await owner.open()
    await owner.send_file(b"id,name\n1,Ann\n", "a.csv", **{"Accept-Language": "zh"})
    await desk.assistant.finish()
    with desk.database.reading() as connection:
        assert connection.execute(select(owners.c.language)).scalars().all() == ["zh"]


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


async def test_a_typed_text_a_tap_and_a_command_arrive_as_what_they_are(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    await owner.post(id="event-0001", text="  candles  ")
    await owner.post(id="event-0002", tap="begin", label="Begin")
    await owner.post(id="event-0003", command="help", label="How it works")
    await owner.post(id="event-0004", text="/language zh")
    assert taken(desk)[1:] == [
        (Said("candles"), "candles"),
        (Tapped("begin"), "Begin"),
        (Commanded(Command.HELP), "How it works"),
        (Commanded(Command.LANGUAGE, "zh"), "/language zh"),
    ]


async def test_the_same_post_again_is_one_event(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    first = await owner.post(text="candles")
    again = await owner.post(text="candles")
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert len(taken(desk)) == 2


async def test_two_visitors_may_use_the_same_event_id(owner: Visitor, stranger: Visitor, desk: Desk) -> None:
    await owner.open()
    await stranger.open()
    await owner.post(text="candles")
    await stranger.post(text="books")
    assert len(taken(desk)) == 4


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
async def test_what_our_page_does_not_send_is_refused(owner: Visitor, desk: Desk, body: bytes) -> None:
    await owner.open()
    response = await owner.client.post("/api/messages", content=body)
    assert response.status_code == 400
    assert taken(desk) == []


async def test_text_that_no_database_can_keep_is_mended(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    await owner.client.post("/api/messages", content=b'{"id": "event-0001", "text": "a\\u0000b\\ud800c"}')
    assert taken(desk)[-1][0] == Said("ab?c")


async def test_a_post_over_the_limit_is_not_read(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    response = await owner.post(text="x" * 100_000)
    assert response.status_code == 413
    assert taken(desk) == []


@pytest.mark.parametrize("origin", ["http://elsewhere.test", "null", "", "http://shop.test.elsewhere.test"])
async def test_a_post_from_another_site_is_refused(owner: Visitor, desk: Desk, origin: str) -> None:
    await owner.open()
    owner.client.headers["Origin"] = origin
    assert (await owner.post(text="candles")).status_code == 403
    assert (await owner.send_file(b"a,b", "a.csv")).status_code == 403
    assert taken(desk) == []


async def test_without_a_session_nothing_is_read_or_taken(owner: Visitor, desk: Desk) -> None:
    answers = [
        await owner.client.get("/api/history"),
        await owner.client.get("/api/stream"),
        await owner.client.get("/files/any"),
        await owner.post(text="candles"),
        await owner.send_file(b"a,b", "a.csv"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert taken(desk) == []


async def test_a_cookie_that_somebody_changed_counts_as_none(
    owner: Visitor, stranger: Visitor, desk: Desk
) -> None:
    await owner.open()
    await stranger.open()
    address = owner.client.cookies["personabot_session"].rpartition(".")[0]
    _, _, signature = stranger.client.cookies["personabot_session"].partition(".")
    stranger.client.cookies.clear()
    stranger.client.cookies.set("personabot_session", f"{address}.{signature}")
    assert (await stranger.client.get("/api/history")).status_code == 401


async def test_a_visitor_never_reads_anothers_messages(owner: Visitor, stranger: Visitor) -> None:
    """By page, by cursor, and before a number."""
    await owner.open()
    await stranger.open()
    await owner.post(text="my best customer is Ann")
    await stranger.post(text="hello")
    for asked in ({}, {"after": 0}, {"before": 10**15}):
        mine, theirs = await owner.entries(**asked), await stranger.entries(**asked)
        assert "my best customer is Ann" in [entry.get("text") for entry in mine]
        assert "my best customer is Ann" not in [entry.get("text") for entry in theirs]


async def test_a_visitor_never_hears_anothers_messages(site: Site) -> None:
    async with site.visitor() as owner, site.visitor() as stranger:
        heard: list[str] = []
        async with (
            asyncio.timeout(20),
            owner.stream("GET", "/api/stream?after=0") as mine,
            stranger.stream("GET", "/api/stream?after=0") as theirs,
        ):
            await owner.post("/api/messages", json={"id": "event-0001", "text": "my best customer is Ann"})
            await next_line(mine, "my best customer is Ann")
            await stranger.post("/api/messages", json={"id": "event-0001", "text": "only this"})
            async for line in theirs.aiter_lines():
                heard.append(line)
                if "only this" in line:
                    break
        assert "Ann" not in "".join(heard)


async def next_line(stream: httpx.Response, part: str) -> None:
    async for line in stream.aiter_lines():
        if part in line:
            return


async def owner_id(desk: Desk) -> int:
    with desk.database.reading() as connection:
        return int(connection.execute(select(func.min(owners.c.id))).scalar_one())


async def test_a_visitor_never_reads_anothers_files(owner: Visitor, stranger: Visitor, desk: Desk) -> None:
    await owner.open()
    await stranger.open()
    await owner.post(text="hello")
    await stranger.post(text="hello")
    mine = await owner_id(desk)
    for kind in ("cards/1.png", "uploads/a"):
        await desk.blobs.put(f"{mine}/{kind}", b"secret")
        assert (await owner.client.get(f"/files/{mine}/{kind}")).content == b"secret"
        assert (await stranger.client.get(f"/files/{mine}/{kind}")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "{other}/uploads/a",
        "{mine}/../{other}/uploads/a",
        "{mine}/%2e%2e/{other}/uploads/a",
        "{mine}/..%2f{other}/uploads/a",
        "sample/../{other}/uploads/a",
        "sample/%2e%2e/%2e%2e/web.db",
        "{mine}//{other}/uploads/a",
        "/{other}/uploads/a",
        "./{other}/uploads/a",
        "%00",
        "{mine}/%00",
        "{mine}/a%0d%0aSet-Cookie:x=1",
        "{mine}/" + "a" * 3000,
        "{mine}/.",
        "{mine}",
        "{mine}/",
        "",
    ],
)
async def test_no_way_leads_out_of_the_own_files(
    owner: Visitor, stranger: Visitor, desk: Desk, path: str
) -> None:
    await owner.open()
    await stranger.open()
    await owner.post(text="hello")
    await stranger.post(text="hello")
    await desk.assistant.finish()
    other = await owner_id(desk)
    await desk.blobs.put(f"{other}/uploads/a", b"secret")
    answer = await stranger.client.get(f"/files/{path.format(mine=other + 1, other=other)}")
    assert answer.status_code == 404
    assert b"secret" not in answer.content
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"])
async def test_no_way_leads_out_of_what_is_served_to_all(owner: Visitor, path: str) -> None:
    assert (await owner.client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "disposition"),
    [
        (b"\x89PNG\r\n\x1a\n...", "image/png", "inline"),
        (b"\xff\xd8\xff...", "image/jpeg", "inline"),
        (b"%PDF-1.7", "application/octet-stream", "attachment"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "application/octet-stream",
            "attachment",
        ),
        (b"<html><script>alert(1)</script>", "application/octet-stream", "attachment"),
    ],
)
async def test_only_pictures_are_shown_and_all_else_is_saved(
    owner: Visitor, desk: Desk, content: bytes, kind: str, disposition: str
) -> None:
    await owner.open()
    await owner.post(text="hello")
    await desk.blobs.put(f"{await owner_id(desk)}/cards/a.svg", content)
    answer = await owner.client.get(f"/files/{await owner_id(desk)}/cards/a.svg")
    assert (answer.headers["content-type"], answer.headers["content-disposition"]) == (kind, disposition)


async def test_every_response_carries_the_security_headers(owner: Visitor) -> None:
    for path in ("/", "/static/chat.js", "/api/history", "/nowhere", "/healthz"):
        response = await owner.client.get(path)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("address", "told"),
    [("https://shop.example", "max-age=31536000"), ("http://shop.example", None), ("", None)],
)
async def test_browsers_are_told_to_stay_with_https_where_there_is_https(
    desk: Desk, address: str, told: str | None
) -> None:
    web = WebMessenger(desk.assistant, catalog(), Settings(session_secret="secret", public_url=address))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web.app), base_url="http://here") as client:
        assert (await client.get("/healthz")).headers.get("strict-transport-security") == told


async def test_the_page_asks_nobody_else_for_anything(owner: Visitor) -> None:
    files = ["/", *(f"/static/{name}" for name in ("style.css", "chat.js", "bubbles.js", "server.js"))]
    for path in files:
        text = (await owner.client.get(path)).text
        addresses = set(re.findall(r"https?://[^\s\"')]+", text)) - {"http://www.w3.org/2000/svg"}
        assert addresses == set()


async def test_a_file_arrives_under_its_name(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    await owner.send_file(b"id,name\n1,Ann\n", "%E8%AE%A2%E5%8D%95.csv")
    sent = taken(desk)[-1][0]
    assert isinstance(sent, SentFile)
    assert (sent.name, sent.size) == ("订单.csv", 14)
    assert taken(desk)[-1][1] == "📎 订单.csv"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C:%5Cshop%5Corders.csv", "orders.csv"),
        ("a%00b%0A%E2%80%AEvsc.exe", "abvsc.exe"),
        ("x" * 300 + ".csv", "x" * 146 + ".csv"),
    ],
)
async def test_a_files_name_leads_nowhere(owner: Visitor, desk: Desk, sent: str, kept: str) -> None:
    await owner.open()
    await owner.send_file(b"a,b", sent)
    assert taken(desk)[-1][1] == f"📎 {kept}"


async def test_a_file_over_the_limit_is_refused_while_it_comes_in(owner: Visitor, desk: Desk) -> None:
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
    assert taken(desk)[-1][0] == FileRejected("file_too_large", {"limit_mb": 3})
    assert read < 2 * MAX_UPLOAD_BYTES


async def test_a_file_announced_over_the_limit_need_not_be_sent(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    await owner.send_file(b"", "big.csv", **{"X-File-Size": str(MAX_UPLOAD_BYTES + 1)})
    assert taken(desk)[-1][0] == FileRejected("file_too_large", {"limit_mb": 3})


async def test_a_file_that_comes_twice_is_kept_once(owner: Visitor, desk: Desk) -> None:
    """The first time it arrived, but the answer did not."""
    await owner.open()
    first = await owner.send_file(b"id,name\n1,Ann\n", "a.csv")
    again = await owner.send_file(b"id,name\n1,Ann\n", "a.csv")
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert len(blobs(desk)) == 1
    assert len(taken(desk)) == 2


async def test_nothing_is_left_of_a_file_that_broke_off_or_was_refused(owner: Visitor, desk: Desk) -> None:
    await owner.open()

    async def breaking_off() -> AsyncIterator[bytes]:
        yield bytes(100_000)
        raise ConnectionResetError

    about = {"X-Event-Id": "event-file", "X-File-Name": "x"}
    with pytest.raises(ConnectionResetError):
        await owner.client.post("/api/files", content=breaking_off(), headers=about)
    await owner.send_file(bytes(MAX_UPLOAD_BYTES + 1), "big.csv")
    assert blobs(desk) == []


async def test_history_goes_on_after_a_number(owner: Visitor) -> None:
    await owner.open()
    await owner.post(text="candles")
    numbers = [entry["number"] for entry in await owner.entries()]
    assert numbers == [1001, 2000, 2001]
    assert [entry["number"] for entry in await owner.entries(after=2000)] == [2001]


async def test_a_long_history_comes_page_by_page_and_every_bubble_once(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    for number in range(PAGE_BUBBLES):
        await owner.post(id=f"event-{number:04}", text=f"word {number}")
    whole = await owner.entries(after=0)
    pages = [await owner.entries()]
    while pages[0][0]["number"] != whole[0]["number"]:
        pages.insert(0, await owner.entries(before=int(str(pages[0][0]["number"]))))
        assert len(pages[0]) <= PAGE_BUBBLES
    assert [entry for page in pages for entry in page] == whole
    assert (await owner.client.get("/api/history?before=1001")).json()["older"] is False


async def test_a_page_begins_with_a_question_rather_than_its_ticks(owner: Visitor) -> None:
    await owner.open()
    await owner.post(id="event-full", tap="full", label="All")
    await owner.post(id="event-offer", text="candles")
    for number in range(PAGE_BUBBLES):
        sign = "+" if number % 2 == 0 else "-"
        await owner.post(id=f"event-{number:04}", tap=f"a:audience:{sign}consumers", label="Consumers")
    page = await owner.entries()
    assert len(page) > PAGE_BUBBLES
    assert not next(entry for entry in page if entry["from"] == "bot")["edits_question"]


async def test_the_stream_tells_what_comes_after_the_last_event(site: Site) -> None:
    async with site.visitor() as owner:
        await owner.post("/api/messages", json={"id": "event-0001", "text": "hello"})
        first = (await owner.get("/api/history?after=0")).json()["entries"][0]["number"]
        async with (
            asyncio.timeout(20),
            owner.stream("GET", "/api/stream", headers={"Last-Event-ID": str(first)}) as stream,
        ):
            await owner.post("/api/messages", json={"id": "event-0002", "text": "candles"})
            heard: list[str] = []
            async for line in stream.aiter_lines():
                if line.startswith("data: ") and "number" in (data := json.loads(line[6:])):
                    heard.append(data.get("text", ""))
                if "candles" in heard:
                    break
        assert heard[0] == "hello"


async def test_the_server_says_that_it_is_well(owner: Visitor) -> None:
    assert (await owner.client.get("/healthz")).text == "ok"


async def test_without_its_database_the_page_says_so_in_the_visitors_language(
    owner: Visitor, desk: Desk
) -> None:
    await owner.open()
    (desk.folder / "web.db").rename(desk.folder / "elsewhere.db")
    desk.database.close()
    (desk.folder / "web.db").mkdir()
    for path in ("/", "/api/history", "/api/stream"):
        answer = await owner.client.get(path, headers={"Accept-Language": "zh"})
        assert answer.status_code == 503
        assert "retry-after" in answer.headers
        assert "请稍等" in answer.text
    assert (await owner.post(text="candles")).status_code == 503
    assert (await owner.send_file(b"a,b", "a.csv")).status_code == 503
    (desk.folder / "web.db").rmdir()
    (desk.folder / "elsewhere.db").rename(desk.folder / "web.db")
    assert (await owner.post(text="candles")).status_code == 202
    assert "candles" in await owner.texts()
