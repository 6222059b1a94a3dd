"""What people type instead of tapping an option, in any language: its label, parts of it, other words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from prompts.catalog import Catalog

_BETWEEN = re.compile(r"[,、，/()（）]| and |及|和")
_OF_OPTION = 3
"""Parts of `terms.<question>.<option>`."""


def option_words(catalog: Catalog) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each question the options that each word, in lower case, may stand for."""
    meant: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for question, option, word in _words(catalog):
        meant[question][word].add(option)
    return {
        question: {word: tuple(sorted(options)) for word, options in words.items()}
        for question, words in meant.items()
    }


def _words(catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    for language in catalog.languages:
        for key in catalog.keys(language):
            room, *rest = key.split(".")
            if room in {"terms", "synonyms"} and len(rest) == _OF_OPTION - 1:
                text = catalog.text(key, language).casefold()
                for word in {text, *_BETWEEN.split(text)}:
                    if word.strip():
                        yield rest[0], rest[1], word.strip()
