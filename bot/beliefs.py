"""What the owner answered, in the words of the method."""

from collections.abc import Mapping
from typing import assert_never

from bot.dialogue.answers import Answer, Choice, Choices, NumberRange, Quantity, Sum, WordList, Words
from bot.dialogue.interview import Keeping
from segmentation.model import adjustments
from segmentation.model.beliefs import Beliefs
from segmentation.model.values import Money, Number, Range, Terms, Texts, Value


def beliefs(
    answers: Mapping[str, Answer],
    wishes: Mapping[str, float] | None = None,
    keeping: Keeping | None = None,
) -> Beliefs:
    """Answers by question key as beliefs under the same keys, with what is wanted of the groups.

    What an owner typed beside the options of a question stands under `<question>.others`.
    """
    told: dict[str, Value] = {question: value(answer) for question, answer in answers.items()}
    for question, answer in answers.items():
        if isinstance(answer, Choices) and answer.others:
            told[f"{question}.others"] = Texts(answer.others)
    return Beliefs(told, dict(wishes or {}), None if keeping is None else _keeping(keeping))


def _keeping(keeping: Keeping) -> adjustments.Keeping:
    pins = keeping.pins
    return adjustments.Keeping(pins.analysis, pins.groups, keeping.merged, keeping.others_stay)


def value(answer: Answer) -> Value:  # noqa: PLR0911  (one return per kind of answer)
    """One answer as a value of the method, without what was typed beside its options."""
    match answer:
        case Choice(question, option):
            return Terms(question, (option,))
        case Choices(question, options, _):
            return Terms(question, options)
        case NumberRange(low, high, unit):
            return Range(low, high, unit)
        case Quantity(number, unit):
            return Number(number, unit)
        case Sum(amount, currency):
            return Money(amount, currency)
        case Words(text):
            return Texts((text,))
        case WordList(texts):
            return Texts(texts)
        case _:
            assert_never(answer)
