"""Any shop, any answers."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable, OrderGaps
from segmentation.model.segments import Segmentation
from segmentation.model.values import Money, Number, Range, Terms, Texts, Value
from tests.personas.shops import Customer, segmented, shop

REGIONS = (
    "china", "taiwan_hong_kong", "southeast_asia", "india", "japan_korea", "russia_cis", "europe",
    "middle_east", "africa", "north_america", "latin_america", "oceania",
)  # fmt: skip
METHODS = {
    "lifecycle": ("first_time", "regular", "special_occasion", "slowing_down", "lapsed"),
    "shopper_categories": (
        "regular_heavy",
        "regular_light",
        "infrequent_heavy",
        "infrequent_light",
        "former",
    ),
    "value_tiers": ("top_20", "next_40", "remaining_40"),
    "demographics": ("female_25_34", "male_any", "any_any"),
    "a_method_of_tomorrow": ("one", "two"),
}
_CHOICES = {
    "audience": ("consumers", "business", "trade", "professionals", "public"),
    "places": ("online", "near_home", "mall", "market"),
    "buying_time": ("weekday_morning", "weekday_day", "weekday_evening", "weekend", "payday", "holidays"),
    "compares": ("performance", "features", "reviews", "price", "service"),
    "own_channels": ("in_store", "wechat", "instagram", "email", "sms", "marketplace", "whatsapp"),
    "buying_reason": (
        "need",
        "replace",
        "gift",
        "treat",
        "save_time",
        "look_good",
        "fear",
        "habit",
        "recommendation",
    ),
    "style": ("affordable", "premium", "modern", "traditional", "playful", "natural", "expert", "personal"),
    "contact_data": ("name", "address", "email", "phone", "messenger", "none"),
    "retention": ("customer_sale", "reward_referral", "greetings", "extra_hours", "none"),
    "region": REGIONS,
}
_CHOICE = {
    "sex": ("mostly_women", "mostly_men", "both"),
    "online_level": ("lives_online", "average", "rarely"),
    "frequency": ("daily", "weekly", "monthly", "quarterly", "yearly", "once"),
    "buyer_mix": ("first_time", "regular", "special_occasion", "mixed"),
    "income": ("low", "high"),
    "last_visit": ("this_week", "this_month", "this_quarter", "this_year", "longer"),
    "feedback_way": ("survey", "none"),
}
Made = tuple[CustomerTable, Segmentation]

_words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_money = st.builds(Money, st.decimals(0, 10_000, places=2), st.sampled_from([None, "EUR", "CNY"]))


def _some(question: str, options: Sequence[str]) -> st.SearchStrategy[Value]:
    chosen = st.lists(st.sampled_from(options), unique=True)
    return chosen.map(lambda terms: Terms(question, tuple(terms)))


def _one(question: str, options: Sequence[str]) -> st.SearchStrategy[Value]:
    return st.sampled_from(options).map(lambda term: Terms(question, (term,)))


@st.composite
def beliefs(draw: st.DrawFn) -> Beliefs:
    """Some questions answered, the others skipped."""
    answers: dict[str, st.SearchStrategy[Value]] = {
        question: _some(question, options) for question, options in _CHOICES.items()
    }
    answers |= {question: _one(question, options) for question, options in _CHOICE.items()}
    answers |= {
        "age": st.sampled_from([Range(25, 34, "years"), Range(65, None, "years"), Range(None, 17, "years")])
    }
    answers |= {"average_order": _money, "budget": _money, "bargain_share": st.just(Number(50, "percent"))}
    texts = (
        "offer", "problem", "strength", "unwanted_group", "best_group", "complementary_goods", "substitutes",
        "review_sites", "own_channels.others",
    )  # fmt: skip
    answers |= {question: st.builds(lambda word: Texts((word,)), _words) for question in texts}
    asked = draw(st.sets(st.sampled_from(sorted(answers))))
    return Beliefs({question: draw(answers[question]) for question in sorted(asked)})


_customer = st.builds(
    Customer,
    ago=st.lists(st.integers(0, 900), unique=True, max_size=5),
    paid=st.floats(0, 5_000).map(lambda amount: round(amount, 2)),
    age=st.one_of(st.just(np.nan), st.floats(14, 95)),
    sex=st.sampled_from([None, "female", "male"]),
    country=st.sampled_from([None, "United Kingdom", "中国", "India", "Россия", "Narnia", "VN"]),
    city=st.sampled_from([None, "Leeds", "上海"]),
    source=st.sampled_from([None, "Instagram", "抖音", "a friend", "Google"]),
    category=st.sampled_from([None, "Tea", "Postage", "茶具"]),
    weekday=st.sampled_from([None, "mon", "sat"]),
    day_part=st.sampled_from([None, "morning", "day", "evening", "night"]),
    month=st.sampled_from([None, "1", "12"]),
    hour=st.one_of(st.just(np.nan), st.floats(0, 23)),
    same_season=st.booleans(),
    email=st.booleans(),
    phone=st.booleans(),
)  # fmt: skip


@st.composite
def shops(draw: st.DrawFn) -> Made:
    """A table of customers and any segmentation of them."""
    customers = draw(st.lists(_customer, min_size=1, max_size=25))
    gaps = draw(st.sampled_from([OrderGaps(0, np.nan, np.nan, np.nan), OrderGaps(40, 20.0, 90.0, 45.0, 20)]))
    table = shop(customers, currency=draw(st.sampled_from([None, "EUR"])), gaps=gaps)
    method = draw(st.sampled_from(sorted(METHODS)))
    keys = METHODS[method]
    segments = [draw(st.sampled_from(keys)) for _ in customers]
    return table, segmented(table, segments, method=method, keys=keys)
