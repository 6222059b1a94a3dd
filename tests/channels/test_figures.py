"""Amounts, days and counts in the plan are worked out from the file and the answers."""

from decimal import Decimal

import pytest
from hypothesis import given, settings

from segmentation.channels.plan import plan
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice, PersonaPlan, Plan
from segmentation.model.customers import CustomerTable, OrderGaps
from segmentation.model.segments import Segmentation
from segmentation.model.values import Money
from segmentation.personas.build import personas
from tests.personas.shops import NO_GAPS, Customer, all_in, segmented, shop
from tests.personas.strategies import Made, beliefs, shops

GAPS = OrderGaps(120, 25.0, 80.0, 40.0, customers=40)


def planned(table: CustomerTable, segmentation: Segmentation, told: Beliefs | None = None) -> Plan:
    told = told or Beliefs()
    return plan(personas(table, segmentation, told, "en"), table, segmentation, told)


def only(table: CustomerTable, segment: str) -> PersonaPlan:
    (one,) = planned(table, all_in(segment, table)).personas
    return one


def found(key: str, advice: tuple[Advice, ...]) -> Advice | None:
    return next((each for each in advice if each.key == key), None)


def test_the_second_sale_is_planned_by_the_days_between_orders_of_the_shop() -> None:
    one = only(shop([Customer(ago=(5,))] * 20, gaps=GAPS), "first_time")
    steps = found("actions.second_sale_plan", one.actions)
    assert steps is not None
    assert steps.values == {"thank_days": 3, "idea_days": 20, "offer_days": 40, "last_days": 80, "n": 40}


def test_in_a_shop_people_come_to_every_other_day_the_steps_follow_each_other_all_the_same() -> None:
    one = only(
        shop([Customer(ago=(5,))] * 20, gaps=OrderGaps(400, 1.0, 3.0, 2.0, customers=90)), "first_time"
    )
    steps = found("actions.second_sale_plan", one.actions)
    assert steps is not None
    assert list(steps.values.values()) == [3, 4, 5, 6, 90]


def test_without_repeat_orders_no_days_are_invented() -> None:
    one = only(shop([Customer(ago=(5,))] * 20, gaps=NO_GAPS), "first_time")
    assert found("actions.second_sale_plan", one.actions) is None
    assert found("timing.due_first_time", one.timing) is None


def test_winning_back_begins_with_those_who_spent_more_than_the_average_customer() -> None:
    lapsed = [Customer(ago=(400,), paid=500.0)] * 3 + [Customer(ago=(400,), paid=10.0)] * 7
    present = [Customer(ago=(9,), paid=47.0)] * 10
    table = shop(lapsed + present)
    made = planned(table, segmented(table, ["lapsed"] * 10 + ["regular"] * 10))
    (one,) = (each for each in made.personas if each.persona == "lifecycle.lapsed")
    first = found("actions.win_back_first", one.actions)
    assert first is not None
    assert first.values == {"count": 3, "amount": 102.0, "currency": "EUR"}


def test_the_programme_costs_half_an_average_order_for_every_tenth_a_year() -> None:
    one = only(shop([Customer(ago=(730, 365, 0), paid=80.0)] * 20), "regular")
    cost = found("actions.programme_cost", one.actions)
    assert cost is not None
    # 60 orders of 80 in two years: 30 a year, three of them rewarded with 40.
    assert cost.values == {"every": 10, "reward": 40.0, "cost": 120.0, "currency": "EUR", "n": 20}


def test_a_file_of_a_few_weeks_gives_no_cost_of_a_year() -> None:
    one = only(shop([Customer(ago=(20, 10, 0))] * 20), "regular")
    assert found("actions.programme_cost", one.actions) is None


def test_hours_are_those_of_the_middle_half() -> None:
    hours = [8.0, 9.5, 10.0, 10.5, 11.2, 12.0, 21.0]
    one = only(shop([Customer(hour=hour) for hour in hours]), "regular")
    shown = found("timing.hours", one.timing)
    assert shown is not None
    assert shown.values == {"from_hour": 9, "to_hour": 12, "n": 7}


def test_who_orders_within_the_last_hour_is_in_the_span() -> None:
    customers = [Customer(hour=10.0)] * 10 + [Customer(hour=14.0)] * 10
    shown = found("timing.hours", only(shop(customers), "regular").timing)
    assert shown is not None
    assert shown.values == {"from_hour": 10, "to_hour": 15, "n": 20}


def test_the_hours_of_a_bar_go_past_midnight() -> None:
    hours = [22.0, 22.5, 23.0, 23.5, 0.0, 0.5, 1.0, 1.5, 12.0]
    shown = found("timing.hours", only(shop([Customer(hour=hour) for hour in hours]), "regular").timing)
    assert shown is not None
    assert shown.values == {"from_hour": 22, "to_hour": 1, "n": 9}


def test_people_with_their_own_dates_are_found_in_any_group() -> None:
    dated = [Customer(ago=(700, 335), month="4", same_season=True)] * 12
    table = shop(dated + [Customer()] * 28)
    shown = found("timing.some_have_dates", only(table, "lapsed").timing)
    assert shown is not None
    assert shown.values == {"date_share": 0.3, "n": 40, "month": "4"}
    few = shop(dated[:2] + [Customer()] * 38)
    assert found("timing.some_have_dates", only(few, "lapsed").timing) is None


def test_their_words_are_what_they_buy_more_than_others() -> None:
    gifts = [Customer(category="Tea")] * 12 + [Customer(category="Gifts")] * 10
    table = shop(gifts + [Customer(category="Tea")] * 60)
    made = planned(table, segmented(table, ["special_occasion"] * 22 + ["regular"] * 60))
    (one,) = (each for each in made.personas if each.persona == "lifecycle.special_occasion")
    words = found("say.their_words", one.say)
    assert words is not None
    assert words.values == {"words": "Gifts · Tea"}


def test_the_budget_of_present_customers_is_split_by_what_a_group_brings_and_what_care_changes() -> None:
    table = shop([Customer(ago=(9,), paid=100.0)] * 10 + [Customer(ago=(9, 5), paid=100.0)] * 10)
    told = Beliefs({"budget": Money(Decimal(1000), "EUR")})
    made = planned(table, segmented(table, ["first_time"] * 10 + ["regular"] * 10), told)
    parts = {each.persona: found("actions.budget_part", each.actions) for each in made.personas}
    # 20 % of 1,000 is 200; revenue 1,000 at double effort and 2,000 at single effort weigh the same.
    assert {key: part and part.values["amount"] for key, part in parts.items()} == {
        "lifecycle.first_time": 100.0,
        "lifecycle.regular": 100.0,
    }


@given(shops(), beliefs())
@settings(max_examples=25, deadline=None)
def test_the_parts_of_the_budget_never_exceed_a_fifth_of_it(made: Made, told: Beliefs) -> None:
    budget = told.get("budget")
    parts = [found("actions.budget_part", each.actions) for each in planned(*made, told).personas]
    spent = sum(float(part.values["amount"]) for part in parts if part)
    assert isinstance(budget, Money) or spent == 0
    if isinstance(budget, Money):
        assert spent <= float(budget.amount) * 0.2 + 0.01


@pytest.mark.parametrize("segment", ["first_time", "regular", "special_occasion", "slowing_down", "lapsed"])
def test_every_stage_has_something_to_say_to_avoid_and_to_do(segment: str) -> None:
    one = only(shop([Customer()] * 20), segment)
    assert one.say
    assert one.avoid
    assert one.actions
    assert one.timing
