"""What a link into the chat brings along, with /start."""

import pytest

from bot.dialogue.effects import RunSample
from bot.dialogue.inbound import (
    Command,
    Commanded,
    Said,
    Tapped,
)
from bot.dialogue.interview import Interview
from bot.dialogue.utterances import Say
from tests.dialogue.chat import Chat, key


@pytest.mark.parametrize(
    ("payload", "language", "said", "runs_sample"),
    [
        ("", "en", "chat.welcome", False),
        ("zh", "zh", "chat.welcome", False),
        ("sample", "en", "chat.sample_running", True),
        ("zh-sample", "zh", "chat.sample_running", True),
        ("SAMPLE_ZH", "zh", "chat.sample_running", True),
        ("spring-offer", "en", "chat.welcome", False),
        ("xx", "en", "chat.welcome", False),
        ("a" * 64, "en", "chat.welcome", False),
        ("{{ 7*7 }} ", "en", "chat.welcome", False),
    ],
)
def test_a_link_opens_the_chat_as_it_says(
    payload: str, language: str, said: str, *, runs_sample: bool
) -> None:
    chat = Chat(Interview("en"))
    turn = chat.take(Commanded(Command.START, payload))
    assert chat.interview.language == language
    assert [key(utterance) for utterance in turn.utterances] == [said]
    assert any(isinstance(effect, RunSample) for effect in turn.effects) is runs_sample


def test_an_owner_who_follows_a_link_loses_nothing() -> None:
    chat = Chat(Interview("en"))
    for inbound in (Commanded(Command.START), Tapped("express"), Said("Flowers")):
        chat.take(inbound)
    turn = chat.take(Commanded(Command.START, "zh"))
    assert isinstance(turn.utterances[0], Say)
    assert turn.utterances[0].key == "chat.welcome_back"
    assert (chat.interview.language, set(chat.interview.answers)) == ("zh", {"offer"})
