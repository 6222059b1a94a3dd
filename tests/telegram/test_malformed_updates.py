"""Promise: 10,000 malformed updates make no 5xx and stop nobody, by webhook and by polling."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.dialogue.inbound import Said
from bot.messages import Conversation
from bot.messengers.telegram.updates import MalformedUpdateError, read_update
from bot.messengers.telegram.webhook import HEADER
from prompts.catalog import Catalog
from storage.database import Database
from tests.bot.desk import Desk
from tests.bot.talker import RealClock
from tests.telegram.bot_api import BotApi
from tests.telegram.cloud import Json
from tests.telegram.conftest import House, called
from tests.telegram.test_webhook import message

PATIENCE_SECONDS = 120

TAP = {
    "id": "1",
    "from": message("")["from"],
    "message": message("Well?"),
    "data": "yes",
    "chat_instance": "1",
}
FILE = {"file_id": "none", "file_unique_id": "none", "file_name": "a.csv", "file_size": 9}
SOUND: tuple[Json, ...] = (
    {"message": message("hello")},
    {"callback_query": TAP},
    {"message": message("") | {"document": FILE, "text": None}},
    {"message": {**message(""), "photo": [FILE]}},
)
JUNK: tuple[object, ...] = (
    *(None, True, -1, 0, 2**31, 2**63, 10**30, 1e308, "", "\ud800", "\0", "a\0b", "x" * 5000, "/start \0"),
    *([], {}, [[]], [{}], {"id": {}}, [None], {"": ""}, "private", "7", "\u202e", "' OR 1=1 --", "{{7*7}}"),
)


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
async def test_malformed_updates_are_answered_and_the_next_good_one_is_taken(
    telegram: BotApi,
    catalog: Catalog,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    count: int,
) -> None:
    monkeypatch.setattr("bot.messengers.telegram.downloads._PAUSES", (0,))
    desk = Desk(database, tmp_path, clock=RealClock())
    async with called(telegram, desk.assistant, catalog), httpx.AsyncClient() as http:
        await telegram.cloud.until(lambda: telegram.webhook.url != "")
        secret = {HEADER: telegram.webhook.secret}
        statuses = [
            (await http.post(telegram.webhook.url, content=body, headers=secret)).status_code
            for body in bodies(count)
        ]
        ada = telegram.person()
        ada.say("/help")
        await telegram.cloud.until(lambda: telegram.cloud.updates == [], PATIENCE_SECONDS)
        await desk.assistant.finish()
    assert set(statuses) == {200, 400}
    assert "chat.help" in await desk.keys(Conversation("telegram", str(ada.id)))


async def test_a_poller_goes_on_after_updates_it_cannot_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messengers.telegram.downloads._PAUSES", (0,))
    generator = random.Random(1)
    junk = [{"update_id": 1 + number} | mutated(generator, {}) for number in range(300)]
    house.api.cloud.push_again([update for update in junk if is_servable(update)])
    house.api.person().say("hello")
    await house.api.cloud.until(
        lambda: Said("hello") in [one.inbound for one in house.desk.accepted], PATIENCE_SECONDS
    )
    await house.api.cloud.until(lambda: house.api.cloud.updates == [], PATIENCE_SECONDS)


@pytest.mark.parametrize("seed", range(5))
def test_reading_raises_nothing_but_its_own_error(seed: int) -> None:
    generator = random.Random(seed)
    for _ in range(1000):
        raw = mutated(generator)
        try:
            read_update(raw)
        except MalformedUpdateError:
            assert type(raw["update_id"]) is not int or not 0 <= raw["update_id"] < 2**53


def is_servable(update: Json) -> bool:
    """Whether our server can send it."""
    return "ud800" not in json.dumps(update)


def bodies(count: int) -> Iterator[bytes]:
    """Some are no JSON any more; all ids are new, or nothing would be looked at."""
    generator = random.Random(count)
    for number in range(count):
        update = {"update_id": 10_000_000 + number} | mutated(generator, generator.choice([None, {}]))
        body = json.dumps(update).encode()
        if generator.random() < 0.2:
            cut = generator.randrange(len(body))
            body = (
                body[:cut]
                + bytes(generator.choices(range(256), k=2))
                + body[cut + generator.choice([0, 2]) :]
            )
        yield body


def mutated(generator: random.Random, base: Json | None = None) -> Json:
    """A sound update with one to three places changed; `base` {} keeps the id out of it."""
    start: Json = {"update_id": generator.randrange(2**31)} if base is None else {}
    update: Json = copy.deepcopy(start | generator.choice(SOUND))
    for _ in range(generator.randint(1, 3)):
        where, key = generator.choice(list(places(update)))
        if isinstance(where, dict) and generator.random() < 0.3:
            del where[key]
        else:
            where[key] = copy.deepcopy(generator.choice(JUNK))
        if not any(True for _ in places(update)):
            break
    return {"update_id": None} | update if base is None else update


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a JSON value, as container and key."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from places(inner)
