"""Work goes on where it was, also when its worker dies on the way, and stops when nobody wants it."""

import asyncio
from pathlib import Path

import pytest

from bot.dialogue.inbound import Command, Commanded, Tapped
from bot.work.background import LEASE, MOST_ATTEMPTS
from storage import work
from storage.database import Database
from storage.work import Lease, Limits
from tests.bot.desk import ANNA, Desk, until
from tests.bot.workroom import ORDERS, SameProcess, StoppedAt, asked_to_run, kept, settled, working


async def test_work_of_a_dead_process_is_taken_over_and_told_once(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send_file("orders.csv", ORDERS.encode())
    with desk.database.transaction() as connection:
        lease = Lease("dead", desk.clock(), desk.clock() + LEASE)
        assert work.claim(connection, lease, Limits(per_owner=1))
    child = SameProcess()
    async with working(desk, child):
        await asyncio.sleep(0.2)
        assert "read_file" not in child.jobs
        desk.clock.forward(LEASE.total_seconds() + 1)
        desk.work_due.set()
        await settled(desk)
    assert (await desk.keys(ANNA)).count("exhibit.understanding") == 1


async def test_two_processes_share_the_work(database: Database, tmp_path: Path) -> None:
    one, other = Desk(database, tmp_path, max_upload_bytes=100_000), Desk(database, tmp_path)
    children = SameProcess(), SameProcess()
    for _ in range(4):
        await one.send_file("orders.csv", ORDERS.encode())
    async with working(one, children[0], "one"), working(other, children[1], "other"):
        await settled(one)
    assert sum(child.jobs.count("read_file") for child in children) == 4
    assert (await one.keys()).count("exhibit.understanding") == 4


async def test_an_analysis_goes_on_after_its_last_finished_step_and_leaves_none_behind(desk: Desk) -> None:
    await asked_to_run(desk)
    first, second = StoppedAt("value"), StoppedAt("nowhere")
    async with working(desk, first, "first"):
        await first.is_there.wait()
        await until(lambda: kept(desk, "segments"))
    assert not list(desk.settings.work.glob("*/*"))
    async with working(desk, second, "second"):
        await settled(desk)
        await until(lambda: not kept(desk, "*"))
    assert second.begun == ["reading", "value", "personas", "plan"]
    assert (await desk.keys()).count("exhibit.summary") == 1


async def test_work_that_ends_its_workers_is_given_up_and_told(desk: Desk) -> None:
    await asked_to_run(desk)
    for number in range(MOST_ATTEMPTS):
        with desk.database.transaction() as connection:
            lease = Lease(f"dead {number}", desk.clock(), desk.clock() + LEASE)
            assert work.claim(connection, lease, Limits(per_owner=1))
        desk.clock.forward(LEASE.total_seconds() + 1)
    child = SameProcess()
    async with working(desk, child):
        await settled(desk)
    assert "analyse_files" not in child.jobs
    assert "errors.internal" in await desk.keys()


async def test_an_analysis_that_is_stopped_ends_at_once_and_says_nothing_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.background.RENEWAL_SECONDS", 0.01)
    await asked_to_run(desk)
    child = StoppedAt("value")
    async with working(desk, child):
        await child.is_there.wait()
        await until(lambda: kept(desk, "segments"))
        stop = next(each.data for each in await desk.buttons() if each.data.startswith("stop:"))
        await desk.send(Tapped(stop))
        await until(lambda: not kept(desk, "*"))
        await desk.send(Tapped(stop))
    keys = await desk.keys()
    assert "chat.progress.cancelled" in keys
    assert "chat.nothing_to_stop" in keys
    assert "exhibit.summary" not in keys
