"""Telegram's HTML as its server reads it: the plain text, the entities, or a refusal."""

import html
import re
from typing import Any

_TOKEN = re.compile(
    r"<(/?)([a-z][a-z0-9-]*)(?:\s+[a-z]+=\"[^\"<>]*\")*\s*>"  # a tag
    r"|(<)"  # any other angle bracket
    r"|(&[a-z0-9#]*;?)"  # a character by name or number
    r"|([^<&]+)",
    re.IGNORECASE,
)
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_CHARACTERS = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-f]+);$", re.IGNORECASE)


class MarkupError(Exception):
    """The text after "can't parse entities: "."""


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Offsets and lengths of the entities are in UTF-16 units, as Telegram counts them."""
    text, entities = "", []
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(source):
        closing, tag, stray, character, plain = token.groups()
        if stray:
            raise MarkupError(f"Unsupported start tag at byte offset {token.start()}")
        if tag and tag.lower() not in _KINDS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {token.start()}')
        if tag and not closing:
            opened.append((tag.lower(), utf16_length(text)))
        elif tag:
            if not opened or opened[-1][0] != tag.lower():
                raise MarkupError(f"Unexpected end tag at byte offset {token.start()}")
            _, offset = opened.pop()
            length = utf16_length(text) - offset
            entities.append({"type": _KINDS[tag.lower()], "offset": offset, "length": length})
        elif character:
            text += html.unescape(character) if _CHARACTERS.match(character) else character
        else:
            text += plain
    if opened:
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
