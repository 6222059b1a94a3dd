"""Events in, one transaction, replies out: each event once, in order, whatever happens in between."""

import asyncio
import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.assistant import MOST_ATTEMPTS
from bot.desk.turns import Saved, answered
from bot.dialogue.effects import ForgetOwner
from bot.dialogue.engine import advance
from bot.dialogue.inbound import Command, Commanded, Inbound, Said, Tapped
from bot.dialogue.interview import Interview, Moment, Turn
from bot.dialogue.utterances import Say
from bot.errors import OwnerFixableError
from bot.messages import Conversation, Incoming
from storage import interviews, owners
from storage.database import Database
from storage.interviews import ConflictError
from tests.bot.desk import ANNA, Desk, pieces
from tests.bot.talker import EVENTS

BERT = Conversation("web", "bert")
CELL = "a customer's cell"


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def told(desk: Desk, who: Conversation = ANNA) -> dict[str, str]:
    """The answers in the database, as JSON by question."""
    with desk.database.reading() as connection:
        owner = owners.find(connection, who.messenger, who.address)
        return dict(interviews.load(connection, owner.id).answers) if owner else {}


async def test_an_event_that_comes_twice_is_answered_once(desk: Desk) -> None:
    assert await desk.send(Commanded(Command.START), event_id="update-7")
    assert not await desk.send(Commanded(Command.START), event_id="update-7")
    assert await desk.keys() == ["chat.welcome"]


async def test_events_are_answered_in_the_order_they_were_taken(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("express"))
    for text in ("soap", "25-40", "women and men alike", "Europe"):
        await desk.assistant.accept(Incoming(ANNA, f"quick {text}", Said(text), text))
    await desk.assistant.finish()
    assert "soap" in told(desk)["offer"]
    assert "40" in told(desk)["age"]
    numbers = [entry.number for entry in await desk.history()]
    assert numbers == sorted(set(numbers))


async def test_conversations_do_not_mix(desk: Desk) -> None:
    await desk.send(Commanded(Command.START), ANNA)
    await desk.send(Commanded(Command.START), BERT)
    await desk.send(Tapped("express"), ANNA)
    assert "questions.offer.ask" in await desk.keys(ANNA)
    assert "questions.offer.ask" not in await desk.keys(BERT)


@pytest.mark.parametrize("seed", range(3))
async def test_updates_that_come_twice_and_shuffled_change_nothing(desk: Desk, seed: int) -> None:
    for number, event in enumerate(EVENTS):
        await desk.send(event, event_id=f"update {number}")
    before, history = told(desk), await desk.history()
    again = list(enumerate(EVENTS))
    random.Random(seed).shuffle(again)
    for number, event in again:
        assert not await desk.restarted().send(event, event_id=f"update {number}")
    assert told(desk) == before
    assert await desk.history() == history
    assert "soap" in before["offer"]


async def test_the_label_of_a_button_can_be_typed(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Said(" ALL questions "))
    assert "questions.offer.ask" in await desk.keys()


async def test_only_buttons_on_offer_can_be_typed(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("express"))
    await desk.send(Said("All questions"))
    assert "All questions" in told(desk)["offer"]


async def test_two_processes_never_answer_one_event_twice(database: Database, tmp_path: Path) -> None:
    one, other = Desk(database, tmp_path), Desk(database, tmp_path)
    await one.send(Commanded(Command.START))
    await one.send(Tapped("express"))
    for number in range(12):
        desk = (one, other)[number % 2]
        await desk.assistant.accept(Incoming(ANNA, f"text {number}", Said(f"text {number}"), "text"))
        await asyncio.gather(one.assistant.work(ANNA), other.assistant.work(ANNA))
    await asyncio.gather(one.assistant.finish(), other.assistant.finish())
    numbers = [entry.number for entry in await one.history()]
    assert numbers == sorted(set(numbers))
    assert "text 0" in told(one)["offer"]
    with database.reading() as connection:
        assert interviews.load(connection, 1).version == 14


async def test_a_turn_taken_by_another_process_spoils_none_that_is_kept_with_it(desk: Desk) -> None:
    both = (ANNA, BERT)
    for who in both:
        await desk.leave(Commanded(Command.START), who)
    pending = [await desk.ledger.load(who) for who in both]
    await desk.restarted().assistant.work(ANNA)
    turns = [answered(each, Interview("en"), Turn(Interview("en")), ()) for each in pending if each]
    saves = [desk.ledger.save(turn) for turn in turns]
    outcomes = await asyncio.gather(*saves, return_exceptions=True)
    assert isinstance(outcomes[0], ConflictError)
    assert isinstance(outcomes[1], Saved)
    assert not outcomes[1].has_more
    assert await desk.ledger.load(BERT) is None
    assert (await desk.keys(ANNA)).count("chat.welcome") == 1


