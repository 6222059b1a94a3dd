"""The questions and their texts fit together, in every language."""

import pytest

from bot.dialogue.columns import ROLES, UNUSED
from bot.dialogue.inbound import Command, Commanded, Tapped
from bot.dialogue.interview import Interview
from bot.dialogue.questions import EXPRESS, QUESTIONS, Kind, Question, Step
from prompts.catalog import Catalog
from segmentation.model.roles import ColumnRole
from tests.dialogue.chat import Chat, key

CATALOG = Catalog()
LONGEST_LABEL = 28
"""Characters that fit on half the width of a phone, more or less; a wide question has all of it."""

every_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
every_language = pytest.mark.parametrize("language", CATALOG.languages)


@every_language
@every_question
def test_a_question_has_all_its_texts(question: Question, language: str) -> None:
    parts = [f"questions.{question.key}.{part}" for part in ("name", "ask", "why", "help")]
    terms = [f"terms.{question.key}.{option}" for option in question.labels]
    assert all(CATALOG.text(text, language) for text in parts + terms)


@every_language
@every_question
def test_the_reason_is_one_line(question: Question, language: str) -> None:
    assert "\n" not in CATALOG.text(f"questions.{question.key}.why", language)


@every_language
@every_question
def test_labels_are_short_and_different(question: Question, language: str) -> None:
    labels = [CATALOG.text(f"terms.{question.key}.{option}", language) for option in question.labels]
    assert len({label.casefold() for label in labels}) == len(labels)
    assert all(len(label) <= LONGEST_LABEL * (1 + question.wide) for label in labels)


def test_every_question_is_asked_once_in_order_and_then_all_is_done() -> None:
    chat = Chat(Interview("en"))
    chat.take(Commanded(Command.START))
    chat.take(Tapped("full"))
    said = [key(chat.take(Commanded(Command.SKIP)).utterances[-1]) for _ in QUESTIONS]
    assert said == [*(f"questions.{question.key}.ask" for question in QUESTIONS[1:]), "chat.all_done"]


def test_the_short_way_has_eight_questions_from_the_first_step_to_the_lock_on() -> None:
    assert len(EXPRESS) == 8
    assert (EXPRESS[0].step, EXPRESS[-1].step) == (Step.WHO, Step.LOCK_ON)


def test_questions_come_step_by_step() -> None:
    steps = [question.step for question in QUESTIONS]
    assert steps == sorted(steps, key=list(Step).index)
    assert {*steps} == {*Step}


def test_options_and_presets_stand_where_the_kind_wants_them() -> None:
    for question in QUESTIONS:
        assert bool(question.options) == (question.kind in {Kind.CHOICE, Kind.CHOICES})
        assert bool(question.presets) == (question.kind in {Kind.RANGE, Kind.NUMBER})


def test_the_owner_can_choose_every_role_there_is() -> None:
    offered = [role for _, roles in ROLES for role in roles]
    assert sorted([*offered, UNUSED]) == sorted(ColumnRole)
