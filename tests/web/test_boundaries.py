"""No visitor reaches what is another's, and no page what is elsewhere."""

import asyncio
import re

import httpx
import pytest
from sqlalchemy import func, select

from bot.messengers.web.app import WebMessenger
from bot.settings import Settings
from prompts.values import catalog
from storage.tables import owners
from tests.bot.desk import Desk
from tests.web.conftest import Visitor
from tests.web.site import Site


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
    assert (answer.headers["cache-control"] == "no-store") == (disposition == "attachment")


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
