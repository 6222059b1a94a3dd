"""Whether a text uses somebody's words, in scripts with spaces between words and without."""

import re
import unicodedata
from collections.abc import Collection, Iterator

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|\d+\s?%|%", re.UNICODE)
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Kana and Han: words stand without spaces between them."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_SHORTEST_WITH_FORMS = 4
"""Letters; shorter words must be the same."""
_LONGEST_ENDING = 3
"""Letters by which forms of a word differ at the end: -s, -es, -ing."""
_INSTEAD_OF_A_VOWEL = frozenset({"ed", "er", "ers", "es", "ied", "ies", "ing"})
"""Endings before which a word loses its -e or -y."""
_SHORTEST_RUN, _SHORTEST_HAN_RUN = 4, 2
"""Signs in a row, in scripts without spaces, that say something together."""


def found_in(text: str, phrase: str) -> bool:
    """Whether `text` holds `phrase`, in whatever form its words are."""
    plain, wanted = _plain(text), _plain(phrase)
    if _WITHOUT_SPACES.search(wanted):
        return wanted in plain
    words, parts = _WORD.findall(plain), _WORD.findall(wanted)
    starts = range(len(words) - len(parts) + 1) if parts else ()
    return any(all(map(_same, words[start:], parts)) for start in starts)


def shared(text: str, told: str, ignored: Collection[str]) -> tuple[str, ...]:
    """The words of `told` that `text` uses, too; of scripts without spaces the longest runs of signs."""
    if _WITHOUT_SPACES.search(told):
        return tuple(_runs(_plain(text), _plain(told), ignored))
    return tuple(each for each in telling_words(told, ignored) if found_in(text, each))


def telling_words(told: str, ignored: Collection[str]) -> tuple[str, ...]:
    """The words of `told` that say something, each once; of scripts without spaces all in one piece."""
    if _WITHOUT_SPACES.search(told):
        return (told.strip(),)
    words = dict.fromkeys(_WORD.findall(told))
    return tuple(each for each in words if len(each) > 1 and _plain(each) not in ignored)


def _runs(text: str, told: str, ignored: Collection[str]) -> Iterator[str]:
    """From the left, as long as they can be."""
    start = 0
    while start < len(told):
        end = start
        while end < len(told) and told[start : end + 1] in text:
            end += 1
        run = _trimmed(told[start:end], ignored)
        if len(run) >= (_SHORTEST_HAN_RUN if _HAN.search(run) else _SHORTEST_RUN):
            yield run
        start = max(end, start + 1)


def _trimmed(run: str, ignored: Collection[str]) -> str:
    """Without ignored words at its ends."""
    words = [word for word in ignored if _WITHOUT_SPACES.search(word)]
    while True:
        shorter = run.strip(" ，。、！？；：,.!?;:")
        for word in words:
            shorter = shorter.removeprefix(word).removesuffix(word)
        if shorter == run:
            return run
        run = shorter


def _same(word: str, other: str) -> bool:
    """The same word, or another form of it."""
    if word == other:
        return True
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < _SHORTEST_WITH_FORMS:
        return False
    if longer.startswith(shorter):
        return len(longer) - len(shorter) <= _LONGEST_ENDING
    stem = shorter[:-1]
    loses_a_vowel = shorter.endswith(("e", "y")) and longer.startswith(stem)
    return loses_a_vowel and longer[len(stem) :] in _INSTEAD_OF_A_VOWEL


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
