"""Plain text with *bold* -> pieces of HTML that Telegram takes."""

import html
import re
from collections.abc import Iterator

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024

_BOLD = re.compile(r"\*(?! )([^*\n]+)(?<! )\*")


def pieces(text: str, limit: int) -> tuple[str, ...]:
    """Cut `text` into pieces of at most `limit`, at the last paragraph, line or word that fits.

    Counted in UTF-16 units, the strictest of the ways Telegram and its apps count. A *bold* span
    stands on one line, so a cut between lines never breaks one. Never empty: "" gives ("",).
    """
    return tuple(_pieces(text.strip(), limit)) or ("",)


def as_html(text: str) -> str:
    """Escape everything, then turn *bold* into <b>."""
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))


def as_plain(text: str) -> str:
    """The same text without the marks."""
    return _BOLD.sub(r"\1", text)


def _pieces(text: str, limit: int) -> Iterator[str]:
    while text:
        end = _cut(text, limit)
        yield text[:end].rstrip()
        text = text[end:].lstrip()


def _cut(text: str, limit: int) -> int:
    fits = _fitting(text, limit)
    if fits == len(text):
        return fits
    # A cut in the first half would leave a stub of a message; then rather inside a paragraph.
    for boundary in ("\n\n", "\n", " "):
        end = text.rfind(boundary, fits // 2, fits)
        if end > 0:
            return end
    return fits


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` UTF-16 units; at least one."""
    units = 0
    for position, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004 - outside the basic plane
        if units > limit:
            return max(position, 1)
    return len(text)
