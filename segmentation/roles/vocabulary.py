"""The words by which headings name a role, kept as data: `words/<role>.toml`, by language code.

`[words]` name it, `[weaker]` name it when no other role does, `[weaker_of_people]` the same in a list of
customers; where one of `[unless]` stands in a heading, something else is meant.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases of all languages together; `=phrase` counts only when the heading says nothing else."""

    words: tuple[str, ...]
    weaker: tuple[str, ...] = ()
    weaker_of_people: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@cache
def vocabulary(name: str) -> Vocabulary:
    """The words of one role."""
    return Vocabulary(**sections(name))


def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The phrases of a file by section, all languages together."""
    told = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return {
        section: tuple(phrase for phrases in languages.values() for phrase in phrases)
        for section, languages in told.items()
    }
