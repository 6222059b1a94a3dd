"""A flood by one owner costs the others nothing, and its sender is told once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.desk.allowance import MOST_CONVERSATIONS, Allowance, Hearing
from bot.dialogue.inbound import Command, Commanded, Said
from bot.messages import Conversation
from storage.database import Database
from storage.tables import inbox
from tests.bot.desk import ANNA, Desk

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BEN = Conversation("web", "ben")


@pytest.fixture
def desk(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(database, tmp_path_factory.mktemp("desk"))


@given(gaps=st.lists(st.floats(0, 30), max_size=300), per_minute=st.integers(1, 100))
def test_never_more_is_heard_than_was_saved_up(gaps: list[float], per_minute: int) -> None:
    allowance, now, heard = Allowance(per_minute), NOON, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        heard += allowance.hear(ANNA, now) is Hearing.HEARD
    assert heard <= 2 * per_minute + (now - NOON).total_seconds() * per_minute / 60 + 1e-6


def test_whoever_keeps_to_the_pace_is_always_heard() -> None:
    allowance = Allowance(60)
    assert {allowance.hear(ANNA, NOON + timedelta(seconds=each)) for each in range(500)} == {Hearing.HEARD}


def test_many_conversations_take_no_more_room_than_some() -> None:
    allowance = Allowance(1)
    for number in range(MOST_CONVERSATIONS + 10):
        for _ in range(4):
            allowance.hear(Conversation("web", str(number)), NOON)
    assert len(allowance._left) == MOST_CONVERSATIONS
    assert len(allowance._told) <= MOST_CONVERSATIONS


async def test_a_flood_is_not_kept_and_its_sender_is_told_once_and_heard_again_later(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    for number in range(500):
        await desk.send(Said(f"flood {number}"))
    most = 2 * desk.settings.messages_per_minute
    with desk.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(inbox)).scalar_one() == most + 1
    assert (await desk.keys()).count("errors.too_fast") == 1
    await desk.send(Commanded(Command.START), BEN)
    assert "chat.welcome" in await desk.keys(BEN)
    desk.clock.forward(60)
    await desk.send(Commanded(Command.HELP))
    assert (await desk.keys())[-1] != "errors.too_fast"
