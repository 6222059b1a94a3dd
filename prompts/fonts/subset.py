"""Make the fonts in this folder from the Noto fonts that npm carries. Run by hand, only to renew them.

    npm pack @expo-google-fonts/noto-sans @expo-google-fonts/noto-sans-sc ...   (all of FAMILIES)
    python prompts/fonts/subset.py FOLDER_WITH_THE_TGZ_FILES

Hinting is dropped (we draw large or into PDF). Chinese is cut down: regular to the 21,003 hanzi of GBK,
bold to the 6,763 of GB 2312; a rarer hanzi in a bold name is drawn in regular. The rest is kept whole.
`coverage.txt` lists the characters that can be drawn, because a missing glyph gives no warning.
"""

import io
import sys
import tarfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS_FOLDER = Path(__file__).parent
FAMILIES = {
    "noto-sans": "NotoSans",
    "noto-sans-sc": "NotoSansSC",
    "noto-sans-khmer": "NotoSansKhmer",
    "noto-sans-lao": "NotoSansLao",
    "noto-sans-tamil": "NotoSansTamil",
    "noto-sans-thai": "NotoSansThai",
    "noto-sans-arabic": "NotoSansArabic",
}
WEIGHTS = {"400Regular": "Regular", "700Bold": "Bold"}
CHINESE_ENCODINGS = {"400Regular": "gbk", "700Bold": "gb2312"}
BEYOND_GBK = frozenset("☆★●○◆◇▲△▼▽■□→←↑↓※…—·￥€«»")


def main(packages: Path) -> None:
    for package, family in FAMILIES.items():
        with tarfile.open(next(packages.glob(f"expo-google-fonts-{package}-[0-9]*.tgz"))) as archive:
            for folder, weight in WEIGHTS.items():
                original = _member(archive, f"package/{folder}/{family}_{folder}.ttf")
                _cut(original, _kept(family, folder)).save(FONTS_FOLDER / f"{family}-{weight}.ttf")
            licence = _member(archive, "package/LICENSE_FONT")
            (FONTS_FOLDER / f"OFL-{family}.txt").write_bytes(licence)
    (FONTS_FOLDER / "coverage.txt").write_text("\n".join(_ranges(_covered())) + "\n", encoding="ascii")


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    content = archive.extractfile(name)
    if content is None:
        raise FileNotFoundError(name)
    return content.read()


def _kept(family: str, folder: str) -> frozenset[str] | None:
    """The characters to keep; None for all."""
    if family != "NotoSansSC":
        return None
    return _characters(CHINESE_ENCODINGS[folder]) | BEYOND_GBK


def _characters(encoding: str) -> frozenset[str]:
    """Everything a two-byte Chinese encoding can write, but the Latin, which Noto Sans draws."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    return frozenset(text for pair in pairs if len(text := pair.decode(encoding, "ignore")) == 1)


def _cut(original: bytes, kept: frozenset[str] | None) -> TTFont:
    font = TTFont(io.BytesIO(original))
    options = Options(hinting=False, desubroutinize=False, notdef_outline=True, recalc_timestamp=False)
    options.layout_features = ["*"] if kept is None else ["locl", "kern", "palt", "halt", "ccmp", "mark"]
    options.glyph_names = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap().keys() if kept is None else map(ord, kept))
    subsetter.subset(font)
    return font


def _covered() -> list[int]:
    """The code points of all regular fonts."""
    fonts = (TTFont(file) for file in FONTS_FOLDER.glob("*-Regular.ttf"))
    return sorted({code for font in fonts for code in font.getBestCmap()})


def _ranges(codes: list[int]) -> Iterator[str]:
    """First and last of each unbroken run, in hexadecimal."""
    for _, run in groupby(enumerate(codes), lambda place: place[1] - place[0]):
        members = [code for _, code in run]
        yield f"{members[0]:X} {members[-1]:X}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
