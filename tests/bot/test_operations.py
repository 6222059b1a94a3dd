"""The operator's door: health, readiness, figures without anybody's data."""

from collections.abc import AsyncIterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.dialogue.inbound import Command, Commanded, Said
from bot.operator.operations import Operations
from tests.bot.desk import Desk
from tests.bot.workroom import ORDERS, SameProcess, settled, working


@pytest.fixture
async def door(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    app = Operations(desk.database, desk.blobs, desk.clock).app
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://operator") as client:
        yield client


async def figures(door: httpx.AsyncClient) -> dict[tuple[str, str], float]:
    """By name and kind."""
    text = (await door.get("/metrics")).text
    families = text_string_to_metric_families(text)
    return {(each.name, each.labels.get("kind", "")): each.value for one in families for each in one.samples}


async def test_it_is_well_and_ready_while_its_stores_answer(desk: Desk, door: httpx.AsyncClient) -> None:
    assert (await door.get("/healthz")).text == "ok"
    assert (await door.get("/readyz")).text == "ok"
    with desk.database.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE work RENAME TO elsewhere")
    away = await door.get("/readyz")
    assert (away.status_code, away.text) == (503, "database")
    assert (await door.get("/healthz")).status_code == 200


async def test_figures_tell_what_waits_and_what_was_done(desk: Desk, door: httpx.AsyncClient) -> None:
    before = await figures(door)
    await desk.send(Commanded(Command.START))
    await desk.send_file("orders.csv", ORDERS.encode())
    desk.clock.forward(30)
    waiting = await figures(door)
    assert waiting["personabot_work_waiting", "reading"] == 1
    assert waiting["personabot_work_oldest_seconds", "reading"] == 30
    assert waiting["personabot_outbox_replies", ""] >= 2
    assert waiting["personabot_outbox_oldest_seconds", ""] == 30
    async with working(desk, SameProcess()):
        await settled(desk)
    done = await figures(door)
    assert done["personabot_work_waiting", "reading"] == 0
    work, turns = ("personabot_work_seconds_count", "reading"), ("personabot_turn_seconds_count", "")
    assert done[work] - before.get(work, 0) == 1
    assert done[turns] - before[turns] >= 3


async def test_figures_hold_nothing_of_anybody(desk: Desk, door: httpx.AsyncClient) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Said("a secret of mine"))
    await desk.send_file("my-customers.csv", ORDERS.encode())
    text = (await door.get("/metrics")).text
    assert not [word for word in ("secret", "my-customers", "anna") if word in text]
