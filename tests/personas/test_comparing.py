"""Answers that contradict the file give a surprise with its n; answers that fit give none."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from segmentation.model.beliefs import Beliefs
from segmentation.model.comparisons import Comparison, Verdict
from segmentation.model.personas import Disagreement, FieldKey
from segmentation.model.values import Money, Number, Range, Shares, Terms, Value
from segmentation.personas.build import personas
from segmentation.personas.comparing import comparisons
from tests.personas.shops import Customer, all_in, segmented, shop


def surprises(customers: Sequence[Customer], question: str, answer: Value) -> tuple[Disagreement, ...]:
    table = shop(customers)
    (persona,) = personas(table, all_in("regular", table), Beliefs({question: answer}), "en")
    return persona.disagreements


def held_against(customers: Sequence[Customer], question: str, answer: Value) -> tuple[Comparison, ...]:
    return comparisons(shop(customers), Beliefs({question: answer}))


FORTIES = [Customer(age=41 + number % 15) for number in range(60)]
WOMEN = [Customer(sex="female")] * 90 + [Customer(sex="male")] * 10
EVEN = [Customer(sex="female")] * 28 + [Customer(sex="male")] * 32
BRITISH = [Customer(country="United Kingdom")] * 40 + [Customer(country="Unspecified")] * 5
WEEKDAYS = [Customer(weekday="tue")] * 50 + [Customer(weekday="sun")] * 6
LONG_AWAY = [Customer(ago=(700, 500))] * 30
MONTHLY = [Customer(ago=(90, 61, 30, 2), paid=48.0 + number % 5) for number in range(40)]


@pytest.mark.parametrize(
    ("customers", "question", "answer"),
    [
        (FORTIES, "age", Range(25, 34, "years")),
        (FORTIES, "age", Range(65, None, "years")),
        (WOMEN, "sex", Terms("sex", ("mostly_men",))),
        (WOMEN, "sex", Terms("sex", ("both",))),
        (BRITISH, "region", Terms("region", ("china", "india"))),
        (MONTHLY, "average_order", Money(Decimal(120), "EUR")),
        (MONTHLY, "average_order", Money(Decimal(20))),
        (MONTHLY, "frequency", Terms("frequency", ("yearly",))),
        (MONTHLY, "frequency", Terms("frequency", ("daily",))),
        (MONTHLY, "frequency", Terms("frequency", ("once",))),
        (MONTHLY, "buyer_mix", Terms("buyer_mix", ("first_time",))),
        (WEEKDAYS, "buying_time", Terms("buying_time", ("weekend",))),
        (LONG_AWAY, "last_visit", Terms("last_visit", ("this_month",))),
        (MONTHLY, "last_visit", Terms("last_visit", ("longer",))),
    ],
)
def test_an_answer_the_file_contradicts_is_a_surprise(
    customers: list[Customer], question: str, answer: Value
) -> None:
    (surprise,) = surprises(customers, question, answer)
    assert surprise.told == answer
    assert 0 < surprise.n <= len(customers)
    (comparison,) = held_against(customers, question, answer)
    assert comparison.verdict is Verdict.DISAGREES
    assert (comparison.told, comparison.measured) == (surprise.told, surprise.measured)


@pytest.mark.parametrize(
    ("customers", "question", "answer"),
    [
        (FORTIES, "age", Range(45, 54, "years")),
        (FORTIES, "age", Range(None, None, "years")),
        (WOMEN, "sex", Terms("sex", ("mostly_women",))),
        (EVEN, "sex", Terms("sex", ("both",))),
        (BRITISH, "region", Terms("region", ("europe", "china"))),
        (MONTHLY, "average_order", Money(Decimal(55), "EUR")),
        (MONTHLY, "average_order", Money(Decimal(5000), "JPY")),
        (MONTHLY, "frequency", Terms("frequency", ("monthly",))),
        (EVEN, "sex", Terms("sex", ("mostly_women",))),
        (MONTHLY, "buyer_mix", Terms("buyer_mix", ("regular",))),
        (MONTHLY, "buyer_mix", Terms("buyer_mix", ("mixed",))),
        (WEEKDAYS, "buying_time", Terms("buying_time", ("weekday_evening", "weekday_day"))),
        (WEEKDAYS, "buying_time", Terms("buying_time", ("weekend", "payday"))),
        (LONG_AWAY, "last_visit", Terms("last_visit", ("longer",))),
        (MONTHLY, "last_visit", Terms("last_visit", ("this_week",))),
    ],
)
def test_an_answer_the_file_allows_is_no_surprise(
    customers: list[Customer], question: str, answer: Value
) -> None:
    assert surprises(customers, question, answer) == ()
    verdicts = [each.verdict for each in held_against(customers, question, answer)]
    assert Verdict.DISAGREES not in verdicts


@pytest.mark.parametrize(
    ("customers", "question", "answer"),
    [
        (FORTIES, "age", Range(45, 54, "years")),
        (WOMEN, "sex", Terms("sex", ("mostly_women",))),
        (EVEN, "sex", Terms("sex", ("both",))),
        (BRITISH, "region", Terms("region", ("europe", "china"))),
        (MONTHLY, "average_order", Money(Decimal(55), "EUR")),
        (MONTHLY, "frequency", Terms("frequency", ("monthly",))),
        (MONTHLY, "buyer_mix", Terms("buyer_mix", ("regular",))),
        (WEEKDAYS, "buying_time", Terms("buying_time", ("weekday_evening", "weekday_day"))),
        (LONG_AWAY, "last_visit", Terms("last_visit", ("longer",))),
    ],
)
def test_an_answer_the_file_bears_out_is_an_agreement(
    customers: list[Customer], question: str, answer: Value
) -> None:
    (comparison,) = held_against(customers, question, answer)
    assert comparison.verdict is Verdict.AGREES
    assert comparison.told == answer


@pytest.mark.parametrize(
    ("customers", "question", "answer"),
    [
        (FORTIES[:3], "age", Range(25, 34, "years")),
        (WOMEN[:3], "sex", Terms("sex", ("mostly_men",))),
        ([Customer(paid=10.0), Customer(paid=300.0)], "average_order", Money(Decimal(50))),
    ],
)
def test_three_customers_contradict_nobody(customers: list[Customer], question: str, answer: Value) -> None:
    assert surprises(customers, question, answer) == ()
    assert [each.verdict for each in held_against(customers, question, answer)] == [Verdict.OPEN]


def test_an_answer_the_file_knows_nothing_of_is_not_compared() -> None:
    assert held_against(FORTIES, "sex", Terms("sex", ("mostly_men",))) == ()
    assert held_against(FORTIES, "average_order", Money(Decimal(50), "JPY")) == ()


def test_the_surprise_says_what_the_buyers_are_instead() -> None:
    (surprise,) = surprises(FORTIES, "age", Range(25, 34, "years"))
    assert surprise == Disagreement(FieldKey.AGE, Range(25, 34, "years"), Range(44, 52, "years"), 60)


def test_rhythm_is_told_in_the_days_of_those_who_came_back() -> None:
    (surprise,) = surprises(MONTHLY, "frequency", Terms("frequency", ("yearly",)))
    assert isinstance(surprise.measured, Number)
    assert surprise.measured.unit == "days_between_orders"
    assert surprise.measured.number == pytest.approx(29.3, abs=0.1)


def test_a_group_that_differs_from_the_average_contradicts_nothing_that_was_told_of_all() -> None:
    small = [Customer(ago=(9, 5), paid=20.0)] * 50
    large = [Customer(ago=(9, 5), paid=90.0)] * 12
    table = shop(small + large)
    segmentation = segmented(table, ["first_time"] * 50 + ["regular"] * 12)
    told = Beliefs({"average_order": Money(Decimal(30), "EUR")})
    assert [persona.disagreements for persona in personas(table, segmentation, told, "en")] == [(), ()]


def test_only_the_groups_that_share_in_a_contradiction_tell_it() -> None:
    young, old = [Customer(age=22)] * 20, [Customer(age=50)] * 80
    table = shop(young + old)
    segmentation = segmented(table, ["first_time"] * 20 + ["regular"] * 80)
    told = Beliefs({"age": Range(18, 24, "years")})
    found = {each.segment: each.disagreements for each in personas(table, segmentation, told, "en")}
    assert found["first_time"] == ()
    assert [each.n for each in found["regular"]] == [80]


def test_who_comes_again_is_told_in_parts_of_the_customers() -> None:
    """A middle of three orders would say nothing of "mostly first-time buyers"."""
    (comparison,) = held_against(MONTHLY, "buyer_mix", Terms("buyer_mix", ("first_time",)))
    assert isinstance(comparison.measured, Shares)
    assert [(each.name, each.share) for each in comparison.measured.shares] == [("again", 1)]
