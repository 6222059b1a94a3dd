"""Looking at the page, and how a conversation begins, over HTTP."""

import json
import re

import pytest
from sqlalchemy import func, select

from bot.dialogue.inbound import Command, Commanded, Tapped
from storage.tables import owners
from tests.bot.desk import Desk
from tests.web.conftest import Visitor, taken

OPENING = (Commanded(Command.START), None)


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
