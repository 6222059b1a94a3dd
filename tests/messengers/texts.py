"""Which text of the catalogue a message may have been made of, where the messenger does not say."""

import re
from functools import cache

from bot.messengers.telegram.text import as_plain
from prompts.catalog import Catalog

_TAG = re.compile(r"\{\{.*?\}\}|\{%-?\s*(\w+).*?%\}", re.DOTALL)
_CATALOG = Catalog()


def was_made_of(text: str, key: str, language: str) -> bool:
    """Whether what is fixed in the text of `key` stands in `text`, in order; placeholders match anything."""
    rest = _spaced(text)
    for fixed in _fixed(key, language):
        _, found, rest = rest.partition(fixed)
        if not found:
            return False
    return True


@cache
def _fixed(key: str, language: str) -> tuple[str, ...]:
    """What the text says in any case, between placeholders and beside conditions."""
    source, fixed, depth, end = as_plain(_CATALOG.source(key, language)), list[str](), 0, 0
    for tag in _TAG.finditer(source):
        fixed += [source[end : tag.start()]] if depth == 0 else []
        depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(tag[1] or "", 0)
        end = tag.end()
    return tuple(filter(None, map(_spaced, (*fixed, source[end:]))))


def _spaced(text: str) -> str:
    """White space does not count: long texts are cut at it."""
    return "".join(text.split())
