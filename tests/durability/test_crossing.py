"""What was typed before a question could be seen does not answer it, in whatever order things arrive."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.codec import answers_from_json
from bot.dialogue.answers import Choice, Words
from bot.dialogue.inbound import Command, Commanded, Inbound, Said, Tapped
from storage import interviews
from storage.database import Database
from tests.bot.desk import ANNA, Desk
from tests.bot.talker import RealClock

UNTIL_SEX = (Commanded(Command.START), Tapped("express"), Said("soap"), Said("25-40"))
AT_ONCE: tuple[Sequence[Inbound], ...] = (
    (Tapped("a:sex:both"), Said("mostly women")),
    (Tapped("a:sex:both"), Said("Europe")),
    (Tapped("a:sex:both"), Said("Mostly women"), Tapped("a:sex:both")),
    (Tapped("a:sex:both"), Commanded(Command.SKIP)),
    (Tapped("skip:sex"), Said("1")),
    (Tapped("skip:sex"), Commanded(Command.BACK)),
)
CROSSINGS = [order for events in AT_ONCE for order in itertools.permutations(events)]


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> Desk:
    """Somebody has the question about sex before them."""
    desk = Desk(database, tmp_path, clock=RealClock())
    for event in UNTIL_SEX:
        await desk.send(event)
    return desk


@pytest.mark.parametrize("order", CROSSINGS, ids=str)
async def test_things_done_at_once_concern_the_question_that_was_seen(
    desk: Desk, order: Sequence[Inbound]
) -> None:
    for event in order:
        await desk.leave(event)
    await desk.assistant.work(ANNA)
    with desk.database.reading() as connection:
        stored = interviews.load(connection, 1)
    told = dict(answers_from_json(stored.answers))
    assert told.pop("sex", None) in {None, Choice("sex", "both"), Choice("sex", "mostly_women")}
    assert told.pop("offer") == Words("soap")
    assert set(told) <= {"age"}
    assert '"skipped":["region"' not in stored.state


async def test_who_typed_too_early_is_told_and_asked(desk: Desk) -> None:
    await desk.leave(Tapped("a:sex:both"))
    await desk.leave(Said("Europe"))
    await desk.assistant.work(ANNA)
    assert "chat.overtaken" in await desk.keys()
    await desk.send(Said("Europe"))
    await desk.send(Tapped("done:region"))
    with desk.database.reading() as connection:
        assert "region" in interviews.load(connection, 1).answers
