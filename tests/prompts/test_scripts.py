"""Words of others in whatever script: drawn with our fonts, in their place, never as markup."""

import re
from dataclasses import replace
from itertools import product

import pytest

from prompts.drawing import Drawing, draw
from prompts.drawn.cards import card
from prompts.drawn.glyphs import drawable, everywhere
from prompts.drawn.report import report_pdf
from segmentation.model.personas import FieldKey, PersonaField, Source
from segmentation.model.values import Texts
from tests.prompts.boxes import Box, card_with_rooms, letters
from tests.prompts.samples import ANALYSIS, BEST, HYPOTHESIS

SCRIPTS = {
    "NotoSansSC": "林晓梅 · 安安静静喝一杯好茶，￥1,280.50",
    "NotoSansKhmer": "ចាន់ សុភា · តែល្អមួយពែងសម្រាប់ពេលល្ងាច ១២៣៤ ៛",
    "NotoSansLao": "ນາງ ວຽງຄຳ · ຊາດີໆຈອກໜຶ່ງສຳລັບຕອນແລງ ໑໒໓໔ ₭",
    "NotoSansTamil": "தமிழ்ச்செல்வி · மாலையில் ஒரு கோப்பை நல்ல தேநீர் ௧௨௩௪ ₹",
    "NotoSansThai": "สมหญิง รักดี · ชาดีๆ สักถ้วยตอนเย็น ๑๒๓๔ ฿",
    "NotoSansArabic": "محمد بن سلمان · كوب شاي جيد في المساء",
}
BODIES = (
    *SCRIPTS.values(),
    *(
        "Zoë Ångström-Łódź",
        "Ωμέγα",
        "Ёжик",
        "김민수",
        "שלום",
        "देवनागरी",
        "𠮷野家",
        "👩‍👩‍👧‍👦🇨🇳",
        "Z̸̛̼a̴l̵g̷o̶",
        "ﷺ",
        "\u0e01\u0e49\u0e49\u0e49\u0e49",
    ),
    *("NaN", "null", "-1", "0x0", "1e309", "a" * 300, "\u200b\u200d\ufeff", "½ ﬁ Ⅻ ①"),
)
SHAPES = (
    *(
        "{}",
        '#panic("{}")',
        '#read("{}")',
        "${}$",
        "`{}`",
        "*{}*",
        "_{}_",
        "= {}",
        "- {}",
        "<{}>",
        "@{}",
        "\\u{{{}}}",
    ),
    *(
        "\u202e{}\u202c",
        "\u2067{}",
        "{}\x00\x1b[31m",
        "{}\n\n{}",
        "\t{}\u00a0",
        "{{{{{}}}}}",
        "<script>{}</script>",
        "]]>{}//",
    ),
)
NAUGHTY = [shape.format(*(body,) * shape.count("{}")) for shape, body in product(SHAPES, BODIES)]


CARD = Box(20, 0, 520, 675)
PAGE = Box(50, 40, 545, 820)
"""Without the margins, on which nothing may stand."""


def fonts(pdf: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/BaseFont ?/[A-Z]{6}\+(NotoSans\w*)", pdf)}


def test_there_are_five_hundred_naughty_strings() -> None:
    assert len(set(NAUGHTY)) >= 500


LONG = ("W" * 300, "சுப்பிரமணியன்" * 12, "ကမ္ဘာ" * 40, "ស្រឡាញ់" * 40, "ສະບາຍດີ" * 40, "กรุงเทพ" * 40, "אבג" * 60)
"""Words without an end, in scripts with spaces between words and without."""


@pytest.mark.parametrize("one_in", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_none_of_them_leaves_its_room_on_a_card_or_makes_it_longer(one_in: int) -> None:
    keys = [FieldKey.NEEDS, FieldKey.WHAT, FieldKey.WHY, FieldKey.PLACE, FieldKey.FAMILY, FieldKey.QUOTE]
    words = [*LONG, *NAUGHTY]
    for start in range(0, len(words), 7 * one_in):
        name, *others = words[start : start + 7]
        fields = tuple(
            PersonaField(key, Texts((each,)), Source.TOLD) for key, each in zip(keys, others, strict=False)
        )
        person = replace(HYPOTHESIS, name=name, fields=fields)
        shown = everywhere(card(person, ANALYSIS, "en"), drawable)
        assert outside(shown) == [], (name, others)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_of_people_groups_and_channels_stay_in_their_rooms(language: str) -> None:
    for words in LONG:
        person = replace(BEST, name=words, group_name=words)
        shown = card(person, ANALYSIS, language)
        wild = {**shown, "channels": [words, words], "say": words, "avoid": words, "about": words}
        assert outside(everywhere(wild, drawable)) == [], words


def test_words_that_nothing_fits_are_seen_to_leave_the_card() -> None:
    shown = everywhere(card(BEST, ANALYSIS, "en"), drawable)
    assert outside({**shown, "reach": "W" * 60})


def outside(shown: Drawing) -> list[Box]:
    """Letters that begin in a room and end beyond it, or come too near to the edge of the card."""
    pdf, rooms = card_with_rooms(shown)
    assert len(rooms) >= 3
    found = [letter for _, letter in letters(pdf)]
    assert max(page for page, _ in letters(pdf)) == 0
    return [
        letter
        for letter in found
        if not CARD.holds(letter) or any(room.begins(letter) and not room.holds(letter) for room in rooms)
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_word_leaves_the_pages_of_a_report(language: str) -> None:
    for words in LONG[::3]:
        fields = (PersonaField(FieldKey.NEEDS, Texts((words,)), Source.TOLD), *BEST.fields)
        person = replace(BEST, name=words, group_name=words, fields=fields)
        renamed = [replace(each, names={each.segments[0].key: words}) for each in ANALYSIS.segmentations]
        wild = replace(ANALYSIS, personas=(person,), segmentations=tuple(renamed))
        assert [
            letter for _, letter in letters(report_pdf(wild, language)) if not PAGE.holds(letter)
        ] == [], words


@pytest.mark.parametrize("family", SCRIPTS)
def test_words_of_a_script_are_whole_and_in_its_font(family: str) -> None:
    words = SCRIPTS[family]
    assert drawable(words) == words
    person = replace(BEST, name=words.split(" · ")[0], group_name=words)
    fields = (PersonaField(FieldKey.NEEDS, Texts((words,)), Source.TOLD), *BEST.fields)
    person = replace(person, fields=fields)
    for language in ("en", "zh"):
        shown = everywhere(card(person, ANALYSIS, language), drawable)
        assert any(font.startswith(family) for font in fonts(draw("cards/card.typ", "card", shown, "pdf")))
    report = report_pdf(replace(ANALYSIS, personas=(person,)), "en")
    assert any(font.startswith(family) for font in fonts(report))


def test_a_name_of_all_scripts_at_once_is_drawn_in_all_their_fonts() -> None:
    mixed = replace(
        BEST,
        name="Anna",
        fields=(
            PersonaField(
                FieldKey.NEEDS, Texts((" ".join(w.split(" · ")[0] for w in SCRIPTS.values()),)), Source.TOLD
            ),
        ),
    )
    pdf = draw("cards/card.typ", "card", everywhere(card(mixed, ANALYSIS, "en"), drawable), "pdf")
    assert {each for each in SCRIPTS if any(font.startswith(each) for font in fonts(pdf))} == set(SCRIPTS)
