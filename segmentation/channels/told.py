"""What answers alone say of how to reach people. It loads nothing that computes: the chat needs it, too."""

from collections.abc import Iterator

from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice
from segmentation.personas.regions import regions_of
from segmentation.personas.told import terms, text

_WORDS_TO_SPEAK_OF = ("problem", "strength", "substitutes")
_ANSWERS_TO_SPEAK_OF = {"buying_reason": 2, "compares": 2, "style": 1}
"""Questions whose options say how to speak, and how many of them fit into one message."""


def regions_told(beliefs: Beliefs) -> tuple[str, ...]:
    """Those that were ticked, and those of countries that were typed."""
    return tuple(dict.fromkeys((*terms(beliefs, "region"), *_written_regions(beliefs))))


def _written_regions(beliefs: Beliefs) -> Iterator[str]:
    """Of the countries that the owner typed instead of ticking a region."""
    for word in text(beliefs, "region.others").split(","):
        yield from regions_of({word: 1})


def online_level_told(beliefs: Beliefs) -> str | None:
    return next(iter(terms(beliefs, "online_level")), None)


def times_told(beliefs: Beliefs) -> tuple[Advice, ...]:
    """When they buy: `timing.told.<option>`."""
    return tuple(Advice(f"timing.told.{each}") for each in terms(beliefs, "buying_time"))


def say_as_told(beliefs: Beliefs) -> tuple[Advice, ...]:
    """What to speak of: `say.<question>`, or `say.<question>.<option>`."""
    told = ((question, text(beliefs, question)) for question in _WORDS_TO_SPEAK_OF)
    advice = [Advice(f"say.{question}", {question: words}) for question, words in told if words]
    for question, most in _ANSWERS_TO_SPEAK_OF.items():
        advice += [Advice(f"say.{question}.{each}") for each in terms(beliefs, question)[:most]]
    return tuple(advice)
