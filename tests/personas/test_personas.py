"""Every persona says only what somebody counted, told or a named rule assumes."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from prompts.values import catalog, tell
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Money, Number, Range, Shares, Terms, Texts
from segmentation.personas.build import hypotheses, personas
from tests.personas.shops import Customer, all_in, segmented, shop
from tests.personas.strategies import Made, beliefs, shops

LANGUAGES = ("en", "zh")
NOTHING_TOLD = Beliefs()


def field(persona: Persona, key: FieldKey) -> PersonaField | None:
    return next((each for each in persona.fields if each.key is key), None)


def filled(persona: Persona, key: FieldKey) -> PersonaField:
    found = field(persona, key)
    assert found is not None, key
    return found


def only(table: CustomerTable, segment: str = "regular", told: Beliefs = NOTHING_TOLD) -> Persona:
    (persona,) = personas(table, all_in(segment, table), told, "en")
    return persona


@given(shops(), beliefs())
@settings(max_examples=25, deadline=None)
def test_every_field_has_exactly_the_source_it_claims(made: Made, told: Beliefs) -> None:
    table, segmentation = made
    for persona in personas(table, segmentation, told, "en"):
        assert persona.figures is not None
        for each in persona.fields:
            assert (each.n is not None) == (each.source is Source.MEASURED)
            assert (each.rule is not None) == (each.source is Source.ASSUMED)
            assert each.n is None or 1 <= each.n <= persona.figures.customers
        assert all(1 <= each.n <= persona.figures.customers for each in persona.disagreements)


@given(shops(), beliefs())
@settings(max_examples=25, deadline=None)
def test_everything_a_persona_holds_can_be_said_in_both_languages(made: Made, told: Beliefs) -> None:
    table, segmentation = made
    texts = catalog()
    people = (*personas(table, segmentation, told, "zh"), *hypotheses(told, "zh"))
    for language in LANGUAGES:
        for persona in people:
            assert texts.has(f"rules.{persona.name_rule}", language)
            for each in persona.fields:
                assert texts.has(f"fields.{each.key}", language)
                assert each.rule is None or texts.has(f"rules.{each.rule}", language)
                assert tell(each.value, language) is not None


@given(shops(), beliefs())
@settings(max_examples=20, deadline=None)
def test_the_same_file_and_answers_give_the_same_people(made: Made, told: Beliefs) -> None:
    assert personas(*made, told, "en") == personas(*made, told, "en")
    assert hypotheses(told, "zh") == hypotheses(told, "zh")


@given(shops(), beliefs())
@settings(max_examples=20, deadline=None)
def test_measured_shares_lie_within_their_interval(made: Made, told: Beliefs) -> None:
    for persona in personas(*made, told, "en"):
        for each in persona.fields:
            if each.source is Source.MEASURED and isinstance(each.value, Shares):
                for share in each.value.shares:
                    assert share.low is not None
                    assert share.high is not None
                    assert 0 <= share.low <= share.share <= share.high <= 1


@given(shops(), beliefs())
@settings(max_examples=20, deadline=None)
def test_names_are_distinct_and_fit_the_portrait(made: Made, told: Beliefs) -> None:
    people = personas(*made, told, "en")
    assert len({persona.name for persona in people}) == len(people)
    for persona in (*people, *hypotheses(told, "en")):
        sex, _, band = persona.portrait.partition("_")
        assert sex in {"female", "male", "neutral"}
        assert band in {"22", "35", "50", "65"}


def test_segments_without_customers_are_nobody_and_six_people_are_enough() -> None:
    keys = tuple(f"group_{number}" for number in range(9))
    table = shop([Customer(paid=10.0 + number) for number in range(8)])
    people = personas(table, segmented(table, keys[:8], method="of_tomorrow", keys=keys), NOTHING_TOLD, "en")
    assert [persona.segment for persona in people] == [f"group_{number}" for number in range(7, 1, -1)]


def test_age_is_the_middle_half_of_the_buyers() -> None:
    ages = [20, 30, 31, 32, 33, 34, 35, 36, 60]
    persona = only(shop([Customer(age=age) for age in ages]))
    age = filled(persona, FieldKey.AGE)
    assert (age.value, age.n) == (Range(31, 35, "years"), 9)


def test_the_file_wins_over_what_was_told_and_is_silent_where_it_knows_nothing() -> None:
    told = Beliefs({"age": Range(25, 34, "years"), "sex": Terms("sex", ("mostly_men",))})
    persona = only(shop([Customer(sex="female")] * 12), told=told)
    assert filled(persona, FieldKey.SEX).source is Source.MEASURED
    assert filled(persona, FieldKey.AGE) == PersonaField(FieldKey.AGE, Range(25, 34, "years"), Source.TOLD)
    assert field(persona, FieldKey.FAMILY) is None


def test_basket_and_value_are_those_of_the_segment() -> None:
    table = shop([Customer(ago=(50, 20), paid=10.0), Customer(ago=(5,), paid=40.0)])
    persona = only(table)
    assert persona.figures is not None
    assert filled(persona, FieldKey.BASKET).value == Money(Decimal("20.00"), "EUR")
    assert filled(persona, FieldKey.VALUE).value == Money(Decimal("30.00"), "EUR")
    assert persona.figures.average_order == 20


def test_frequency_is_days_between_orders_and_one_order_where_hardly_anyone_came_back() -> None:
    regulars = only(shop([Customer(ago=(60, 30, 0))] * 5))
    assert filled(regulars, FieldKey.FREQUENCY).value == Number(30.0, "days_between_orders")
    newcomers = only(shop([Customer(ago=(9,))] * 5 + [Customer(ago=(40, 10))]), "first_time")
    assert filled(newcomers, FieldKey.FREQUENCY).value == Number(1.0, "orders")


def test_postage_is_nothing_anybody_came_for() -> None:
    persona = only(shop([Customer(category="Postage")] * 6 + [Customer(category="Tea")] * 2))
    what = filled(persona, FieldKey.WHAT).value
    assert isinstance(what, Shares)
    assert [share.name for share in what.shares] == ["Tea"]


def test_in_a_shop_of_many_goods_a_group_is_known_by_what_it_prefers() -> None:
    many = [Customer(category=f"Good {number}") for number in range(300)]
    table = shop(many + [Customer(category="Lamps")] * 8 + many[:200])
    segments = ["first_time"] * 300 + ["regular"] * 208
    people = personas(table, segmented(table, segments), NOTHING_TOLD, "en")
    found = {persona.segment: field(persona, FieldKey.WHAT) for persona in people}
    assert found["first_time"] is None
    lamps = found["regular"]
    assert lamps is not None
    assert isinstance(lamps.value, Shares)
    assert [(share.name, share.share) for share in lamps.value.shares] == [("Lamps", 8 / 208)]


def test_only_buyers_of_special_dates_have_a_month() -> None:
    """Anybody else's favourite month says no more than when the file ends."""
    buyers = [Customer(ago=(700, 335), month="4", same_season=True)] * 20
    others = [Customer(ago=(40, 3), month="2")] * 20
    assert field(only(shop(others)), FieldKey.WHEN) is None
    when = filled(only(shop(buyers + others), "special_occasion"), FieldKey.WHEN)
    assert isinstance(when.value, Shares)
    assert [(share.name, share.share) for share in when.value.shares] == [("4", 1.0)]
    assert when.n == 20


