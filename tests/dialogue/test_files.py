"""Files in the dialogue, where a story would say too much."""

from datetime import UTC, datetime

from bot.dialogue.consent import VERSION
from bot.dialogue.inbound import (
    FileUnderstood,
    ReadingGoesOn,
    Said,
    SentFile,
    Tapped,
)
from bot.dialogue.interview import Agreement, Interview
from bot.dialogue.utterances import Say
from tests.dialogue.chat import Chat, key

AGREED = Agreement(VERSION, datetime(2026, 5, 4, tzinfo=UTC), "en")


def test_a_file_that_takes_its_time_is_reported_in_one_message_until_it_is_read() -> None:
    chat = Chat(Interview("en", greeted=True, agreed=AGREED))
    chat.take(SentFile("u1", "big.csv", 9))
    [said] = chat.take(ReadingGoesOn("u1", 10)).utterances
    assert isinstance(said, Say)
    assert (said.key, said.progress_of) == ("chat.progress.reading", "u1")
    chat.take(FileUnderstood("u1", (("Who", "name"), ("When", "date"))))
    assert chat.take(ReadingGoesOn("u1", 20)).utterances == ()


def test_a_report_on_reading_does_not_disturb_what_is_asked() -> None:
    chat = Chat(Interview("en", greeted=True, agreed=AGREED))
    chat.take(SentFile("u1", "big.csv", 9))
    before = chat.interview
    assert chat.take(ReadingGoesOn("u1", 10)).interview == before
    assert key(chat.take(Said("hello")).utterances[-1]) == "chat.hint"


def test_who_takes_their_word_back_later_is_told_what_stays() -> None:
    chat = Chat(Interview("en", greeted=True, agreed=AGREED))
    chat.take(SentFile("u1", "orders.csv", 9))
    chat.take(FileUnderstood("u1", (("Who", "name"), ("When", "date"))))
    chat.take(Tapped("file:0:ok"))
    [said] = chat.take(Tapped("agree:no")).utterances
    assert isinstance(said, Say)
    assert [line.key for line in said.above] == ["privacy.refused_further"]
    assert chat.interview.agreed is None
    assert chat.interview.confirmed_uploads == ("u1",)
