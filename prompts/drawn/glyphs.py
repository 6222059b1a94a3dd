"""What our fonts can draw. Typst draws an empty box for a missing glyph and says nothing."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

_COVERAGE = Path(__file__).parents[1] / "fonts" / "coverage.txt"
_LEFT_OUT = "…"
_NO_BREAK = "\u00a0"
_WORDS = frozenset("LN")
"""Categories of characters that are missed when they are gone: letters and numbers."""
_BREAK = "\u200b"
"""A place without width where a line may end."""
_LONG_WORD = re.compile(
    r"[^\s\u200b\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]{18,}"
)
"""Longer than what every column holds; of scripts without spaces none, whose lines end anywhere."""
_JOINER, _VIRAMA = "\u200d", 9


def drawable(text: str) -> str:
    """`text` for a picture: without marks of bold, without what no font of ours can draw.

    Emoji and other signs are left out; letters of a script we have no font for become an ellipsis. Words
    that no column could hold may end anywhere.
    """
    plain = unicodedata.normalize("NFC", unmarked(text))
    shown = "".join(_drawn(character) for character in plain)
    tidy = re.sub(r" {2,}", " ", re.sub(f"{_LEFT_OUT}+(?:[ ]*{_LEFT_OUT})*", _LEFT_OUT, shown)).strip()
    return _LONG_WORD.sub(_breakable, tidy) or (_LEFT_OUT if text.strip() else "")


def unmarked(text: str) -> str:
    """`text` for where there is no bold: without its marks, and with the stars that stand for themselves."""
    return text.replace("*", "").replace("∗", "*")


def everywhere(shown: Mapping[str, object], written: Callable[[str], str]) -> Mapping[str, object]:
    """The same with every text in it `written`; keys stay as they are."""
    return {key: _everywhere(value, written) for key, value in shown.items()}


def _everywhere(value: object, written: Callable[[str], str]) -> object:
    match value:
        case str():
            return written(value)
        case dict():
            return everywhere(value, written)
        case list() | tuple():
            return [_everywhere(each, written) for each in value]
        case _:
            return value


def _drawn(character: str) -> str:
    if character.isspace() and character != _NO_BREAK:
        return " "
    if ord(character) in _covered():
        return character
    return _LEFT_OUT if unicodedata.category(character)[0] in _WORDS else ""


def _breakable(word: re.Match[str]) -> str:
    """Signs that are written as one stay together."""
    shown = ""
    for sign in word[0]:
        belongs = unicodedata.category(sign)[0] == "M" or sign == _JOINER
        follows = shown.endswith(_JOINER) or (shown and unicodedata.combining(shown[-1]) == _VIRAMA)
        shown += sign if belongs or follows or not shown else _BREAK + sign
    return shown


@cache
def _covered() -> frozenset[int]:
    """Code points; control characters are none of them."""
    runs = (line.split() for line in _COVERAGE.read_text(encoding="ascii").splitlines())
    codes = (code for first, last in runs for code in range(int(first, 16), int(last, 16) + 1))
    return frozenset(code for code in codes if unicodedata.category(chr(code)) != "Cc")
