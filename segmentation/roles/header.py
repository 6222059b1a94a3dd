"""How well the words of a heading say that a column plays a role."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

Words = Mapping[str, tuple[str, ...]]
"""Phrases by language code. `=phrase` counts only when the heading says nothing else."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACCENTS = re.compile("[\u0300-\u036f]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts that put no space between words (Korean glues them)."""
_CONTAINED, _COVERED = 0.55, 0.35


def normalised(heading: str) -> str:
    """`InvoiceNo` and `invoice_no` as `invoice no`; width, case, accents and punctuation aside."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", heading))
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", spaced.casefold()))
    letters = (
        character if _is_of_word(character) else " " for character in unicodedata.normalize("NFC", plain)
    )
    return " ".join("".join(letters).split())


def likeness(heading: str, phrases: Iterable[str]) -> float:
    """0 to 1: 1 when the normalised heading is one of the phrases, less when it contains one."""
    return max((_likeness(heading, phrase) for phrase in phrases), default=0.0)


def phrases(words: Words) -> tuple[str, ...]:
    """All phrases of all languages, normalised; the mark of the exact ones stays."""
    every = (phrase for of_language in words.values() for phrase in of_language)
    return tuple("=" * phrase.startswith("=") + normalised(phrase) for phrase in every)


def _likeness(heading: str, phrase: str) -> float:
    wanted = phrase.removeprefix("=")
    if heading == wanted:
        return 1.0
    if phrase.startswith("=") or not _contains(heading, wanted):
        return 0.0
    return _CONTAINED + _COVERED * len(wanted) / len(heading)


def _contains(heading: str, phrase: str) -> bool:
    if _UNSPACED.search(phrase):
        return phrase.replace(" ", "") in heading.replace(" ", "")
    return f" {phrase} " in f" {heading} "


def _is_of_word(character: str) -> bool:
    r"""Letters, numbers, and the vowel signs of Thai, Khmer, Tamil ..., which `\w` leaves out."""
    return unicodedata.category(character)[0] in "LNM"
