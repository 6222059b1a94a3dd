"""Telegram calls us: acknowledged once committed, called again until then, and nobody else is let in."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import httpx
import pytest

from bot.dialogue.inbound import Said, SentFile, Tapped
from bot.messages import RenderedButton, TextReply
from bot.messengers.telegram.webhook import HEADER, MAX_BODY_BYTES, Webhook
from prompts.catalog import Catalog
from tests.telegram.bot_api import TOKEN, BotApi, Fault, Trouble
from tests.telegram.cloud import Json
from tests.telegram.conftest import House, called, polling
from tests.telegram.front_desk import FrontDesk


@pytest.fixture
async def house(telegram: BotApi, catalog: Catalog) -> AsyncIterator[House]:
    desk = FrontDesk(telegram.cloud.changed)
    async with called(telegram, desk, catalog) as messenger:
        await telegram.cloud.until(lambda: telegram.webhook.url != "")
        yield House(telegram, desk, messenger)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def post(http: httpx.AsyncClient, house: House, update: Json) -> int:
    """As Telegram does it, or somebody who has overheard it."""
    secret = {HEADER: house.api.webhook.secret}
    return (await http.post(house.api.webhook.url, json=update, headers=secret)).status_code


async def confirmed(api: BotApi) -> None:
    await api.cloud.until(lambda: api.cloud.updates == [])


async def test_texts_and_taps_arrive_and_nobody_polls(house: House) -> None:
    ada = house.api.person()
    await house.deliver(ada, TextReply("Well?", buttons=((RenderedButton("Yes", "yes"),),)))
    ada.tap("Yes")
    ada.say("hello")
    await confirmed(house.api)
    assert {incoming.inbound for incoming in house.desk.accepted} == {Tapped("yes"), Said("hello")}
    assert {post.status for post in house.api.webhook.posts} == {200}
    assert house.api.calls_of("getUpdates") == []


async def test_an_update_comes_again_later_and_later_until_it_is_committed(house: House) -> None:
    house.desk.failures = 3
    house.api.person().say("important")
    await confirmed(house.api)
    posts = house.api.webhook.posts
    assert [post.status for post in posts] == [503, 503, 503, 200]
    gaps = [later.at - earlier.at for earlier, later in pairwise(posts)]
    assert gaps[2] > gaps[0] * 2
    assert [incoming.inbound for incoming in house.desk.accepted] == [Said("important")]


async def test_updates_wait_for_a_process_that_is_away(telegram: BotApi, catalog: Catalog) -> None:
    desk = FrontDesk(telegram.cloud.changed)
    async with called(telegram, desk, catalog):
        await telegram.cloud.until(lambda: telegram.webhook.url != "")
    telegram.person().say("anybody there?")
    await telegram.cloud.until(lambda: len(telegram.webhook.posts) > 1)
    assert {post.status for post in telegram.webhook.posts} == {0}
    async with called(telegram, desk, catalog):
        await telegram.cloud.until(lambda: desk.accepted != [])


async def test_a_webhook_gives_way_to_polling(telegram: BotApi, catalog: Catalog) -> None:
    desk = FrontDesk(telegram.cloud.changed)
    async with called(telegram, desk, catalog):
        await telegram.cloud.until(lambda: telegram.webhook.url != "")
    async with polling(telegram, desk, catalog):
        telegram.person().say("hello")
        await telegram.cloud.until(lambda: desk.accepted != [])


async def test_an_update_that_comes_again_during_a_long_download_is_taken_once(
    house: House, http: httpx.AsyncClient
) -> None:
    house.api.faults.append(Fault(Trouble.LOST, "getFile"))
    ada = house.api.person()
    update = ada.send_file(b"x", "slow.csv")
    ada.say("after the file")
    statuses = await asyncio.gather(*(post(http, house, update) for _ in range(3)))
    await confirmed(house.api)
    assert statuses == [200, 200, 200]
    assert len(house.desk.files) == 1
    first, second = (incoming.inbound for incoming in house.desk.accepted)
    assert isinstance(first, SentFile)
    assert second == Said("after the file")


async def test_a_replayed_update_changes_nothing(house: House, http: httpx.AsyncClient) -> None:
    update = house.api.person().say("once")
    await confirmed(house.api)
    assert [await post(http, house, update) for _ in range(3)] == [200, 200, 200]
    assert len(house.desk.accepted) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", "ü", "x" * 300, TOKEN])
async def test_who_does_not_know_the_secret_is_refused(
    house: House, http: httpx.AsyncClient, secret: str | None
) -> None:
    headers = httpx.Headers({} if secret is None else {HEADER: secret}, encoding="utf-8")
    update = {"update_id": 1, "message": message("hello")}
    answer = await http.post(house.api.webhook.url, json=update, headers=headers)
    assert answer.status_code == 403
    assert house.desk.accepted == []


async def test_the_secret_of_another_installation_bot_or_path_is_refused(
    house: House, http: httpx.AsyncClient
) -> None:
    taken: list[object] = []

    async def take(update: object) -> None:
        taken.append(update)

    mine = Webhook("a secret for tests", TOKEN, taken.append, take)
    assert house.api.webhook.secret == mine.secret
    update = {"update_id": 1, "message": message("hello")}
    for other in (
        Webhook("another secret", TOKEN, taken.append, take),
        Webhook("a secret for tests", "2:other", taken.append, take),
    ):
        answer = await http.post(house.api.webhook.url, json=update, headers={HEADER: other.secret})
        assert answer.status_code == 403
        elsewhere = house.api.webhook.url.replace(mine.path, other.path)
        answer = await http.post(elsewhere, json=update, headers={HEADER: mine.secret})
        assert answer.status_code == 404
    assert house.desk.accepted == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b"null", b'{"update_id": "1"}', b"[" * 100_000, b"9" * 10_000]
)
async def test_what_is_no_update_is_a_bad_request(house: House, http: httpx.AsyncClient, body: bytes) -> None:
    secret = {HEADER: house.api.webhook.secret}
    assert (await http.post(house.api.webhook.url, content=body, headers=secret)).status_code == 400


async def test_a_huge_body_is_refused(house: House, http: httpx.AsyncClient) -> None:
    secret = {HEADER: house.api.webhook.secret}
    body = b'{"update_id": 1, "more": "' + b"x" * MAX_BODY_BYTES
    assert (await http.post(house.api.webhook.url, content=body, headers=secret)).status_code == 413


@pytest.mark.parametrize("kind", ["edited_message", "poll", "something_new"])
async def test_updates_of_other_kinds_are_acknowledged_and_ignored(
    house: House, http: httpx.AsyncClient, kind: str
) -> None:
    assert await post(http, house, {"update_id": 1, kind: message("hello")}) == 200
    assert house.desk.accepted == []


def message(text: str) -> Json:
    person = {"id": 7, "is_bot": False, "first_name": "Ada"}
    return {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": person, "text": text}
