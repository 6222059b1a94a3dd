"""Words that are typed for options."""

import pytest

from bot.dialogue.answers import Choice, Choices
from bot.dialogue.questions import QUESTIONS, Kind, get
from bot.dialogue.validation import Refusal, parse
from prompts.option_words import option_words
from prompts.values import catalog

WORDS = option_words(catalog())
OPTIONS = [
    (question, option)
    for question in QUESTIONS
    if question.kind in {Kind.CHOICE, Kind.CHOICES}
    for option in question.options
]


@pytest.mark.parametrize("language", catalog().languages)
def test_every_label_typed_in_lower_case_is_its_option(language: str) -> None:
    for question, option in OPTIONS:
        label = catalog().text(f"terms.{question.key}.{option}", language).casefold()
        answer = parse(question, label, 2026, WORDS[question.key])
        expected = (
            Choice(question.key, option) if question.kind is Kind.CHOICE else Choices(question.key, (option,))
        )
        assert answer == expected, label


@pytest.mark.parametrize(
    ("typed", "ticks", "others"),
    [
        ("china", ("china",), ()),
        ("中国", ("china",), ()),
        ("中国、Germany, USA", ("china", "europe", "north_america"), ()),
        ("1, 3", ("china", "southeast_asia"), ()),
        ("Thailand; Laos", ("southeast_asia",), ()),
        ("Atlantis, 日本", ("japan_korea",), ("Atlantis",)),
    ],
)
def test_typed_words_tick_options(typed: str, ticks: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert parse(get("region"), typed, 2026, WORDS["region"]) == Choices("region", ticks, others)


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        ("sex", "女生多", Choice("sex", "mostly_women")),
        ("sex", "mainly men", Choice("sex", "mostly_men")),
        ("buying_reason", "礼物，好看", Choices("buying_reason", ("gift", "look_good"))),
        ("buying_reason", "gifts, habit", Choices("buying_reason", ("gift", "habit"))),
        ("buying_time", "weekday mornings", Choices("buying_time", ("weekday_morning",))),
        ("buying_time", "工作日晚上", Choices("buying_time", ("weekday_evening",))),
    ],
)
def test_what_owners_say_for_an_option_is_the_option(
    question: str, typed: str, answer: Choice | Choices
) -> None:
    assert parse(get(question), typed, 2026, WORDS[question]) == answer


def test_a_word_that_could_be_two_options_is_none() -> None:
    words = {"kids": ("young_children", "older_children"), "single": ("single",)}
    assert parse(get("family"), "kids", 2026, words) == Refusal("pick_some", {"count": 5})
    assert parse(get("family"), "single", 2026, words) == Choices("family", ("single",))


def test_a_word_that_is_no_option_is_refused_where_only_options_count() -> None:
    assert parse(get("sex"), "sometimes", 2026, WORDS["sex"]) == Refusal("pick_one", {"count": 3})
    assert parse(get("sex"), "Women.", 2026, WORDS["sex"]) == Choice("sex", "mostly_women")
