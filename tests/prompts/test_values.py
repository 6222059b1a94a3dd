from decimal import Decimal

import pytest

from prompts.values import tell, tell_short
from segmentation.model.values import Money, Number, Range, Share, Shares, Terms, Texts, Value

WOMEN = Shares((Share("female", 0.62, 0.55, 0.69, "sex"), Share("male", 0.38, 0.31, 0.45, "sex")))


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (Range(25, 35, "years"), "25–35 years", "25～35 岁"),
        (Range(65, None, "years"), "65 years or more", "65 岁以上"),
        (Range(None, 17, "years"), "up to 17 years", "17 岁以下"),
        (Range(40, 40, "years"), "40 years", "40 岁"),
        (Range(None, None, "years"), "any", "不限"),
        (Number(1, "days"), "1 day", "1 天"),
        (Number(33.4, "days_between_orders"), "every 33 days", "每 33 天一单"),
        (Number(0, "days_ago"), "today", "今天"),
        (Number(2.5, "orders"), "2.5 times so far", "至今 2.5 次"),
        (Number(30, "percent"), "30%", "30%"),
        (Money(Decimal("448.2"), "GBP"), "£448.20", "£448.20"),
        (Money(Decimal(80)), "80", "80"),
        (Terms("sex", ("female", "male")), "Women · Men", "女性、男性"),
        (Texts(("teapots", "cups")), "teapots · cups", "teapots、cups"),
        (WOMEN, "Women 62% (55–69%) · Men 38% (31–45%)", "女性 62%（55%～69%）、男性 38%（31%～45%）"),
        (Shares((Share("Bath", 0.4),)), "Bath 40%", "Bath 40%"),
    ],
)
def test_every_kind_of_value_is_told_in_both_languages(value: Value, english: str, chinese: str) -> None:
    assert tell(value, "en") == english
    assert tell(value, "zh") == chinese


def test_on_a_card_shares_come_without_their_interval() -> None:
    assert tell_short(WOMEN, "en") == "Women 62% · Men 38%"


def test_words_of_the_owner_are_told_as_they_are_but_never_as_bold() -> None:
    assert tell(Texts(("{{ x }} *loud*",)), "en") == "{{ x }} ∗loud∗"


def test_a_country_is_called_as_the_language_calls_it() -> None:
    value = Shares((Share("GB", 0.91, topic="country"), Share("Narnia", 0.09)))
    assert tell_short(value, "en") == "United Kingdom 91% · Narnia 9%"
    assert tell_short(value, "zh") == "英国 91%、Narnia 9%"
