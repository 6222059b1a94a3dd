"""How a conversation stands, for messengers that show it all the time."""

from pathlib import Path

import pytest

from bot.dialogue.inbound import Command, Commanded, Tapped
from bot.messages import Conversation, Standing
from storage.database import Database
from tests.bot.desk import ANNA, Desk

BERT = Conversation("web", "bert")


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


async def test_before_the_first_event_nothing_is_known(desk: Desk) -> None:
    assert await desk.assistant.standing(ANNA) == Standing(language=None, is_working=False)


async def test_the_language_follows_the_conversation(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("lang:zh"))
    assert await desk.assistant.standing(ANNA) == Standing(language="zh", is_working=False)


async def test_a_file_that_waits_to_be_read_is_work_of_its_owner_alone(desk: Desk) -> None:
    await desk.send(Commanded(Command.START), BERT)
    await desk.send_file("orders.csv", b"a,b\n1,2\n")
    assert (await desk.assistant.standing(ANNA)).is_working
    assert not (await desk.assistant.standing(BERT)).is_working
