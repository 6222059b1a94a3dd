from datetime import date
from decimal import Decimal

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from prompts import typography

ENGLISH = Locale.parse("en")
CHINESE = Locale.parse("zh_Hans_CN")


@pytest.mark.parametrize(
    ("value", "said"),
    [(3, "3"), (2.5, "2.5"), (27.833, "27.8"), (1234567.8, "1,234,568"), (Decimal("-611342.09"), "−611,342")],
)
def test_a_number_has_as_many_decimals_as_can_matter(value: float | Decimal, said: str) -> None:
    assert typography.number(value, locale=ENGLISH) == said


@pytest.mark.parametrize(("value", "said"), [(1.62, "1.6"), (9.96, "10"), (30.1, "30"), (1234.5, "1,234")])
def test_how_many_times_is_said_roughly(value: float, said: str) -> None:
    assert typography.roughly(value, locale=ENGLISH) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0%"), (0.004, "0.4%"), (0.1234, "12%"), (0.996, "99.6%"), (1, "100%")]
)
def test_a_percentage_is_whole_but_never_says_nobody_or_all_wrongly(share: float, said: str) -> None:
    assert typography.percent(share, locale=ENGLISH) == said


@pytest.mark.parametrize(
    ("amount", "currency", "english", "chinese"),
    [
        ("12.5", "CNY", "CN¥12.50", "¥12.50"),
        ("12", "USD", "$12", "US$12"),
        ("8300065.814", "GBP", "£8,300,066", "£8,300,066"),
        ("-20.10", "EUR", "−€20.10", "−€20.10"),
        ("1250.5", None, "1,250", "1,250"),
        ("950.4", "JPY", "¥950", "JP¥950"),
    ],
)
def test_money_is_written_as_people_write_it(
    amount: str, currency: str | None, english: str, chinese: str
) -> None:
    assert typography.money(Decimal(amount), currency, locale=ENGLISH) == english
    assert typography.money(Decimal(amount), currency, locale=CHINESE) == chinese


@pytest.mark.parametrize(
    ("value", "rounded"), [(0, 0), (3, 3), (9.6, 10), (312.4, 310), (3104.6, 3100), (0.2, 0), (446, 450)]
)
def test_an_estimate_is_told_in_two_digits(value: float, rounded: int) -> None:
    assert typography.round_figure(value) == rounded


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("6240000.10", "7251999.99", (6_200_000, 7_300_000)),
        ("23741200", "23991200", (23_740_000, 23_990_000)),
        ("0.00", "9.99", (0, 10)),
        ("5.00", "5.00", (5, 5)),
    ],
)
def test_an_interval_is_told_as_finely_as_its_width_allows(
    low: str, high: str, told: tuple[int, int]
) -> None:
    assert typography.round_span(Decimal(low), Decimal(high)) == told


def test_money_is_called_what_people_call_it() -> None:
    assert typography.currency_name("CNY", locale=CHINESE) == "人民币"
    assert typography.currency_name("EUR", locale=ENGLISH) == "euros"
    assert typography.currency_name("XXQ", locale=ENGLISH) == "XXQ"


def test_days_and_lists_follow_the_language() -> None:
    day = date(2011, 12, 9)
    assert typography.day(day, locale=ENGLISH) == "Dec 9, 2011"
    assert typography.day(day, locale=CHINESE) == "2011年12月9日"
    assert typography.join_list(["a", "b", "c"], locale=CHINESE) == "a、b和c"


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_an_interval_of_shares_carries_one_percent_sign(low: float, high: float) -> None:
    assert typography.percent_span(low, high, locale=ENGLISH).count("%") == 1


def test_an_interval_that_begins_near_nothing_does_not_begin_at_nothing() -> None:
    assert typography.percent_span(0.0021, 0.017, locale=ENGLISH) == "0.2–2%"
    assert typography.percent_span(0, 0.999, locale=ENGLISH) == "0–99.9%"
