from pathlib import Path

import pytest
import typst
from fontTools.ttLib import TTFont

from prompts.drawn.glyphs import drawable
from prompts.fonts.subset import FAMILIES, FONTS_FOLDER
from prompts.values import catalog

FONTS = sorted(FONTS_FOLDER.glob("*.ttf"))
MOST_BYTES = 12_000_000


def test_all_fonts_together_stay_small() -> None:
    assert 0 < sum(font.stat().st_size for font in FONTS) <= MOST_BYTES


def test_every_family_has_its_licence_beside_it() -> None:
    for family in FAMILIES.values():
        licence = (FONTS_FOLDER / f"OFL-{family}.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License" in licence


def test_the_list_of_characters_is_that_of_the_fonts() -> None:
    regular = [TTFont(font) for font in FONTS if font.stem.endswith("Regular")]
    in_fonts = {code for font in regular for code in font.getBestCmap()}
    lines = (FONTS_FOLDER / "coverage.txt").read_text(encoding="ascii").splitlines()
    listed = {
        code
        for first, last in (line.split() for line in lines)
        for code in range(int(first, 16), int(last, 16) + 1)
    }
    assert listed == in_fonts


@pytest.mark.parametrize("language", catalog().languages)
def test_every_word_of_the_catalogues_can_be_drawn(language: str) -> None:
    """But emoji in the chat, which no card shows."""
    for key in catalog().keys(language):
        if not key.startswith(
            ("chat.", "files.", "questions.", "terminal.", "cli.", "web.", "sample.", "result.", "errors.")
        ):
            source = catalog().source(key, language)
            letters = [
                character for character in source if character.isalnum() or character in "，。、“”…—·～"
            ]
            assert drawable("".join(letters)).replace("\u200b", "") == "".join(letters), key


def test_templates_ask_only_for_families_that_are_there(tmp_path: Path) -> None:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS_FOLDER)]
    )
    named = (FONTS_FOLDER.parent / "drawn" / "templates" / "cards" / "fonts.typ").read_text(encoding="utf-8")
    families = {part for part in named.split('"') if part.startswith("Noto Sans")}
    assert families
    assert families <= set(fonts.families())
