"""Where the letters of a page lie, as another program reads the PDF, beside the rooms they have."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2
import typst

from prompts.drawing import FONTS_FOLDER, Drawing
from tests.prompts.sources import ROOT

_POINT = 1.0
"""Letters may lean over an edge by as much."""
_SEEN = 0.1
"""Points; what is lower is a place where a line may end."""


@dataclass(frozen=True, slots=True)
class Box:
    """In points from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        middle = (other.top + other.bottom) / 2
        across = self.left - _POINT <= other.left and other.right <= self.right + _POINT
        return across and self.top <= middle <= self.bottom

    def begins(self, other: "Box") -> bool:
        """Whether `other` starts in here, wherever it ends; some scripts reach far off their line."""
        middle = (other.top + other.bottom) / 2
        return self.left <= other.left < self.right and self.top <= middle <= self.bottom


def card_with_rooms(shown: Drawing) -> tuple[bytes, list[Box]]:
    """A card as PDF, and the rooms that its template gives to texts of any length."""
    compiler = _compiler()
    pdf = compiler.compile(
        format="pdf", sys_inputs={"card": json.dumps(shown, ensure_ascii=False), "unlike": str(id(shown))}
    )
    assert isinstance(pdf, bytes)
    [rooms] = json.loads(compiler.query("<rooms>", field="value"))
    return pdf, [
        Box(each["left"], each["top"], each["left"] + each["width"], each["top"] + each["height"])
        for each in rooms
    ]


def letters(pdf: bytes) -> Iterator[tuple[int, Box]]:
    """Every letter that can be seen, with the number of its page."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        text, height = page.get_textpage(), page.get_height()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            if right > left and top - bottom > _SEEN:
                yield number, Box(left, height - top, right, height - bottom)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS_FOLDER)]
    )
    template = Path(__file__).with_name("rooms.typ")
    return typst.Compiler(str(template), root=str(ROOT), font_paths=fonts, ignore_system_fonts=True)
