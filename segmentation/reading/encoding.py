"""In what encoding a text is written, and the same text in UTF-8."""

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import chardet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
_HIGH_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_MOSTLY_HIGH = 0.6
"""Share of high bytes in non-ASCII words above which the script is not Latin."""
_LATIN = "cp1252"
_FIRST_LEVEL = {"gb18030": (b"\xb0\xa1", b"\xd7\xf9"), "big5hkscs": (b"\xa4\x40", b"\xc6\x7e")}
_CENTRAL_EUROPEAN = ("cp1250", "iso8859-2")
_TURKISH = "cp1254"
_ICELANDIC = frozenset("ðþÐÞ")
"""What Turkish letters look like when they are taken for Western ones."""
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "iso8859-7": "cp1253",
    "iso8859-8": "cp1255",
}
_BELIEVED = frozenset(
    {
        "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp874", "cp1251", "iso8859-5", "cp866", "koi8-r",
        "koi8-u", "cp1253", "cp1255", "cp1256", "iso8859-6",
    }
)  # fmt: skip
"""What the detector may say of a text that is not Latin; it knows encodings, too, that no till writes."""
_OF_PAIRS = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
"""Encodings with two bytes a character."""


def _escaped(signs: str, encoding: str) -> tuple[bytes, ...]:
    return tuple(re.escape(sign.encode(encoding)) for sign in signs)


