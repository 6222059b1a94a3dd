"""What people type, in the scripts they type it in."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.dialogue.answers import Answer, Choice, Choices, NumberRange, Quantity, Sum, WordList, Words
from bot.dialogue.questions import QUESTIONS, Kind, Question, get
from bot.dialogue.validation import LONGEST_ITEM, LONGEST_TEXT, MOST_ITEMS, NoAnswer, Refusal, parse

YEAR = 2026
KINDS = {
    Kind.CHOICE: Choice,
    Kind.CHOICES: Choices,
    Kind.RANGE: NumberRange,
    Kind.NUMBER: Quantity,
    Kind.MONEY: Sum,
    Kind.TEXT: Words,
    Kind.LIST: WordList,
}


def _read(question: str, typed: str) -> Answer | NoAnswer | Refusal:
    return parse(get(question), typed, YEAR)


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("$25", "25", "USD"),
        ("25 USD", "25", "USD"),
        ("US$ 25", "25", "USD"),
        ("25 usd", "25", "USD"),
        ("about 25 bucks", "25", "USD"),
        ("HK$100", "100", "HKD"),
        ("25,50 €", "25.50", "EUR"),
        ("1.299,00", "1299.00", None),
        ("1,299.00", "1299.00", None),
        ("1,299", "1299", None),
        ("1'299.50 CHF", "1299.50", "CHF"),
        ("1 299,00 руб", "1299.00", "RUB"),
        ("2 тыс. рублей", "2000", "RUB"),
        ("¥199", "199", "CNY"),
        ("199元", "199", "CNY"),
        ("１９９元", "199", "CNY"),
        ("1.5万", "15000", None),
        ("1.125万元", "11250", "CNY"),
        ("3千块", "3000", "CNY"),
        ("2500円", "2500", "JPY"),
        ("Rp 150.000", "150000", "IDR"),
        ("1,29,900 rs", "129900", "INR"),
        ("2 lakh", "200000", None),
        ("25k", "25000", None),
        ("٢٥ ريال", "25", "SAR"),
        ("١٬٢٥٠٫٥٠", "1250.50", None),
        ("២៥០០០៛", "25000", "KHR"),
        ("໕໐໐໐໐ ກີບ", "50000", "LAK"),
        ("๒๕๐ บาท", "250", "THB"),
        ("150.000 ₫", "150000", "VND"),
        ("0.125", "0.125", None),
        ("25 per worker", "25", None),
    ],
)
def test_money_is_read_in_many_hands(typed: str, amount: str, currency: str | None) -> None:
    assert _read("usual_price", typed) == Sum(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("cheap", "money"),
        ("八九百", "money"),
        ("统一价", "money"),
        ("20-30-40", "money_two_numbers"),
        ("2 for $25", "money_two_numbers"),
        ("-5", "money_negative"),
        ("0", "money_zero"),
        ("9" * 13, "money_too_large"),
        ("9" * 40, "money_too_large"),
        ("???", "no_words"),
        ("", "no_words"),
    ],
)
def test_money_that_cannot_be_meant_is_refused_with_a_reason(typed: str, code: str) -> None:
    refused = _read("usual_price", typed)
    assert isinstance(refused, Refusal)
    assert refused.code == code


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("三百", 300),
        ("两百六左右", 260),
        ("两百零六", 206),
        ("一千五", 1500),
        ("三万二", 32_000),
        ("十二块", 12),
        ("一百二十万", 1_200_000),
        ("大概五块", 5),
        ("统一价三十", 30),
    ],
)
def test_amounts_are_understood_as_they_are_spoken_in_chinese(typed: str, amount: int) -> None:
    read = _read("usual_price", typed)
    assert isinstance(read, Sum)
    assert read.amount == amount


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("about £20-25", "22.5", "GBP"),
        ("20 to 30", "25", None),
        ("300-400块", "350", "CNY"),
        ("300块到400块", "350", "CNY"),
        ("3-5千", "4000", None),
        ("三百到四百", "350", None),
        ("800-1千", "900", None),
    ],
)
def test_of_a_span_of_amounts_the_middle_counts(typed: str, amount: str, currency: str | None) -> None:
    assert _read("usual_price", typed) == Sum(Decimal(amount), currency)


def test_shares_are_understood_as_they_are_spoken() -> None:
    assert _read("bargain_share", "三成") == Quantity(30.0, "percent")
    assert _read("bargain_share", "一半左右") == Quantity(50.0, "percent")


def test_ages_are_understood_as_they_are_spoken_in_chinese() -> None:
    assert _read("age", "三十到五十五岁") == NumberRange(30, 55, "years")
    assert _read("age", "四十多岁") == NumberRange(40, 49, "years")


def test_a_space_parts_chinese_items_and_no_others() -> None:
    assert _read("owned_things", "房子 车") == WordList(("房子", "车"))
    assert _read("owned_things", "a new car") == WordList(("a new car",))


def test_a_budget_may_be_nothing() -> None:
    assert _read("budget", "0") == Sum(Decimal(0))


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("25-35", 25, 35),
        ("25–35", 25, 35),
        ("25 - 35 years", 25, 35),
        ("25 to 35", 25, 35),
        ("between 35 and 25", 25, 35),
        ("от 25 до 35", 25, 35),
        ("25岁到35岁", 25, 35),
        ("２５至３５", 25, 35),
        ("٢٥-٣٥", 25, 35),
        ("២៥-៣៥", 25, 35),
        ("๒๕-๓๕", 25, 35),
        ("໒໕-໓໕", 25, 35),
        ("25", 25, 25),
        ("over 60", 60, None),
        ("60+", 60, None),
        ("18 and older", 18, None),
        ("60岁以上", 60, None),
        ("от 25", 25, None),
        ("under 18", None, 17),
        ("18岁以下", None, 18),
        ("до 35", None, 35),
        ("30s", 30, 39),
        ("30多岁", 30, 39),
        ("90后", 27, 36),
        ("95后", 27, 31),
        ("00后", 17, 26),
        ("80后90后", 27, 46),
        ("80、90后为主", 27, 46),
    ],
)
def test_ages_are_read_in_many_hands(typed: str, low: int | None, high: int | None) -> None:
    assert _read("age", typed) == NumberRange(low, high, "years")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("young", "range"),
        ("20 30 40", "range"),
        ("-5", "range"),
        ("250", "range_too_high"),
        ("9" * 1_999, "range_too_high"),
        ("9" * 5_000, "text_too_long"),
    ],
)
def test_ages_that_cannot_be_meant_are_refused_with_a_reason(typed: str, code: str) -> None:
    refused = _read("age", typed)
    assert isinstance(refused, Refusal)
    assert refused.code == code


@pytest.mark.parametrize(
    ("typed", "percent"),
    [("30", 30), ("30%", 30), ("３０％", 30), ("12,5 %", 12.5), ("三0", None), ("3成", 30), ("0", 0)],
)
def test_shares_are_read_as_percent(typed: str, percent: float | None) -> None:
    read = _read("bargain_share", typed)
    if percent is not None:
        assert read == Quantity(percent, "percent")


@pytest.mark.parametrize(
    ("typed", "code"), [("many", "percent"), ("10-20", "percent"), ("101", "percent_too_high")]
)
def test_shares_that_cannot_be_are_refused(typed: str, code: str) -> None:
    assert _read("bargain_share", typed) == Refusal(code)


def test_options_are_picked_by_number() -> None:
    assert _read("sex", "2") == Choice("sex", "mostly_men")
    assert _read("sex", "２") == Choice("sex", "mostly_men")
    assert _read("audience", "3, 1") == Choices("audience", ("consumers", "trade"))
    assert _read("audience", "1和2") == Choices("audience", ("consumers", "business"))


def test_numbers_that_no_option_has_are_refused() -> None:
    assert _read("sex", "4") == Refusal("pick_one", {"count": 3})
    assert _read("sex", "1 2") == Refusal("pick_one", {"count": 3})
    assert _read("audience", "everybody") == Refusal("pick_some", {"count": 5})


def test_own_words_stand_beside_the_options_they_name() -> None:
    assert _read("region", "China, Middle East; Chile") == Choices(
        "region", ("china", "middle_east"), ("Chile",)
    )
    assert _read("interests", "99") == Choices("interests", (), ("99",))


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("soap, towels", ("soap", "towels")),
        ("香皂、毛巾，蜡烛；茶", ("香皂", "毛巾", "蜡烛", "茶")),
        ("صابون، مناشف", ("صابون", "مناشف")),
        ("- soap\n- towels", ("soap", "towels")),
        ("1. soap\n2) towels", ("soap", "towels")),
        ("Soap, soap, SOAP, tea", ("Soap", "tea")),
        ("7-Eleven, 3M", ("7-Eleven", "3M")),
    ],
)
def test_lists_are_split_where_people_split_them(typed: str, texts: tuple[str, ...]) -> None:
    assert _read("competitors", typed) == WordList(texts)


def test_long_answers_are_refused_with_the_limit() -> None:
    too_many = ",".join(map(str, range(MOST_ITEMS + 1)))
    assert _read("offer", "x" * (LONGEST_TEXT + 1)) == Refusal(
        "text_too_long", {"longest": 500, "length": 501}
    )
    assert _read("competitors", too_many) == Refusal("list_too_long", {"most": 20, "count": 21})
    assert _read("competitors", "x" * (LONGEST_ITEM + 1)) == Refusal("item_too_long", {"longest": 80})


@pytest.mark.parametrize("typed", ["none", "I don't know", "Not sure.", "没有", "不知道。", "нет", "-", "?"])
def test_not_knowing_is_no_answer(typed: str) -> None:
    assert _read("competitors", typed) == NoAnswer()


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert _read("offer", "so\x00ap\u202e \u200b bars\n\n now ") == Words("soap bars\n\nnow")


@given(st.sampled_from(QUESTIONS), st.text(max_size=60))
@example(get("age"), "²")
@example(get("usual_price"), "1.1.1,1")
@example(get("usual_price"), "½ €")
def test_any_text_is_an_answer_of_the_right_kind_or_refused(question: Question, typed: str) -> None:
    read = parse(question, typed, YEAR)
    assert isinstance(read, KINDS[question.kind] | NoAnswer | Refusal)


@given(
    st.integers(0, 120), st.integers(0, 120), st.sampled_from(["{}-{}", "{} to {}", "{}～{}岁", "{} до {}"])
)
def test_a_range_has_its_ends_in_order(one: int, other: int, form: str) -> None:
    read = _read("age", form.format(one, other))
    assert read == NumberRange(min(one, other), max(one, other), "years")


@given(
    st.decimals(min_value=1, max_value=10**9, places=2), st.sampled_from([(",", "."), (".", ","), (" ", ",")])
)
def test_grouped_amounts_mean_the_same_in_every_style(amount: Decimal, style: tuple[str, str]) -> None:
    thousands, point = style
    typed = f"{amount:,.2f}".replace(",", "#").replace(".", point).replace("#", thousands)
    assert _read("usual_price", typed) == Sum(amount)
