"""Events, interviews and replies as JSON text and back, for the database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from cattrs.preconf.orjson import OrjsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from bot.dialogue.answers import Answer
from bot.dialogue.inbound import Inbound
from bot.dialogue.interview import Interview
from bot.messages import Reply
from bot.settings import DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class Offer:
    """A button before the owner, which they may also answer by typing its label."""

    label: str
    data: str


def inbound_to_json(inbound: Inbound) -> str:
    return _dumps(inbound, unstructure_as=Inbound)


def inbound_from_json(text: str) -> Inbound:
    return _converter().loads(text, Inbound)  # type: ignore[arg-type]  # a union is no type


def reply_to_json(reply: Reply) -> str:
    return _dumps(reply, unstructure_as=Reply)


def reply_from_json(text: str) -> Reply:
    return _converter().loads(text, Reply)  # type: ignore[arg-type]  # a union is no type


def state_to_json(interview: Interview) -> str:
    """The interview without its answers, which are kept one by one."""
    return _dumps(replace(interview, answers={}))


def answers_to_json(answers: Mapping[str, Answer]) -> Mapping[str, str]:
    return {question: _dumps(answer, unstructure_as=Answer) for question, answer in answers.items()}


def answers_from_json(texts: Mapping[str, str]) -> Mapping[str, Answer]:
    return {question: _converter().loads(text, Answer) for question, text in texts.items()}  # type: ignore[arg-type]


def interview_from_json(
    state: str, answers: Mapping[str, str], language: str = DEFAULT_LANGUAGE
) -> Interview:
    """Without a `state` it has not begun yet; it is to begin in `language`."""
    interview = _converter().loads(state, Interview) if state else Interview(language)
    return replace(interview, answers=answers_from_json(answers))


def offers_to_json(offers: tuple[Offer, ...]) -> str:
    return _dumps(offers)


def offers_from_json(text: str) -> tuple[Offer, ...]:
    return _converter().loads(text, tuple[Offer, ...])


def words_to_json(words: Mapping[str, str]) -> str:
    """The owner's words on a file: roles by column, or options by kind of choice."""
    return json.dumps(dict(words), ensure_ascii=False)


def words_from_json(text: str) -> Mapping[str, str]:
    return _converter().loads(text, dict[str, str])


def _dumps(value: object, unstructure_as: object = None) -> str:
    return _converter().dumps(value, unstructure_as=unstructure_as).decode()


@cache
def _converter() -> OrjsonConverter:
    # What is as always is left out: that is most of an interview, and of every button.
    converter = make_converter(omit_if_default=True, detailed_validation=False)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    for union in (Answer, Inbound, Reply):
        configure_tagged_union(union, converter, tag_name="kind")
    converter.register_unstructure_hook_func(_is_answer_or_none, _unstructure_answer_or_none)
    return converter


def _is_answer_or_none(kind: object) -> bool:
    # Reading such a field finds the union by itself; writing it would leave out the tag.
    return kind == Answer | None


def _unstructure_answer_or_none(answer: Answer | None) -> object:
    return None if answer is None else _converter().unstructure(answer, unstructure_as=Answer)
