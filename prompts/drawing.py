"""Typst, kept warm: our templates, our fonts, nothing of the system, data as JSON."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "drawn" / "templates"
FONTS_FOLDER = _HERE / "fonts"
_ONE_AT_A_TIME = Lock()
"""A compiler is no thread's own and does not lock itself."""

Drawing = Mapping[str, object]
"""What a template shows: texts, numbers, lists and mappings of them."""


def draw(template: str, name: str, drawing: Drawing, form: Literal["png", "pdf", "svg"]) -> bytes:
    """`template` (a path in `drawn/templates`) with `drawing` as input `name`; PNG at 144 dots an inch."""
    with _ONE_AT_A_TIME:
        drawn = _compiler(template).compile(
            format=form, ppi=144, sys_inputs={name: json.dumps(drawing, ensure_ascii=False)}
        )
    if not isinstance(drawn, bytes):
        raise TypeError(f"{template} is not one picture")
    return drawn


def draw_pages(template: str, name: str, drawing: Drawing, dots: int) -> tuple[bytes, ...]:
    """Each page as a PNG at `dots` an inch."""
    with _ONE_AT_A_TIME:
        drawn = _compiler(template).compile(
            format="png", ppi=dots, sys_inputs={name: json.dumps(drawing, ensure_ascii=False)}
        )
    return (drawn,) if isinstance(drawn, bytes) else tuple(drawn or ())


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(
        str(_TEMPLATES / template), root=str(_TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True
    )


@cache
def _fonts() -> typst.Fonts:
    folders = [str(FONTS_FOLDER)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