def test_a_list_of_people_without_orders_has_no_figures_of_buying() -> None:
    table = shop([Customer(ago=(), age=30, sex="female")] * 20)
    segmentation = segmented(table, ["female_25_34"] * 20, method="demographics", keys=("female_25_34",))
    (persona,) = personas(table, segmentation, NOTHING_TOLD, "en")
    bought = {FieldKey.BASKET, FieldKey.FREQUENCY, FieldKey.LAST_ORDER, FieldKey.VALUE}
    assert not bought & {each.key for each in persona.fields}
    assert persona.portrait == "female_35"


def test_a_chinese_customer_has_a_chinese_name_in_the_script_of_the_chat() -> None:
    table = shop([Customer(country="China", sex="female", age=60)] * 4)
    names = {
        language: personas(table, all_in("regular", table), NOTHING_TOLD, language)[0].name
        for language in LANGUAGES
    }
    assert names["en"].isascii()
    assert all("一" <= letter <= "鿿" for letter in names["zh"])


def test_without_a_file_nothing_is_measured() -> None:
    told = Beliefs({"offer": Texts(("tea",)), "age": Range(25, 34, "years"), "problem": Texts(("rest",))})
    (persona,) = hypotheses(told, "en")
    assert persona.is_hypothesis
    assert persona.method is None
    assert {each.source for each in persona.fields} <= {Source.TOLD, Source.ASSUMED}
    assert filled(persona, FieldKey.NEEDS).value == Texts(("rest",))


