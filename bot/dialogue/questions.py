"""All questions of the interview, in the order they are asked.

A question is one entry here and its texts in every language: `questions.<key>.name`, `.ask`, `.why`
and `.help`, and `terms.<key>.<option>` for each option.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.answers import NumberRange, Quantity


class Step(StrEnum):
    """The six steps of targeting, and the lock-on that closes them."""

    WHO = "who"
    MEANS = "means"
    HISTORY = "history"
    NEEDS = "needs"
    FREQUENCY = "frequency"
    MARKET = "market"
    LOCK_ON = "lock_on"


class Kind(StrEnum):
    """What an accepted answer is: see bot.dialogue.answers."""

    CHOICE = "choice"
    CHOICES = "choices"
    RANGE = "range"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready answer on a button, `terms.<question>.<option>`."""

    option: str
    answer: NumberRange | Quantity


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    step: Step
    kind: Kind
    options: tuple[str, ...] = ()
    """Of CHOICE and CHOICES."""
    presets: tuple[Preset, ...] = ()
    """Of RANGE and NUMBER."""
    unit: str = ""
    """Of RANGE and NUMBER."""
    express: bool = False
    """One of the few that are asked on the express path."""
    others: bool = False
    """CHOICES that take the owner's own words beside the options."""
    wide: bool = False
    """Its options are long: one button per row."""
    zero: bool = False
    """MONEY that may be nothing at all."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The option keys that stand on buttons, in order."""
        return self.options or tuple(preset.option for preset in self.presets)


def _choice(key: str, step: Step, *options: str, express: bool = False, wide: bool = False) -> Question:
    return Question(key, step, Kind.CHOICE, options=options, express=express, wide=wide)


def _choices(
    key: str, step: Step, *options: str, express: bool = False, others: bool = False, wide: bool = False
) -> Question:
    return Question(key, step, Kind.CHOICES, options=options, express=express, others=others, wide=wide)


def _money(key: str, step: Step, *, express: bool = False, zero: bool = False) -> Question:
    return Question(key, step, Kind.MONEY, express=express, zero=zero)


def _text(key: str, step: Step, *, express: bool = False) -> Question:
    return Question(key, step, Kind.TEXT, express=express)


def _list(key: str, step: Step) -> Question:
    return Question(key, step, Kind.LIST)


def _years(option: str, low: int | None, high: int | None) -> Preset:
    return Preset(option, NumberRange(low, high, "years"))


def _percent(number: int) -> Preset:
    return Preset(str(number), Quantity(number, "percent"))


_AGES = (
    _years("under_18", None, 17),
    _years("18_24", 18, 24),
    _years("25_34", 25, 34),
    _years("35_44", 35, 44),
    _years("45_54", 45, 54),
    _years("55_64", 55, 64),
    _years("65_plus", 65, None),
)

# fmt: off
_WHO = (
    _text("offer", Step.WHO, express=True),
    _choices("audience", Step.WHO, "consumers", "business", "trade", "professionals", "public", wide=True),
    Question("age", Step.WHO, Kind.RANGE, presets=_AGES, unit="years", express=True),
    _choice("sex", Step.WHO, "mostly_women", "mostly_men", "both", express=True),
    _choices("family", Step.WHO, "single", "couple", "young_children", "older_children", "grown_children"),
    _list("occupation", Step.WHO),
    _choice("income", Step.WHO, "low", "modest", "middle", "high", "very_high"),
    _choices(
        "interests", Step.WHO, "home", "family", "beauty", "style", "sport", "food", "travel", "technology",
        "culture", "health", "nature", "business", others=True,
    ),
    _choices(
        "region", Step.WHO, "china", "taiwan_hong_kong", "southeast_asia", "india", "japan_korea",
        "russia_cis", "europe", "middle_east", "africa", "north_america", "latin_america", "oceania",
        express=True, others=True,
    ),
    _choices(
        "places", Step.WHO, "online", "near_home", "mall", "market", "office", "gym", "school", "transport",
        "cafe", others=True,
    ),
    _choices(
        "buying_time", Step.WHO, "weekday_morning", "weekday_day", "weekday_evening", "weekend", "payday",
        "holidays",
    ),
    _choices(
        "buying_reason", Step.WHO, "need", "replace", "gift", "treat", "save_time", "look_good", "fear",
        "habit", "recommendation",
    ),
    _choice("online_level", Step.WHO, "lives_online", "average", "rarely", wide=True),
)

