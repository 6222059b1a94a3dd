"""What an owner says of a person stays: after the next analysis, after a restart, in another language."""

from dataclasses import replace

import pytest

from bot.dialogue.inbound import (
    AnalysisFinished,
    Command,
    Commanded,
    Said,
    Tapped,
)
from bot.dialogue.interview import Interview
from tests.dialogue.chat import Chat, buttons, key

PERSONAS = ("shopper_categories.regular_heavy", "shopper_categories.former")
FINISHED = AnalysisFinished(
    "",
    PERSONAS,
    ("shopper_categories",),
    names=("Lin Xiao", "Judith"),
    groups={"shopper_categories": ("regular_heavy", "former")},
    spellings=({"zh": "林晓", "": "Lin Xiao"}, {}),
)


@pytest.fixture
def chat() -> Chat:
    chat = Chat(Interview("en", greeted=True))
    chat.take(Tapped("express"))
    chat.take(Said("tea"))
    analysed(chat)
    return chat


def analysed(chat: Chat, measured: tuple[tuple[str, ...], ...] = ()) -> None:
    chat.take(Tapped("run"))
    chat.take(replace(FINISHED, analysis=chat.interview.runs[-1].analysis, measured=measured))


def correct(chat: Chat, field: str, text: str) -> None:
    chat.take(Tapped(chat.offered("people:*" if chat.turns[-1].utterances == () else "person:*:0")))
    chat.take(Tapped(chat.offered("correct:*:0")))
    chat.take(Tapped(chat.offered(f"correct:*:0:{field}")))
    chat.take(Said(text))


def labels(chat: Chat) -> list[object]:
    return [button.values.get("name") for each in chat.turns[-1].utterances for button in buttons(each)]


def test_a_correction_is_shown_and_outlives_a_new_analysis_and_a_restart(chat: Chat) -> None:
    correct(chat, "occupation", "  runs a   café ")
    assert [key(each) for each in chat.turns[-1].utterances] == ["exhibit.persona"]
    chat.restart()
    analysed(chat)
    assert chat.interview.corrections == {f"{PERSONAS[0]}/occupation": "runs a café"}


def test_what_the_file_measures_of_a_person_cannot_be_corrected(chat: Chat) -> None:
    analysed(chat, measured=(("age", "place"), ()))
    for person, open_fields in ((0, set()), (1, {"age", "place"})):
        chat.take(Tapped(chat.offered(f"person:*:{person}")))
        chat.take(Tapped(chat.offered(f"correct:*:{person}")))
        shown = [button.data for each in chat.turns[-1].utterances for button in buttons(each)]
        offered = {data.rpartition(":")[2] for data in shown}
        assert offered & {"age", "place"} == open_fields
        assert {"sex", "income", "occupation"} <= offered


def test_a_name_that_was_given_stands_on_the_buttons_in_every_language(chat: Chat) -> None:
    assert "Lin Xiao" in labels(chat)
    correct(chat, "name", "Kate")
    for language in ("zh", "en"):
        chat.take(Commanded(Command.LANGUAGE, language))
        chat.take(Commanded(Command.RESULT))
        assert {"Kate", "Judith"} <= set(labels(chat))


def test_a_name_is_written_in_the_letters_of_who_reads(chat: Chat) -> None:
    chat.take(Commanded(Command.LANGUAGE, "zh"))
    chat.take(Commanded(Command.RESULT))
    assert {"林晓", "Judith"} <= set(labels(chat))


def test_a_correction_can_be_taken_back(chat: Chat) -> None:
    correct(chat, "name", "Kate")
    chat.take(Tapped(chat.offered("correct:*:0")))
    chat.take(Tapped(chat.offered("correct:*:0:name")))
    chat.take(Tapped(chat.offered("uncorrect:*:0:name")))
    assert chat.interview.corrections == {}


def test_what_fits_on_no_card_is_asked_again(chat: Chat) -> None:
    correct(chat, "name", "K" * 41)
    assert [key(each) for each in chat.turns[-1].utterances] == ["corrections.too_long"]
    chat.take(Said("Kate"))
    assert chat.interview.corrections == {f"{PERSONAS[0]}/name": "Kate"}


def test_text_after_something_else_corrects_nobody(chat: Chat) -> None:
    chat.take(Tapped(chat.offered("person:*:0")))
    chat.take(Tapped(chat.offered("correct:*:0")))
    chat.take(Tapped(chat.offered("correct:*:0:needs")))
    chat.take(Commanded(Command.RESULT))
    chat.take(Said("hello"))
    assert chat.interview.corrections == {}


@pytest.mark.parametrize("form", ["people", "newsletter", "meta", "google"])
def test_a_list_is_made_of_any_group(chat: Chat, form: str) -> None:
    for pattern in ("take:*", "lists:*", "lists:*:0", "lists:*:0:1", f"lists:*:0:1:{form}"):
        chat.take(Tapped(chat.offered(pattern)))
    (shown, *_) = chat.turns[-1].utterances
    assert (key(shown), getattr(shown, "part", "")) == ("exhibit.list", f"shopper_categories/former/{form}")
