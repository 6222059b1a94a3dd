"""What the plan says to each kind of customer, when, and what it leaves."""

from decimal import Decimal

from segmentation.model.values import Money, Terms, Texts
from tests.channels.plans import ENTRIES, channels, hypothesis_plan, keys, plan_for, planned
from tests.personas.shops import Customer, all_in, segmented, shop


def test_present_customers_are_spoken_to_personally_first() -> None:
    one = plan_for("regular", Customer(country="France", phone=True, email=True))
    assert one.channels[0].channel == "phone_call"


def test_small_baskets_are_not_called() -> None:
    table = shop([Customer(country="France", phone=True)] * 40)
    keys_ = ("regular_heavy", "infrequent_light")
    light = segmented(table, ["infrequent_light"] * 40, method="shopper_categories", keys=keys_)
    (one,) = planned(table, light).personas
    assert "phone_call" not in channels(one)


def test_lapsed_customers_are_asked_before_they_are_made_an_offer() -> None:
    one = plan_for("lapsed", Customer(ago=(400, 380)))
    asked = keys(one.actions).index("actions.ask_why_first")
    assert asked < keys(one.actions).index("actions.offer_only_for_them")
    assert "avoid.offer_before_question" in keys(one.avoid)
    assert "timing.letter_each_quarter" not in keys(one.timing)


def test_first_time_buyers_get_the_second_sale_when_it_is_due() -> None:
    one = plan_for("first_time", Customer(ago=(9,)))
    assert keys(one.actions)[0] == "actions.second_sale"
    due = next(each for each in one.timing if each.key == "timing.due_first_time")
    assert due.values == {"days": 40, "n": 40}


def test_occasion_buyers_are_reminded_and_otherwise_left_alone() -> None:
    one = plan_for("special_occasion", Customer(ago=(700, 340), month="12", same_season=True))
    assert "timing.weeks_before_date" in keys(one.timing)
    assert "timing.letter_each_quarter" not in keys(one.timing)
    assert "avoid.mail_between_dates" in keys(one.avoid)


def test_regulars_get_a_letter_each_quarter_and_two_calls_a_year_if_they_can_be_called() -> None:
    reachable = plan_for("regular", Customer(phone=True, email=True))
    calls = {"timing.letter_each_quarter", "timing.two_calls_a_year", "timing.event_mail"}
    assert calls <= set(keys(reachable.timing))
    unreachable = plan_for("regular", Customer())
    assert "timing.two_calls_a_year" not in keys(unreachable.timing)
    assert "actions.collect_contacts" in keys(unreachable.actions)


def test_a_weekday_is_advised_only_when_it_is_surely_a_favourite() -> None:
    one = plan_for("regular", Customer(weekday="fri"))
    (day,) = (each for each in one.timing if each.key == "timing.weekday")
    assert day.values == {"weekday": "fri", "weekday_share": 1.0, "n": 40}
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    table = shop([Customer(weekday=days[number % 7]) for number in range(42)])
    (even,) = planned(table, all_in("regular", table)).personas
    assert "timing.weekday" not in keys(even.timing)


def test_a_budget_is_named_as_an_amount_for_present_customers() -> None:
    (budget, *_) = hypothesis_plan(budget=Money(Decimal(1000), "EUR")).general
    assert budget.key == "general.budget_present_customers_amount"
    assert (budget.values["least"], budget.values["most"], budget.values["currency"]) == (150, 200, "EUR")
    assert "general.budget_present_customers" in keys(hypothesis_plan().general)


def test_without_a_budget_nothing_is_advised_for_its_price_alone() -> None:
    nothing = Money(Decimal(0), "EUR")
    (one,) = hypothesis_plan(region=Terms("region", ("europe",)), budget=nothing).personas
    assert all(ENTRIES[each.channel].channel.cost != "paid" for each in one.channels)


def test_what_a_shop_has_not_done_for_its_customers_becomes_a_task() -> None:
    done = keys(hypothesis_plan(retention=Terms("retention", ("greetings", "customer_sale"))).general)
    assert [key for key in done if key.startswith("general.retention")] == [
        "general.retention.reward_referral",
        "general.retention.extra_hours",
    ]
    assert "general.retention_check" in keys(hypothesis_plan().general)


def test_a_group_nobody_wants_gets_no_money() -> None:
    (unwanted,) = (
        each
        for each in hypothesis_plan(unwanted_group=Texts(("bargain hunters",))).general
        if each.key == "general.do_not_spend_on"
    )
    assert unwanted.values == {"group": "bargain hunters"}


def test_motives_doubts_and_tone_told_shape_what_to_say() -> None:
    (one,) = hypothesis_plan(
        buying_reason=Terms("buying_reason", ("gift", "fear", "habit")),
        compares=Terms("compares", ("reviews",)),
        style=Terms("style", ("personal", "expert")),
        substitutes=Texts(("a bottle of wine",)),
    ).personas
    said = keys(one.say)
    assert {"say.buying_reason.gift", "say.buying_reason.fear", "say.compares.reviews"} <= set(said)
    assert [key for key in said if key.startswith("say.style")] == ["say.style.personal"]
    assert "say.buying_reason.habit" not in said
    assert "say.substitutes" in said


def test_image_and_product_messages_are_kept_apart() -> None:
    assert "general.image_or_product" in keys(hypothesis_plan().general)
