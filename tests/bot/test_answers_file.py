"""Answers in a TOML file become the answers of the interview."""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.answers_file import read_answers
from bot.dialogue.answers import Choice, Choices, NumberRange, Quantity, Sum, WordList, Words
from bot.errors import OwnerFixableError


def written(folder: Path, text: str) -> Path:
    path = folder / "answers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_kind_of_answer_has_a_way_to_be_written(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        offer = "handmade soap"
        age = [25, 40]
        sex = "mostly_women"
        interests = ["food", "home", "tea ceremonies"]
        average_order = "40 EUR"
        usual_price = 12.5
        bargain_share = 30
        competitors = ["Lush", "Body Shop"]
        """,
    )
    assert read_answers(path, 2026) == {
        "offer": Words("handmade soap"),
        "age": NumberRange(25, 40, "years"),
        "sex": Choice("sex", "mostly_women"),
        "interests": Choices("interests", ("home", "food"), ("tea ceremonies",)),
        "average_order": Sum(Decimal(40), "EUR"),
        "usual_price": Sum(Decimal("12.5")),
        "bargain_share": Quantity(30, "percent"),
        "competitors": WordList(("Lush", "Body Shop")),
    }


def test_an_age_band_can_be_named(tmp_path: Path) -> None:
    assert read_answers(written(tmp_path, 'age = "65_plus"'), 2026) == {"age": NumberRange(65, None, "years")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('sex = "purple"', "unknown_answer"),
        ('family = ["couple", "clan"]', "unknown_answer"),
        ('colour = "red"', "unknown_question"),
        ("offer: soap", "answers_not_toml"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(OwnerFixableError, match=code):
        read_answers(written(tmp_path, text), 2026)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OwnerFixableError) as refusal:
        read_answers(tmp_path / "none.toml", 2026)
    assert refusal.value.details == {"name": "none.toml"}
