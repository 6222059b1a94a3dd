"""What is typed, tapped and sent over HTTP, and what is refused."""

import json

import pytest

from bot.dialogue.inbound import Command, Commanded, Said, Tapped
from tests.bot.desk import Desk
from tests.web.conftest import Visitor, taken


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