@pytest.mark.parametrize(
    ("told", "portraits"),
    [
        ({"sex": Terms("sex", ("both",))}, ["female_35", "male_35"]),
        ({"sex": Terms("sex", ("mostly_women",))}, ["female_35"]),
        ({"buyer_mix": Terms("buyer_mix", ("mixed",))}, ["neutral_35", "neutral_35"]),
        ({}, ["neutral_35"]),
    ],
)
def test_answers_of_two_kinds_make_two_hypotheses(told: dict[str, Terms], portraits: list[str]) -> None:
    people = hypotheses(Beliefs(told), "en")
    assert [persona.portrait for persona in people] == portraits
    assert len({persona.key for persona in people}) == len(people)


def test_of_both_sexes_each_hypothesis_is_one_and_says_that_a_rule_made_it_so() -> None:
    woman, man = hypotheses(Beliefs({"sex": Terms("sex", ("both",))}), "en")
    for persona, sex in ((woman, "female"), (man, "male")):
        expected = PersonaField(FieldKey.SEX, Terms("sex", (sex,)), Source.ASSUMED, rule="one_of_each_sex")
        assert field(persona, FieldKey.SEX) == expected


def test_hagglers_doubt_the_price_first() -> None:
    told = Beliefs(
        {"bargain_share": Number(50, "percent"), "compares": Terms("compares", ("reviews", "price"))}
    )
    (persona,) = hypotheses(told, "en")
    objections = filled(persona, FieldKey.OBJECTIONS)
    assert objections.value == Terms("objections", ("price", "reviews"))
    assert objections.rule == "objections_bargaining"


@pytest.mark.reference
def test_ages_of_a_real_list_are_its_quartiles(reference_data: Path) -> None:
    lines = (reference_data / "customers" / "Mall_Customers.csv").read_text().splitlines()[1:]
    ages = [float(line.split(",")[2]) for line in lines]
    persona = only(shop([Customer(age=age) for age in ages]))
    low, high = np.quantile(ages, (0.25, 0.75))
    assert filled(persona, FieldKey.AGE).value == Range(np.floor(low), np.floor(high), "years")


def test_two_spellings_of_a_country_are_one() -> None:
    table = shop(
        [Customer(country="UK")] * 3 + [Customer(country="United Kingdom")] * 4 + [Customer(country="?")]
    )
    (persona,) = personas(table, all_in("regular", table), Beliefs(), "en")
    (place,) = [field for field in persona.fields if field.key is FieldKey.PLACE]
    assert isinstance(place.value, Shares)
    assert [(each.name, each.topic, each.share) for each in place.value.shares] == [
        ("GB", "country", 7 / 8),
        ("?", None, 1 / 8),
    ]


def test_what_was_typed_beside_the_options_of_a_question_is_told_with_them() -> None:
    told = Beliefs({"region": Terms("region", ("europe",)), "region.others": Texts(("Leeds",))})
    (persona, *_) = hypotheses(told, "en")
    place = next(field for field in persona.fields if field.key is FieldKey.PLACE)
    assert tell(place.value, "en") == "Europe · Leeds"
