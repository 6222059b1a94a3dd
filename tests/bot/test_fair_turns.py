"""Work is taken in turn: whoever has much of it holds up nobody who has little."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from bot.dialogue.inbound import Tapped
from bot.messages import Conversation
from bot.work.child import Heard
from bot.work.jobs import AnalysisToRun
from storage import analyses, backlog
from tests.bot.desk import Desk, until
from tests.bot.workroom import ORDERS, SameProcess, settled, working

T = TypeVar("T")


class HeldUp(SameProcess):
    """Never comes to an end with a large file."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0

    async def run(
        self, job: Callable[..., T], *arguments: object, limit_seconds: float, heard: Heard | None = None
    ) -> T:
        asked = arguments[0]
        if isinstance(asked, AnalysisToRun) and asked.files[0].path.stat().st_size > LARGE:
            self.held += 1
            await asyncio.Event().wait()
        return await super().run(job, *arguments, limit_seconds=limit_seconds, heard=heard)


LARGE = 5_000
BUSY, QUIET = Conversation("web", "busy"), Conversation("web", "quiet")


async def test_twenty_large_analyses_of_one_owner_hold_up_no_small_one_of_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.background.SMALL_BYTES", LARGE)
    async with working(desk, SameProcess()):
        large = await desk.send_file("orders.csv", ORDERS.encode(), BUSY)
        await desk.send_file("orders.csv", ORDERS[: LARGE // 2].rpartition("\n")[0].encode(), QUIET)
        await settled(desk)
    await desk.send(Tapped("file:0:ok"), QUIET)
    with desk.database.transaction() as connection:
        for number in range(20):
            new = analyses.NewAnalysis(f"large {number}", 1, "own", (large.upload,), "en")
            analyses.queue(connection, new, desk.clock())
    child = HeldUp()
    async with working(desk, child):
        await until(lambda: child.held == 1)
        await desk.send(Tapped("run"), QUIET)
        await until(lambda: waiting(desk) == (20, 0), seconds=60)
    assert child.held == 1
    assert (await desk.keys(QUIET))[-1] == "chat.result_shown"


def waiting(desk: Desk) -> tuple[int, int]:
    """Analyses and events that have not come to an end."""
    with desk.database.reading() as connection:
        found = backlog.count(connection)
    return found.analyses, found.events
