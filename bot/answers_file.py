"""Answers to the interview's questions out of a TOML file: `question = answer`.

An option is written as its key, several as a list, an age as a key or [from, to], money as a number or
as "40 EUR", words as text.
"""

import tomllib
from pathlib import Path

from bot.dialogue.answers import Answer, Choice, Choices, NumberRange, WordList
from bot.dialogue.questions import QUESTIONS, Kind, Question
from bot.dialogue.validation import NoAnswer, Refusal, parse
from bot.errors import OwnerFixableError


def read_answers(path: Path, year: int) -> dict[str, Answer]:
    """Answers by question key, as given in `year`. Raises OwnerFixableError naming what cannot be used."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise OwnerFixableError("no_such_file", {"name": path.name}) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise OwnerFixableError("answers_not_toml", {"name": path.name}) from None
    questions = {question.key: question for question in QUESTIONS}
    for key in told:
        if key not in questions:
            raise OwnerFixableError("unknown_question", {"question": key, "known": ", ".join(questions)})
    return {key: _answer(questions[key], value, year) for key, value in told.items()}


def _answer(question: Question, told: object, year: int) -> Answer:
    answer = _from_list(question, told) if isinstance(told, list) else _from_one(question, str(told), year)
    if answer is None:
        allowed = ", ".join(question.labels) or question.kind.value
        raise OwnerFixableError("unknown_answer", {"question": question.key, "allowed": allowed})
    return answer


def _from_one(question: Question, told: str, year: int) -> Answer | None:
    if told in question.options:
        is_choice = question.kind is Kind.CHOICE
        return Choice(question.key, told) if is_choice else Choices(question.key, (told,))
    preset = next((preset.answer for preset in question.presets if preset.option == told), None)
    parsed = preset or parse(question, told, year)
    return None if isinstance(parsed, (Refusal, NoAnswer)) else parsed


def _from_list(question: Question, told: list[object]) -> Answer | None:
    match question.kind, told:
        case Kind.CHOICES, _:
            texts = [str(each) for each in told]
            options = tuple(option for option in question.options if option in texts)
            others = tuple(text for text in texts if text not in question.options)
            return Choices(question.key, options, others) if question.others or not others else None
        case Kind.LIST, _:
            return WordList(tuple(str(each) for each in told))
        case Kind.RANGE, [int() | float() as low, int() | float() as high]:
            return NumberRange(low, high, question.unit)
        case _:
            return None
