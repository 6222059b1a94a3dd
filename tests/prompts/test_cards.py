import struct
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prompts.drawing import draw
from prompts.drawn.cards import card, card_png, strongest
from prompts.drawn.glyphs import drawable
from prompts.values import catalog
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Texts
from tests.prompts.samples import ANALYSIS, BEST, FROM_ANSWERS, HYPOTHESIS, SURPRISING

LANGUAGES = catalog().languages
NAUGHTY = (
    "",
    "   ",
    '"); #panic("out") //',
    '#read("/etc/passwd") $x^2$ `raw` \\u{41} [link](x) *b* _i_ = Heading',
    "\u202egnp.exe\u202c \x00\x07\x1b[31m",
    "👩‍👩‍👧‍👦🎉 Zoë 🇨🇳",
    "김민수",
    "สมหญิง รักดี",
    "សុខា ចាន់",
    "ສົມສີ",
    "தமிழ்ச்செல்வி",
    "محمد بن سلمان",
    "Z̸̛̼a̴l̵g̷o̶",
    "𠮷野家 龘龘",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschafers" * 3,
    "很长很长的名字" * 30,
)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", [BEST, SURPRISING, HYPOTHESIS], ids=lambda each: each.key)
def test_a_card_is_one_picture_of_1080_by_1350(person: Persona, language: str) -> None:
    assert size(card_png(person, ANALYSIS, language)) == (1080, 1350)


@pytest.mark.parametrize("words", NAUGHTY)
def test_no_name_and_no_text_breaks_a_card(words: str) -> None:
    fields = (PersonaField(FieldKey.NEEDS, Texts((words,)), Source.TOLD), *HYPOTHESIS.fields[:2])
    person = replace(HYPOTHESIS, name=words, fields=fields)
    assert size(card_png(person, ANALYSIS, "en")) == (1080, 1350)


def test_a_persona_without_plan_and_fields_still_has_a_card() -> None:
    bare = replace(HYPOTHESIS, key="hypothesis.bare", fields=())
    assert size(card_png(bare, FROM_ANSWERS, "zh")) == (1080, 1350)


def test_the_strongest_fields_are_measured_before_they_are_assumed() -> None:
    shown = strongest(BEST)
    assert 6 <= len(shown) <= 8
    assert shown[0].key is FieldKey.AGE
    assert {FieldKey.SAY, FieldKey.AVOID}.isdisjoint(field.key for field in shown)


def test_every_tile_carries_its_source_and_measured_ones_their_n() -> None:
    for tile in card(BEST, ANALYSIS, "en")["fields"]:  # type: ignore[attr-defined]  # a list of mappings
        assert (tile["note"] != "") == (tile["source"] == "measured")


def test_a_hypothesis_says_so_and_shows_no_shares() -> None:
    shown = card(HYPOTHESIS, FROM_ANSWERS, "en")
    assert shown["hypothesis"]
    assert shown["shares"] == []
    assert not card(BEST, ANALYSIS, "en")["hypothesis"]


def test_a_surprise_is_on_the_card_of_whom_it_concerns() -> None:
    assert "25–35 years" in str(card(SURPRISING, ANALYSIS, "en")["surprise"])
    assert card(BEST, ANALYSIS, "en")["surprise"] is None


def test_the_same_persona_always_looks_the_same_and_others_look_different() -> None:
    first = card_png(BEST, ANALYSIS, "en")
    assert card_png(BEST, ANALYSIS, "en") == first
    assert card_png(replace(BEST, portrait="male_65"), ANALYSIS, "en") != first


def test_every_portrait_is_a_picture_of_its_own() -> None:
    shown = card(BEST, ANALYSIS, "en")
    keys = [f"{sex}_{age}" for sex in ("female", "male", "neutral") for age in (22, 35, 50, 65)]
    pictures = {draw("cards/card.typ", "card", {**shown, "portrait": key}, "png") for key in keys}
    assert len(pictures) == len(keys)


def test_emoji_are_left_out_and_letters_without_a_font_are_marked() -> None:
    assert drawable("Zoë 🎉 Bär") == "Zoë Bär"
    assert drawable("김민수 Kim") == "… Kim"
    assert drawable("🎉") == "…"
    assert drawable("") == ""
    assert drawable("*bold* ∗star∗") == "bold *star*"


@given(st.text())
@settings(max_examples=200)
def test_nothing_undrawable_is_left_and_nothing_drawable_is_lost(text: str) -> None:
    shown = drawable(text)
    assert drawable(shown.replace("*", "∗")) == shown
    assert bool(shown) == bool(text.strip())


def test_a_card_says_who_will_buy_again_and_what_the_group_will_bring() -> None:
    coming = card(BEST, ANALYSIS, "en")["shares"][-1]  # type: ignore[index]  # a list of mappings
    assert (coming["text"], coming["label"]) == ("71%", "buy again")
    assert coming["note"] == "12 months: £6,200,000–7,300,000"
    unknown = replace(ANALYSIS, value=None)
    assert len(card(BEST, unknown, "en")["shares"]) == 2  # type: ignore[arg-type]
