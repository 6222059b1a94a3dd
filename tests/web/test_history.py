"""What a visitor has seen, page by page and as it comes; and whether all is well."""

import asyncio
import json

from bot.messengers.web.paging import PAGE_BUBBLES
from tests.bot.desk import Desk
from tests.web.conftest import Visitor
from tests.web.site import Site


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
        async with asyncio.timeout(20):
            while not (  # noqa: ASYNC110  (what is waited for cannot tell)
                entries := (await owner.get("/api/history?after=0")).json()["entries"]
            ):
                await asyncio.sleep(0.01)
        first = entries[0]["number"]
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
