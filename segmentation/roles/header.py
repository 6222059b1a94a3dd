"""How well the words of a heading say that a column plays a role."""

import re
import unicodedata
from collections.abc import Iterable

from segmentation.roles.units import without_unit

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACCENTS = re.compile("[\u0300-\u036f]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts that put no space between words (Korean glues them)."""
_LONGEST = 200
"""Characters of a heading that are looked at: a damaged file may have one of a megabyte."""
_CONTAINED, _COVERED = 0.55, 0.35


def normalised(heading: str) -> str:
    """`InvoiceNo` and `invoice_no` as `invoice no`; width, case, accents, marks and units aside."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", without_unit(heading[:_LONGEST])))
    # Turkish capitals do not tell whether their i has a dot.
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", spaced.casefold())).replace("ı", "i")
    letters = (
        character if _is_of_word(character) else " " for character in unicodedata.normalize("NFC", plain)
    )
    return " ".join("".join(letters).split())


class Phrases:
    """Phrases made ready to be looked for in many headings."""

    __slots__ = ("_loose", "_whole")

    def __init__(self, phrases: Iterable[str]) -> None:
        told = tuple(phrases)
        self._whole = frozenset(normalised(phrase) for phrase in told)
        self._loose = tuple(
            (words, words.replace(" ", "") if _UNSPACED.search(words) else "")
            for words in {normalised(phrase) for phrase in told if not phrase.startswith("=")}
        )

    def likeness(self, heading: str) -> float:
        """0 to 1: 1 when the normalised heading is one of the phrases, less when it contains one."""
        if heading in self._whole:
            return 1.0
        spaced, glued = f" {heading} ", heading.replace(" ", "")
        longest = max(
            (
                len(words)
                for words, unspaced in self._loose
                if (unspaced in glued if unspaced else f" {words} " in spaced)
            ),
            default=0,
        )
        return _CONTAINED + _COVERED * longest / len(heading) if longest else 0.0


def _is_of_word(character: str) -> bool:
    r"""Letters, numbers, and the vowel signs of Thai, Khmer, Tamil ..., which `\w` leaves out."""
    return unicodedata.category(character)[0] in "LNM"
