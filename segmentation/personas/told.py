"""What the owner's answers say of a persona, in the owner's own words or choices."""

from collections.abc import Mapping
from dataclasses import replace

from segmentation.model.beliefs import Beliefs
from segmentation.model.personas import FieldKey, PersonaField, Source
from segmentation.model.values import Money, Number, Range, Terms, Texts, Value

_SEXES = {"mostly_women": "female", "mostly_men": "male"}
QUESTIONS: Mapping[FieldKey, tuple[str, ...]] = {
    FieldKey.AGE: ("age",),
    FieldKey.SEX: ("sex",),
    FieldKey.PLACE: ("region", "region.others"),
    FieldKey.FAMILY: ("family",),
    FieldKey.OCCUPATION: ("occupation",),
    FieldKey.INCOME: ("income",),
    FieldKey.ONLINE_LEVEL: ("online_level",),
    FieldKey.INTERESTS: ("interests", "interests.others"),
    FieldKey.WHAT: ("offer",),
    FieldKey.TOGETHER: ("complementary_goods",),
    FieldKey.WHY: ("buying_reason",),
    FieldKey.WHEN: ("buying_time", "seasons"),
    FieldKey.WHERE: ("places", "places.others"),
    FieldKey.NEEDS: ("problem",),
    FieldKey.BRANDS: ("competitor_brands",),
    FieldKey.BASKET: ("average_order", "usual_price"),
    FieldKey.FREQUENCY: ("frequency",),
    FieldKey.LAST_ORDER: ("last_visit",),
}
"""The questions that can fill a field, the best first."""


def told(beliefs: Beliefs) -> Mapping[FieldKey, PersonaField]:
    """The fields the answers can fill."""
    answers = {key: _first(beliefs, questions) for key, questions in QUESTIONS.items()}
    return {key: PersonaField(key, answer, Source.TOLD) for key, answer in answers.items() if answer}


def _first(beliefs: Beliefs, questions: tuple[str, ...]) -> Value | None:
    found = (_in_full(beliefs, question) for question in questions)
    return next((answer for answer in found if answer and says_something(answer)), None)


def _in_full(beliefs: Beliefs, question: str) -> Value | None:
    """The answer with what was typed beside its options."""
    match beliefs.get(question), beliefs.get(f"{question}.others"):
        case Terms() as answer, Texts(texts=others):
            return replace(answer, others=others)
        case answer, _:
            return answer


def says_something(answer: Value) -> bool:
    """False for an empty list of words and for the choice `none`."""
    match answer:
        case Terms(terms=terms):
            return bool(terms) and terms != ("none",)
        case Texts(texts=texts):
            return any(text.strip() for text in texts)
        case Number() | Money() | Range():
            return True
        case _:
            return False


def terms(beliefs: Beliefs, question: str) -> tuple[str, ...]:
    """The options chosen; () when the question was skipped."""
    match beliefs.get(question):
        case Terms(terms=chosen):
            return chosen
        case _:
            return ()


def text(beliefs: Beliefs, question: str) -> str:
    """The owner's words, several joined by commas; "" when the question was skipped."""
    match beliefs.get(question):
        case Texts(texts=texts):
            return ", ".join(each.strip() for each in texts if each.strip())
        case _:
            return ""


def sex_told(beliefs: Beliefs) -> str | None:
    """The sex of most of them: female or male."""
    return next((_SEXES[term] for term in terms(beliefs, "sex") if term in _SEXES), None)


def age_told(beliefs: Beliefs) -> float | None:
    """The middle of the ages; the end that was told, where the other is open."""
    match beliefs.get("age"):
        case Range(low=low, high=high):
            ends = [end for end in (low, high) if end is not None]
            return sum(ends) / len(ends) if ends else None
        case _:
            return None
