"""Promise: Telegram's limits are kept and its complaints heeded: no message is early, none is lost."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.inbound import Command, Commanded, Tapped
from bot.errors import DeliveryError
from bot.messages import Attachment, Conversation, PicturesReply, RenderedButton, TextReply
from bot.messengers.telegram.pace import Limits, Pace
from bot.messengers.telegram.text import as_plain
from prompts.catalog import Catalog
from storage.database import Database
from tests.bot.desk import Desk
from tests.bot.talker import RealClock
from tests.bot.under_way import delivered, delivering
from tests.master_key import MASTERS
from tests.telegram.bot_api import BotApi, Fault, Trouble
from tests.telegram.conftest import House, polling
from tests.telegram.front_desk import FrontDesk
from tests.telegram.pictures import png

LIMITS = Limits()
ROUNDING = 1e-6
CARD = Attachment("card", "card.png", "image/png")


@pytest.fixture
async def paced(telegram: BotApi, catalog: Catalog) -> AsyncIterator[House]:
    """A messenger that keeps Telegram's limits, before a server that insists on them."""
    telegram.strict = True
    desk = FrontDesk(telegram.cloud.changed)
    desk.blobs["card"] = png()
    async with polling(telegram, desk, catalog, LIMITS) as messenger:
        yield House(telegram, desk, messenger)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An assistant with an outbox."""
    with closing(Database(f"sqlite:///{tmp_path / 'outbox.db'}", MASTERS)) as database:
        database.migrate()
        yield Desk(database, tmp_path / "desk", clock=RealClock())


# ---- the pace alone ------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(-9, 99), st.integers(1, 10), st.floats(0, 0.2)), max_size=60))
def test_whatever_wants_to_be_sent_leaves_within_the_limits(wishes: list[tuple[int, int, float]]) -> None:
    pace, clock, sent = Pace(LIMITS), 100.0, list[tuple[float, int, int]]()
    for chat, messages, later in wishes:
        clock += later
        clock += pace.seconds_to_wait(chat, clock, messages)
        pace.begin(clock, messages)
        pace.end(chat, clock, messages)
        sent.append((clock, chat, messages))
    for first, (begun, chat, messages) in enumerate(sent):
        rest = sent[first + 1 :]
        assert messages + sum(more for at, _, more in rest if at < begun + 1 - ROUNDING) <= 30
        pause = messages * (3 if chat < 0 else 1)
        assert all(at >= begun + pause - ROUNDING for at, where, _ in rest if where == chat)


def test_a_chat_that_has_rested_need_not_wait() -> None:
    pace = Pace(LIMITS)
    pace.begin(0)
    pace.end(1, 0.2)
    assert pace.seconds_to_wait(1, 0.7) == pytest.approx(0.5)
    assert pace.seconds_to_wait(2, 0.7) == 0
    assert pace.seconds_to_wait(1, 1.2) == 0


def test_a_closed_chat_waits_alone_and_a_closed_bot_lets_all_wait() -> None:
    pace = Pace(LIMITS)
    pace.close_chat(1, 0, 30)
    assert (pace.seconds_to_wait(1, 10), pace.seconds_to_wait(2, 10)) == (20, 0)
    pace.close_all(10, 5)
    assert (pace.seconds_to_wait(1, 10), pace.seconds_to_wait(2, 10)) == (20, 5)


# ---- against the server ----------------------------------------------------------------------------


async def test_messages_to_one_chat_leave_a_second_apart(paced: House) -> None:
    ada = paced.api.person()
    for text in ("one", "two", "three"):
        await paced.deliver(ada, TextReply(text))
    assert min(gaps(paced.api)) >= 1
    assert paced.api.early == []


async def test_the_pieces_of_a_long_text_keep_the_pace_too(paced: House) -> None:
    await paced.deliver(paced.api.person(), TextReply("word " * 1500))
    assert len(paced.api.calls_of("sendMessage")) == 2
    assert paced.api.early == []


async def test_after_an_album_of_two_the_chat_rests_two_seconds(paced: House) -> None:
    ada = paced.api.person()
    await paced.deliver(ada, PicturesReply((CARD, CARD)))
    await paced.deliver(ada, TextReply("Well?"))
    assert min(gaps(paced.api)) >= 2


async def test_after_a_long_album_the_outbox_is_asked_to_wait(paced: House) -> None:
    ada = paced.api.person()
    await paced.deliver(ada, PicturesReply((CARD,) * 5))
    with pytest.raises(DeliveryError) as caught:
        await paced.deliver(ada, TextReply("Well?"))
    assert 4 < (caught.value.retry_after or 0) <= 5


async def test_an_edit_lets_nobody_wait(paced: House) -> None:
    ada = paced.api.person()
    buttons = ((RenderedButton("Yes", "yes"),),)
    await paced.deliver(ada, TextReply("Well?", buttons=buttons))
    for number in range(4):
        edit = TextReply(f"Well {number}?", buttons=buttons, edits_question=True)
        await paced.deliver(ada, edit, message=ada.heard[0])
    edits = [call.at for call in paced.api.calls_of("editMessageText")]
    assert edits[-1] - edits[0] < 0.9
    assert paced.api.early == []


async def test_a_complaint_about_one_chat_of_a_group_or_an_edit_is_heeded_there_only(paced: House) -> None:
    ada, bob = paced.api.person(), paced.api.person()
    buttons = ((RenderedButton("Yes", "yes"),),)
    await paced.deliver(ada, TextReply("Well?", buttons=buttons))
    paced.api.faults.append(Fault(Trouble.TOO_MANY_REQUESTS, "editMessageText", 10, chat_only=True))
    edit = TextReply("Well!", buttons=buttons, edits_question=True)
    for _ in range(2):
        with pytest.raises(DeliveryError):
            await paced.deliver(ada, edit, message=ada.heard[0])
    await paced.deliver(bob, TextReply("hello"))
    assert bob.texts == ["hello"]
    assert paced.api.early == []


# ---- with the outbox -------------------------------------------------------------------------------


async def test_forty_people_at_once_are_served_within_thirty_a_second(paced: House, desk: Desk) -> None:
    people = [paced.api.person() for _ in range(40)]
    for person in people:
        await desk.send(Commanded(Command.START), Conversation("telegram", str(person.id)))
    begun = time.monotonic()
    async with delivering(desk, paced.messenger):
        await delivered(desk, 60)
    assert [len(person.texts) for person in people] == [1] * 40
    assert paced.api.early == []
    assert time.monotonic() - begun < 10


async def test_floods_delay_every_message_and_lose_none(paced: House, desk: Desk) -> None:
    people = [paced.api.person() for _ in range(5)]
    for person in people:
        for inbound in (Commanded(Command.START), Tapped("express"), Commanded(Command.HELP)):
            await desk.send(inbound, Conversation("telegram", str(person.id)))
    for after in (3, 4, 5):
        paced.api.faults.append(Fault(Trouble.TOO_MANY_REQUESTS, retry_after=2, after=after))
    async with delivering(desk, paced.messenger):
        await delivered(desk, 60)
    for person in people:
        replies = await desk.history(Conversation("telegram", str(person.id)))
        expected = [as_plain(entry.reply.text) for entry in replies if isinstance(entry.reply, TextReply)]
        assert person.texts == expected
    assert not paced.api.faults
    assert paced.api.early == []


def gaps(api: BotApi) -> list[float]:
    times = [call.at for call in api.calls if call.method.startswith("send")]
    return [later - earlier for earlier, later in pairwise(times)]
