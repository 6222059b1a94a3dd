"""What goes into the database as JSON comes out as it was."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codec import (
    Offer,
    answers_from_json,
    answers_to_json,
    inbound_from_json,
    inbound_to_json,
    interview_from_json,
    offers_from_json,
    offers_to_json,
    reply_from_json,
    reply_to_json,
    state_to_json,
)
from bot.dialogue.answers import Answer, Choice, Choices, NumberRange, Quantity, Sum, WordList, Words
from bot.dialogue.inbound import Inbound
from bot.dialogue.interview import Interview
from bot.messages import Reply

st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
_finite = st.floats(allow_nan=False, allow_infinity=False)
_answers = st.one_of(
    st.builds(Choice),
    st.builds(Choices),
    st.builds(NumberRange, low=st.none() | _finite, high=st.none() | _finite),
    st.builds(Quantity, number=_finite),
    st.builds(Sum),
    st.builds(Words),
    st.builds(WordList),
)
st.register_type_strategy(float, _finite)
st.register_type_strategy(int, st.integers(min_value=-(2**63), max_value=2**63 - 1))  # sizes and counts


@given(st.dictionaries(st.text(), _answers))
def test_answers_of_every_kind(answers: dict[str, Answer]) -> None:
    assert answers_from_json(answers_to_json(answers)) == answers


@given(st.from_type(Inbound))  # type: ignore[arg-type]  # a union is no type
def test_events_of_every_kind(inbound: Inbound) -> None:
    assert inbound_from_json(inbound_to_json(inbound)) == inbound


@given(st.from_type(Reply))  # type: ignore[arg-type]  # a union is no type
def test_replies_of_every_kind(reply: Reply) -> None:
    assert reply_from_json(reply_to_json(reply)) == reply


@settings(max_examples=30)
@given(st.builds(Interview))
def test_an_interview_in_any_state(interview: Interview) -> None:
    answers = answers_to_json(interview.answers)
    assert interview_from_json(state_to_json(interview), answers) == interview


def test_an_interview_of_today_can_read_what_an_older_program_wrote() -> None:
    assert interview_from_json('{"language": "zh"}', {}) == Interview("zh")


def test_offers() -> None:
    offers = (Offer("Да 🙂", "yes"), Offer("No", "no"))
    assert offers_from_json(offers_to_json(offers)) == offers