async def test_events_left_by_a_killed_process_are_answered_by_the_next(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.leave(Tapped("express"))
    assert "questions.offer.ask" not in await desk.keys()
    again = desk.restarted()
    desk.clock.forward(1)
    running = asyncio.create_task(again.restarted().assistant.run())
    await wait_for_key(again, "questions.offer.ask")
    running.cancel()


async def wait_for_key(desk: Desk, key: str) -> None:
    async with asyncio.timeout(10):
        while key not in await desk.keys():  # noqa: ASYNC110  (the database cannot tell)
            await asyncio.sleep(0.01)


def failing(interview: Interview, inbound: Inbound, moment: Moment) -> Turn:
    """A dialogue with a defect: it cannot bear one word."""
    if inbound == Said("boom"):
        raise KeyError(CELL)
    return advance(interview, inbound, moment)


async def test_a_defect_is_owned_up_to_and_the_conversation_goes_on(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(database, tmp_path, failing)
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("express"))
    await desk.send(Said("boom"))
    await desk.send(Said("soap"))
    assert (await desk.keys()).count("errors.internal") == 1
    assert "soap" in told(desk)["offer"]
    assert "KeyError" in caplog.text
    assert CELL not in caplog.text


def dying(interview: Interview, inbound: Inbound, moment: Moment) -> Turn:
    """As near to a kill as a test can come: nothing catches it."""
    raise asyncio.CancelledError


async def test_an_event_that_kills_every_process_is_given_up(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.leave(Said("poison"))
    for _ in range(MOST_ATTEMPTS + 1):
        desk.clock.forward(1)
        desk = desk.restarted(dying)
        with pytest.raises(asyncio.CancelledError):
            await desk.assistant.work(ANNA)
    desk.clock.forward(1)
    desk = desk.restarted(advance)
    await desk.assistant.work(ANNA)
    assert "errors.internal" in await desk.keys()


async def test_nothing_is_shown_beyond_an_event_under_work(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.leave(Said("first"))
    await desk.leave(Said("second"))
    assert [entry.owner_text for entry in await desk.history()] == [None, "first"]
    await desk.assistant.work(ANNA)
    shown = [entry.owner_text for entry in await desk.history() if entry.owner_text]
    assert shown == ["first", "second"]


async def test_history_after_a_cursor_is_the_rest_of_the_history(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("express"))
    await desk.send(Said("soap"))
    whole = await desk.history()
    for position, entry in enumerate(whole, start=1):
        assert await desk.assistant.history(ANNA, after=entry.number) == whole[position:]


async def test_a_stranger_has_no_history(desk: Desk) -> None:
    assert await desk.history(BERT) == ()


async def test_a_file_is_kept_under_a_name_without_folders_or_tricks(desk: Desk) -> None:
    sent = await desk.send_file("../../etc/\u202epasswd\x00.csv", b"a,b\n1,2\n")
    assert sent.name == "passwd.csv"
    assert sent.size == 8
    assert desk.work_due.is_set()


async def test_a_file_over_the_limit_is_refused_and_nothing_of_it_stays(desk: Desk, tmp_path: Path) -> None:
    desk.settings = replace(desk.settings)
    with pytest.raises(OwnerFixableError) as refusal:
        await desk.assistant.keep_file(ANNA, "big.csv", pieces(b"x" * 5000))
    assert refusal.value.code == "file_too_large"
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


async def test_an_empty_file_is_refused(desk: Desk) -> None:
    with pytest.raises(OwnerFixableError, match="file_empty"):
        await desk.assistant.keep_file(ANNA, "empty.csv", pieces(b""))


async def test_attachments_are_for_their_owner_alone(desk: Desk) -> None:
    await desk.send_file("a.csv", b"secret,1\n")
    await desk.send(Commanded(Command.START), BERT)
    blob = next(str(path.relative_to(desk.folder / "blobs")) for path in desk.folder.rglob("uploads/*"))
    assert await desk.assistant.attachment(ANNA, blob) == b"secret,1\n"
    assert await desk.assistant.attachment(BERT, blob) is None
    assert await desk.assistant.attachment(BERT, f"2/../{blob}") is None
    assert await desk.assistant.attachment(ANNA, "1/uploads/unknown") is None


async def test_who_writes_first_in_chinese_is_answered_in_chinese(desk: Desk) -> None:
    await desk.assistant.accept(Incoming(ANNA, "1", Commanded(Command.START), None, "zh-Hant-TW"))
    await desk.assistant.finish()
    assert "您" in await desk.last_text() or "你" in await desk.last_text()


def forgetting(interview: Interview, inbound: Inbound, moment: Moment) -> Turn:
    """A dialogue in which one word deletes everything."""
    if inbound == Said("forget me"):
        return Turn(Interview(interview.language), (Say("chat.welcome"),), (ForgetOwner(),))
    return advance(interview, inbound, moment)


async def test_a_forgotten_owner_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path, forgetting)
    await desk.send(Tapped("express"))
    await desk.send(Said("Zanzibar soap"))
    await desk.send_file("zanzibar.csv", b"zanzibar,1\n")
    await desk.send(Said("forget me"))
    assert [entry.reply and entry.reply.keys for entry in await desk.history()] == [("chat.welcome",)]
    assert list(desk.folder.rglob("uploads/*")) == []
    desk.clock.forward(60)
    mark_everything_sent(database)
    await desk.assistant._sweep(desk.clock())
    assert await desk.history() == ()
    with database.reading() as connection:
        assert owners.find(connection, ANNA.messenger, ANNA.address) is None


def mark_everything_sent(database: Database) -> None:
    with database.transaction() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent'")


async def test_a_forgotten_owner_who_writes_again_begins_anew(database: Database, tmp_path: Path) -> None:
    desk = Desk(database, tmp_path, forgetting)
    await desk.send(Tapped("express"))
    await desk.send(Said("Zanzibar soap"))
    await desk.send(Said("forget me"))
    await desk.send(Commanded(Command.START))
    mark_everything_sent(database)
    desk.clock.forward(60)
    await desk.assistant._sweep(desk.clock())
    assert (await desk.keys())[-1] == "chat.welcome"
    assert told(desk) == {}
