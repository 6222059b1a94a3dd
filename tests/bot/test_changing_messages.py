"""Replies that take the place of earlier ones know which message that is, also after a restart."""

import asyncio

import pytest

from bot.dialogue.inbound import AnalysisAdvanced, AnalysisFailed, Command, Commanded, Tapped
from bot.errors import DeliveryError
from bot.messages import Incoming, OutgoingReply, TextReply
from bot.work.news import Progress, tell
from storage import analyses, work
from storage.analyses import StoredAnalysis
from storage.work import Lease, Limits
from tests.bot.desk import ANNA, Desk, Postbox
from tests.bot.under_way import delivered, delivering, waiting
from tests.bot.workroom import ORDERS, SameProcess, settled, working

LATER = 60


class Notepad(Postbox):
    """Calls every message by its number, as a messenger does that can change messages."""

    async def deliver(self, outgoing: OutgoingReply) -> str | None:  # type: ignore[override]
        await super().deliver(outgoing)
        reply = outgoing.reply
        return f"m{outgoing.number}" if isinstance(reply, TextReply) and reply.progress_of else None


async def start_an_analysis(desk: Desk) -> StoredAnalysis:
    """As far as a runner that has just taken it."""
    async with working(desk, SameProcess()):
        await desk.send_file("orders.csv", ORDERS.encode())
        await settled(desk)
    await desk.send(Tapped("file:0:ok"))
    await desk.send(Tapped("run"))
    now = desk.clock()
    with desk.database.transaction() as connection:
        claimed = work.claim(connection, Lease("worker", now, now), Limits(per_owner=1))
        assert claimed
        (stored,) = analyses.get(connection, claimed.owner_id, [claimed.id])
    return stored


async def advance(desk: Desk, analysis: StoredAnalysis, number: int) -> None:
    await desk.send(AnalysisAdvanced(analysis.id, "segments", number, 6))


async def test_in_the_longest_step_a_report_says_how_many_groups_are_tried(desk: Desk) -> None:
    analysis = await start_an_analysis(desk)
    await desk.send(AnalysisAdvanced(analysis.id, "segments", 3, 6, groups=4))
    assert "4 groups" in await desk.last_text()


def reports(box: Postbox) -> list[tuple[int, str | None]]:
    """Number of each report on progress that was handed over, and the message it changed."""
    return [
        (outgoing.number, outgoing.message)
        for outgoing in box.taken
        if isinstance(outgoing.reply, TextReply) and outgoing.reply.progress_of
    ]


async def test_a_report_changes_the_message_of_the_first_also_after_a_restart(desk: Desk) -> None:
    box = Notepad()
    analysis = await start_an_analysis(desk)
    async with delivering(desk, box):
        await delivered(desk)
    again = desk.restarted()
    async with delivering(again, box):
        await advance(again, analysis, 3)
        await delivered(again)
    (first, nothing), (_, changed) = reports(box)
    assert (nothing, changed) == (None, f"m{first}")


async def test_of_reports_still_in_line_only_the_newest_goes_out_and_none_after_the_result(
    desk: Desk,
) -> None:
    box = Notepad()
    analysis = await start_an_analysis(desk)
    for number in (2, 3, 4):
        await advance(desk, analysis, number)
    await desk.send(AnalysisFailed(analysis.id, "internal"))
    await advance(desk, analysis, 5)
    async with delivering(desk, box):
        await delivered(desk)
    keys = [outgoing.reply.keys[0] for outgoing in box.taken if outgoing.reply.keys]
    progress = [key for key in keys if key.startswith(("chat.progress.", "chat.analysing"))]
    assert progress == ["chat.analysing", "chat.progress.stopped"]


async def test_steps_are_told_while_an_analysis_runs_and_not_once_it_is_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.news.REPORT_SECONDS", 0.01)
    analysis = await start_an_analysis(desk)
    progress = Progress(desk.database, clock=desk.clock, wake=desk.assistant.wake)
    async with progress.of(analysis) as begins:
        begins("segments")
        await told(desk, 1)
        begins("personas")
        await told(desk, 2)
        with desk.database.transaction() as connection:
            analyses.finish(connection, analysis.owner_id, analysis.id, failure="{}")
        assert await asyncio.to_thread(progress._report, analysis, "plan") is None
    assert "3/6" in str([entry.reply for entry in await desk.history()])


async def told(desk: Desk, count: int) -> None:
    async with asyncio.timeout(20):
        while (await desk.keys()).count("chat.progress.under_way") < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # the database tells nobody


async def test_a_tick_changes_the_message_that_was_tapped(desk: Desk) -> None:
    box = Notepad()
    for inbound in (Commanded(Command.START), Tapped("full"), Tapped("skip:offer")):
        await desk.send(inbound)
    tick = Tapped("a:audience:+consumers")
    await desk.assistant.accept(Incoming(ANNA, "a tap", tick, message="17"))
    await desk.assistant.finish()
    async with delivering(desk, box):
        await delivered(desk)
    last = box.taken[-1]
    assert isinstance(last.reply, TextReply)
    assert (last.reply.edits_question, last.message) == (True, "17")


async def test_an_owner_out_of_reach_is_left_alone_until_they_write_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    box = Postbox()
    for _ in range(3):
        await desk.send(Commanded(Command.HELP))
    box.refusals = [DeliveryError(unreachable=True)]
    async with delivering(desk, box):
        await delivered(desk)
        desk.clock.forward(LATER)
        assert box.taken == []
        assert waiting(desk).dead_replies == 3
        assert "cannot be reached" in caplog.text
        await desk.send(Commanded(Command.START))
        await delivered(desk)
    assert [outgoing.reply.keys[0] for outgoing in box.taken] == ["chat.welcome"]


async def test_news_for_an_owner_out_of_reach_wait_for_their_return(desk: Desk) -> None:
    box, analysis = Notepad(), await start_an_analysis(desk)
    box.refusals = [DeliveryError(unreachable=True)]
    async with delivering(desk, box):
        await delivered(desk)
        news = AnalysisAdvanced(analysis.id, "segments", 3, 6)
        with desk.database.transaction() as connection:
            tell(connection, analysis.owner_id, "news", news, desk.clock())
        await desk.assistant.work(ANNA)
        desk.clock.forward(LATER)
        assert waiting(desk).replies == 0
        assert box.taken == []
        await desk.send(Commanded(Command.HELP))
        await delivered(desk)
    assert [outgoing.reply.keys[0] for outgoing in box.taken] == ["chat.progress.under_way", "chat.help"]
