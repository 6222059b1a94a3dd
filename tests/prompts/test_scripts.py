"""Words of others in whatever script: drawn with our fonts, in their place, never as markup."""

import re
from dataclasses import replace
from itertools import product

import pytest

from prompts.cards import card
from prompts.drawing import draw
from prompts.glyphs import drawable, everywhere
from prompts.report import report_pdf
from segmentation.model.personas import FieldKey, PersonaField, Source
from segmentation.model.values import Texts
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


def fonts(pdf: bytes) -> set[str]:
    return {name.decode() for name in re.findall(rb"/BaseFont ?/[A-Z]{6}\+(NotoSans\w*)", pdf)}


def test_there_are_five_hundred_naughty_strings() -> None:
    assert len(set(NAUGHTY)) >= 500


def test_none_of_them_breaks_a_card_or_makes_it_longer() -> None:
    keys = [FieldKey.NEEDS, FieldKey.WHAT, FieldKey.WHY, FieldKey.PLACE, FieldKey.FAMILY, FieldKey.BRANDS]
    for start in range(0, len(NAUGHTY), 7):
        name, *words = NAUGHTY[start : start + 7]
        fields = tuple(
            PersonaField(key, Texts((each,)), Source.TOLD) for key, each in zip(keys, words, strict=False)
        )
        person = replace(HYPOTHESIS, name=name, fields=fields)
        pdf = draw("cards/card.typ", "card", everywhere(card(person, ANALYSIS, "en"), drawable), "pdf")
        assert len(re.findall(rb"/Type ?/Page\b", pdf)) == 1


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