_DATES = {
    encoding: rb"\d{4} ?%s ?\d{1,2} ?%s ?\d{1,2} ?%s" % _escaped(of_date, encoding)
    for of_date, encodings in (
        ("年月日", ("gb18030", "big5hkscs", "cp932", "euc_jp")),
        ("년월일", ("cp949",)),
    )
    for encoding in encodings
}
"""How each writes the signs of a date."""
_OF_LANGUAGE = {
    "zh": ("gb18030", "big5hkscs"),
    "ja": ("euc_jp", "cp932"),
    "ko": ("cp949",),
    "th": ("cp874",),
    "ru": ("cp1251", "koi8-r", "koi8-u", "cp866"),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
}
_LATIN_OF_LANGUAGE = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "hr", "sl"), _CENTRAL_EUROPEAN),
    "tr": (_TURKISH,),
    "vi": ("cp1258",),
    **dict.fromkeys(("et", "lv", "lt"), ("cp1257",)),
}
_HIGH_TO_LATIN = {
    code: bytes([code]).decode(_LATIN)
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_MOSTLY_EVERYDAY = 0.9
_TELLING = 200_000
"""Bytes a detector is shown."""
_BROKEN_SHARE = 0.05
"""Share of broken sequences among multi-byte ones up to which a text still counts as UTF-8."""


def detect_encoding(path: Path, language: str | None = None) -> str:
    """The name of Python's codec for the text at `path`; `language` of the owner is a hint.

    A mark wins, then alternating NULs, then strict UTF-8 over the whole file; then a detector, which is
    believed only where words consist mostly of high bytes or it names a Central European encoding (its
    confidence says nothing, and its Mac encodings are wrong); else cp1252.
    """
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    marked = _marked(head) or _wide(head[:4000])
    if marked:
        return marked
    if _is_utf8(path):
        return "ascii" if head.isascii() and path.stat().st_size <= _BLOCK else "utf-8"
    return _eight_bit(_telling_part(path), language)


def transcode(source: Path, encoding: str, target: Path) -> None:
    """Write the text at `source` to `target` in UTF-8 without a mark; what cannot be read becomes �."""
    with target.open("w", encoding="utf-8", newline="") as file:
        for text in decoded(source, encoding):
            file.write(text)


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """The text at `path`, in pieces."""
    decoder = codecs.getincrementaldecoder("latin-1" if encoding == _LATIN else encoding)("replace")
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield _latin(decoder.decode(block), encoding)
    yield _latin(decoder.decode(b"", final=True), encoding)


def _latin(text: str, encoding: str) -> str:
    """Windows' characters in the range that Latin-1 leaves to control codes, in every Latin text."""
    return text.translate(_HIGH_TO_LATIN) if encoding in {_LATIN, "latin-1"} else text


def _marked(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: every other byte of Western text is NUL, or two of four of any."""
    if len(head) < 4 or head.count(0) <= len(head) / 4:  # noqa: PLR2004 - two characters, and half of a half
        return None
    for upper, encoding in (((2, 3), "utf-32-le"), ((0, 1), "utf-32-be")):
        if len(head) % 4 == 0 and not any(any(head[byte::4]) for byte in upper):
            return encoding
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _is_utf8(path: Path) -> bool:
    """Whether nearly every multi-byte sequence is sound; one cut off at the end does no harm."""
    try:
        for _ in _strict(path):
            pass
    except UnicodeDecodeError:
        return _nearly_utf8(path)
    return True


def _strict(path: Path) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield decoder.decode(block)


def _nearly_utf8(path: Path) -> bool:
    with path.open("rb") as file:
        text = file.read(4 * _BLOCK).decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - broken
    return broken <= _BROKEN_SHARE * sound


def _telling_part(path: Path) -> bytes:
    """The first lines that hold anything but ASCII, wherever in the file they stand."""
    found: list[bytes] = []
    with path.open("rb") as file:
        while sum(map(len, found)) < _TELLING and (block := file.read(_BLOCK)):
            found += [line for line in block.splitlines() if not line.isascii()]
    return b"\n".join(found)[:_TELLING]


def _eight_bit(text: bytes, language: str | None) -> str:
    known, spoken = _detected(text), (language or "")[:2]
    if dated := next((encoding for encoding in _DATES if _is_dated(text, encoding)), None):
        return dated
    if _share_of_high_bytes(text) <= _MOSTLY_HIGH:
        return _latin_sort(text, known, spoken)
    of_language = _OF_LANGUAGE.get(spoken, ())
    if of_language and known not in of_language and (hinted := _hinted(text, of_language)):
        return hinted
    if known not in {*of_language, *_OF_PAIRS} and _is_everyday_chinese(text):
        return "gb18030"
    return known if known in _BELIEVED else _latin_sort(text, known, spoken)


def _detected(text: bytes) -> str:
    """The detector's word, as Python names it."""
    try:
        name = codecs.lookup(chardet.detect(text)["encoding"] or _LATIN).name
    except LookupError:
        return _LATIN
    return _SUPERSETS.get(name, name)


def _latin_sort(text: bytes, detected: str, language: str) -> str:
    """Which of the encodings with Latin letters: the language's, else what the letters themselves tell."""
    possible = _LATIN_OF_LANGUAGE.get(language, ())
    if not possible and detected in _CENTRAL_EUROPEAN:
        possible = _CENTRAL_EUROPEAN
    if not possible and language != "is" and _ICELANDIC & set(text.decode("latin-1")):
        possible = (_TURKISH,)
    return max(possible, key=lambda encoding: _letters(text, encoding), default=_LATIN)


def _letters(text: bytes, encoding: str) -> int:
    """How many of the bytes beyond ASCII are letters."""
    return sum(character > "\x7f" and character.isalpha() for character in text.decode(encoding, "replace"))


def _share_of_high_bytes(text: bytes) -> float:
    words = _HIGH_WORD.findall(text)
    shares = [sum(byte > 127 for byte in word) / len(word) for word in words]  # noqa: PLR2004 - ASCII ends there
    return sum(shares) / len(shares) if shares else 0.0


def _hinted(text: bytes, encodings: Sequence[str]) -> str | None:
    """Of the encodings that can read the text, the one that finds the most everyday characters in it."""
    possible = [encoding for encoding in encodings if _can_read(text, encoding)]
    return max(possible, key=lambda encoding: _everyday(text, encoding), default=None)


def _is_everyday_chinese(text: bytes) -> bool:
    """A few words, such as 年月日 alone, lead the detector astray; letters hardly ever come in such pairs."""
    return _can_read(text, "gb18030") and _everyday(text, "gb18030") > _MOSTLY_EVERYDAY


def _is_dated(text: bytes, encoding: str) -> bool:
    """Whether dates are written so; often they are all that an export has of the script."""
    return re.search(_DATES[encoding], text) is not None and _can_read(text, encoding)


def _can_read(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _everyday(text: bytes, encoding: str) -> float:
    """Share of characters in the first level of the encoding's own order; 0 where it has none."""
    first, last = _FIRST_LEVEL.get(encoding, (b"", b""))
    high = [character.encode(encoding) for character in text.decode(encoding) if character > "\x7f"]
    return sum(first <= code <= last for code in high) / max(1, len(high))
