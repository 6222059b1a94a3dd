from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.catalog import Catalog
from prompts.values import catalog
from segmentation.errors import DefectError


@pytest.fixture
def small(tmp_path: Path) -> Catalog:
    for language, locale in (("en", "en"), ("ru", "ru")):
        folder = tmp_path / language
        folder.mkdir()
        (folder / "language.toml").write_text(f'name = "{language}"\nlocale = "{locale}"', encoding="utf-8")
    (tmp_path / "en" / "greet.toml").write_text(
        'hello = "*Hello*, {{ name }}"\n[deep.er]\ntext = "deep"', encoding="utf-8"
    )
    forms = """many = '{{ n }} {{ n|plural(one="заказ", few="заказа", many="заказов", other="заказа") }}'"""
    (tmp_path / "ru" / "greet.toml").write_text(forms, encoding="utf-8")
    return Catalog(tmp_path)


def test_a_key_is_the_file_and_the_path_inside_it(small: Catalog) -> None:
    assert small.text("greet.deep.er.text", "en") == "deep"


def test_languages_are_the_folders_and_call_themselves_by_their_own_name() -> None:
    assert catalog().languages == ("en", "zh")
    assert [catalog().language_name(code) for code in catalog().languages] == ["English", "简体中文"]


def test_a_missing_text_is_a_defect_and_not_another_language(small: Catalog) -> None:
    assert small.has("greet.hello", "en")
    assert not small.has("greet.hello", "ru")
    with pytest.raises(DefectError, match=r"greet\.hello"):
        small.text("greet.hello", "ru", name="Yana")


def test_a_missing_language_is_a_defect(small: Catalog) -> None:
    with pytest.raises(DefectError, match="tlh"):
        small.text("greet.hello", "tlh")


def test_a_placeholder_without_a_value_is_a_defect(small: Catalog) -> None:
    with pytest.raises(DefectError, match=r"greet\.hello"):
        small.text("greet.hello", "en")


def test_words_of_others_are_never_a_template(small: Catalog) -> None:
    assert small.text("greet.hello", "en", name="{{ 7 * 7 }}") == "*Hello*, {{ 7 ∗ 7 }}"


def test_words_of_others_never_become_bold_but_our_own_texts_stay_so(small: Catalog) -> None:
    assert small.text("greet.hello", "en", name="*Bob*") == "*Hello*, ∗Bob∗"
    inner = small.text("greet.hello", "en", name="Bob")
    assert small.text("greet.hello", "en", name=inner) == "*Hello*, *Hello*, Bob"


@pytest.mark.parametrize(("n", "said"), [(1, "1 заказ"), (3, "3 заказа"), (5, "5 заказов"), (21, "21 заказ")])
def test_plurals_follow_the_language(small: Catalog, n: int, said: str) -> None:
    assert small.text("greet.many", "ru", n=n) == said


@given(st.text())
def test_whatever_somebody_is_called_the_message_keeps_its_two_stars(name: str) -> None:
    text = catalog().text("result.bold", "en", words=name)
    assert text.count("*") == 2
    assert not any(ord(character) in range(0x202A, 0x202F) for character in text)