_MEANS = (
    _money("usual_price", Step.MEANS),
    _money("average_order", Step.MEANS, express=True),
    _money("biggest_order", Step.MEANS),
    Question(
        "bargain_share", Step.MEANS, Kind.NUMBER, unit="percent",
        presets=tuple(_percent(number) for number in (0, 10, 30, 50, 80)),
    ),
    _list("owned_things", Step.MEANS),
    _list("big_tickets", Step.MEANS),
)

_HISTORY = (
    _choice("buys_category", Step.HISTORY, "regularly", "sometimes", "first_time", wide=True),
    _list("related_goods", Step.HISTORY),
    _list("complementary_goods", Step.HISTORY),
    _list("competitor_brands", Step.HISTORY),
)

_NEEDS = (
    _text("problem", Step.NEEDS, express=True),
    _choices("compares", Step.NEEDS, "performance", "features", "reviews", "price", "service"),
    _list("review_sites", Step.NEEDS),
    _list("substitutes", Step.NEEDS),
)

_FREQUENCY = (
    _choice(
        "frequency", Step.FREQUENCY, "daily", "weekly", "monthly", "quarterly", "yearly", "once",
        express=True,
    ),
    _choice("buyer_mix", Step.FREQUENCY, "first_time", "regular", "special_occasion", "mixed", wide=True),
    _choices(
        "seasons", Step.FREQUENCY, "spring", "summer", "autumn", "winter", "new_year", "holidays",
        "back_to_school", "none",
    ),
    _choice("last_visit", Step.FREQUENCY, "this_week", "this_month", "this_quarter", "this_year", "longer"),
    _choice("feedback_way", Step.FREQUENCY, "survey", "prize_draw", "talk", "none", wide=True),
)

_MARKET = (
    _text("strength", Step.MARKET),
    _choices(
        "style", Step.MARKET, "affordable", "premium", "modern", "traditional", "playful", "natural",
        "expert", "personal", others=True,
    ),
    _text("appreciates", Step.MARKET),
    _text("best_group", Step.MARKET),
    _text("unwanted_group", Step.MARKET),
    _list("competitors", Step.MARKET),
)

_LOCK_ON = (
    _choices(
        "own_channels", Step.LOCK_ON, "in_store", "website", "wechat", "wechat_groups", "wechat_moments",
        "xiaohongshu", "douyin", "facebook", "instagram", "tiktok", "youtube", "telegram", "whatsapp", "line",
        "email", "sms", "marketplace", express=True, others=True,
    ),
    _money("budget", Step.LOCK_ON, zero=True),
    _choices("contact_data", Step.LOCK_ON, "name", "address", "email", "phone", "messenger", "none"),
    _choices(
        "retention", Step.LOCK_ON, "customer_sale", "reward_referral", "greetings", "extra_hours", "none",
        wide=True,
    ),
)
# fmt: on

QUESTIONS: tuple[Question, ...] = (*_WHO, *_MEANS, *_HISTORY, *_NEEDS, *_FREQUENCY, *_MARKET, *_LOCK_ON)
EXPRESS: tuple[Question, ...] = tuple(question for question in QUESTIONS if question.express)
SIX_STEPS: tuple[Step, ...] = tuple(step for step in Step if step is not Step.LOCK_ON)

_BY_KEY = {question.key: question for question in QUESTIONS}


def find(key: str) -> Question | None:
    """The question with this key; None when there is none, as in data of an older version."""
    return _BY_KEY.get(key)


def get(key: str) -> Question:
    """The question with this key, which is known to exist."""
    return _BY_KEY[key]
