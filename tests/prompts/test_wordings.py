"""Words found in texts, in scripts with spaces between words and in scripts without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.wordings import found_in, shared, telling_words


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("We wrap your GIFTS for free", "gift"),
        ("Recommended by friends", "recommend"),
        ("It saves time, and how", "save time"),
        ("Only 20% off today", "% off"),
        ("Ready in five minutes", "minutes"),
        ("新茶到了，礼盒包装免费", "礼盒"),
        ("ชาเขียวใหม่ ของขวัญสำหรับคุณ", "ของขวัญ"),
        ("តែបៃតងថ្មី សម្រាប់អំណោយ", "អំណោយ"),
        ("ຊາຂຽວໃໝ່ ຂອງຂວັນ", "ຂອງຂວັນ"),
        ("புதிய பச்சை தேநீர்", "தேநீர்"),
        ("Новый чай в подарок", "подарок"),
    ],
)
def test_a_word_is_found_in_whatever_form_it_stands(text: str, phrase: str) -> None:
    assert found_in(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("A gifted teacher", "gift wrap"),
        ("The team drinks coffee", "tea"),
        ("Breakfast at eight", "fast"),
        ("A safari in Kenya", "safe"),
        ("新茶到了", "礼盒"),
        ("ชาเขียวใหม่", "ของขวัญ"),
        ("", "gift"),
        ("gift", ""),
    ],
)
def test_what_only_looks_alike_is_not_found(text: str, phrase: str) -> None:
    assert not found_in(text, phrase)


def test_told_words_that_say_something_are_shared() -> None:
    ignored = {"a", "of", "the", "at", "的", "了"}
    told = "A calm, good cup of tea at home"
    assert telling_words(told, ignored) == ("calm", "good", "cup", "tea", "home")
    assert shared("Tea for calm evenings", told, ignored) == ("calm", "tea")
    assert shared("我们的花草茶，睡前来一杯", "睡前的花草茶", ignored) == ("睡前", "花草茶")
    assert shared("好的茶", "热的茶", ignored) == ()


@given(st.text(), st.text())
def test_whatever_is_shared_stands_in_both(text: str, told: str) -> None:
    for word in shared(text, told, frozenset()):
        assert found_in(text, word)
        assert word in told or word in told.casefold() or found_in(told, word)


@given(st.text(max_size=40), st.text(alphabet="abcdefgh", min_size=4, max_size=8))
def test_a_word_put_into_a_text_is_found(text: str, word: str) -> None:
    assert found_in(f"{text} {word}", word)
