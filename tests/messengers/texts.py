"""Which text of the catalogue a message may have been made of, where the messenger does not say."""

import re
from functools import cache

from bot.messengers.telegram.text import as_plain
from prompts.catalog import Catalog

_TAG = re.compile(r"\{\{.*?\}\}|\{%-?\s*(\w+).*?%\}", re.DOTALL)
_CATALOG = Catalog()


def was_made_of(text: str, key: str, language: str) -> bool:
    """Whether the text of `key` stands somewhere in `text`; placeholders match anything."""
    return _pattern(key, language).search(_spaced(text)) is not None


@cache
def _pattern(key: str, language: str) -> re.Pattern[str]:
    source, pattern, depth, end = as_plain(_CATALOG.source(key, language)), "", 0, 0
    for tag in _TAG.finditer(source):
        pattern += _literal(source[end : tag.start()]) if depth == 0 else ""
        pattern += ".*"
        depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(tag[1] or "", 0)
        end = tag.end()
    return re.compile(pattern + _literal(source[end:]))


def _literal(text: str) -> str:
    return re.escape(_spaced(text)) if text.strip() else ".*"


def _spaced(text: str) -> str:
    """White space does not count: long texts are cut at it."""
    return "".join(text.split())
