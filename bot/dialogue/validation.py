"""What an owner types, made into an Answer of the question's kind, or into a Refusal that helps."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from bot.dialogue import numerals, vocabulary
from bot.dialogue.answers import Answer, Choice, Choices, NumberRange, Quantity, Sum, WordList, Words
from bot.dialogue.questions import Kind, Question

LONGEST_TEXT = 500
LONGEST_READ = 2_000
"""Characters that are looked at at all."""
LONGEST_ITEM = 80
MOST_ITEMS = 20
OLDEST = 120
"""Years."""
LARGEST_SUM = Decimal(10) ** 12

OptionWords = Mapping[str, tuple[str, ...]]
"""The options that a word in lower case may stand for."""

_BETWEEN_ITEMS = re.compile(r"[,;、，；،؛\n|]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
"""Chinese has no spaces within a name, so there a space parts items too."""
_NUMBERING = re.compile(r"^\s*\d{1,2}[.)]\s+")
_BORN = re.compile(r"(?:\d[05]\s*[后後]?\s*[、,和与到至~-]*\s*){1,3}(?<=[后後])(?:为主|居多|的?人)?\s*")
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_NEGATIVE = re.compile(r"^\D*(?<!\w)[-−]\d")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the typed text is no answer, and how one looks: `refusals.<code>` with its values."""

    code: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The owner typed that they do not know or have none."""


def parse(
    question: Question, typed: str, year: int, words: OptionWords | None = None
) -> Answer | NoAnswer | Refusal:
    """Read `typed` as an answer to `question`; every refusal names what would be accepted.

    `year` is the current one, for ages told by birth ("90后"); `words` in lower case stand for options.
    """
    text = cleaned(typed)
    if len(text) > LONGEST_READ:
        return Refusal("text_too_long", {"longest": LONGEST_TEXT, "length": len(text)})
    if text.casefold().rstrip(".!。") in vocabulary.NO_ANSWER:
        return NoAnswer()
    if not any(char.isalnum() for char in text):
        return Refusal("no_words")
    return _read(question, text, year, words or {})


def _read(question: Question, text: str, year: int, words: OptionWords) -> Answer | Refusal:
    answer: Answer | Refusal
    match question.kind:
        case Kind.CHOICE:
            answer = _choice(question, text, words)
        case Kind.CHOICES:
            answer = _choices(question, text, words)
        case Kind.RANGE:
            answer = _range(question, text, year)
        case Kind.NUMBER:
            answer = _percent(question, text)
        case Kind.MONEY:
            answer = _money(question, text)
        case Kind.TEXT:
            answer = _words(text)
        case Kind.LIST:
            answer = _list(text)
        case _:
            assert_never(question.kind)
    return answer


def cleaned(typed: str) -> str:
    """Without control characters and the marks that turn the writing direction; lines are kept."""
    kept = (char for char in typed if char == "\n" or not _is_control(char))
    return "\n".join(" ".join(line.split()) for line in "".join(kept).splitlines()).strip()


def _is_control(char: str) -> bool:
    return char in _INVISIBLE or (unicodedata.category(char) in {"Cc", "Cs"} and not char.isspace())


def _choice(question: Question, text: str, words: OptionWords) -> Choice | Refusal:
    option = _named(question, text, words)
    picked = _picked(question, text) if option is None else (option,)
    if picked is None or len(picked) != 1:
        return Refusal("pick_one", {"count": len(question.options)})
    return Choice(question.key, picked[0])


def _choices(question: Question, text: str, words: OptionWords) -> Choices | Refusal:
    """Numbers and names tick options; anything else is the owner's own word where the question takes one."""
    picked = _picked(question, text)
    if picked is not None:
        return Choices(question.key, picked)
    items = _list(text)
    if isinstance(items, Refusal):
        return items
    found = _sorted_out(question, items.texts, words)
    if found.others and not question.others:
        return Refusal("pick_some", {"count": len(question.options)})
    return found


def _sorted_out(question: Question, items: tuple[str, ...], words: OptionWords) -> Choices:
    """What names an option ticks it; the rest are the owner's own words."""
    named = {item: _named(question, item, words) for item in items}
    ticks = tuple(option for option in question.options if option in named.values())
    return Choices(question.key, ticks, tuple(item for item in items if named[item] is None))


def _named(question: Question, text: str, words: OptionWords) -> str | None:
    """The one option that is called so, by its key or by one of its words."""
    plain = text.casefold().rstrip(".!。！")
    called = {plain.replace(" ", "_"), *words.get(plain, ())} & {*question.options}
    return called.pop() if len(called) == 1 else None


def _picked(question: Question, text: str) -> tuple[str, ...] | None:
    """The options whose numbers were typed, in the order of the question; None for other text."""
    plain = numerals.plain(text)
    if not re.fullmatch(r"\d{1,2}[.)]?(?:[\s,;、/&+和]+\d{1,2}[.)]?)*", plain):
        return None
    wanted = {int(number) for number in re.findall(r"\d+", plain)}
    if not wanted <= set(range(1, len(question.options) + 1)):
        return None
    return tuple(option for number, option in enumerate(question.options, 1) if number in wanted)


def _range(question: Question, text: str, year: int) -> NumberRange | Refusal:
    plain = numerals.plain(text)
    ends = [int(number) for number in re.findall(r"\d+", plain)]
    if _BORN.fullmatch(plain):
        return _born(ends, year, question.unit)
    if not 1 <= len(ends) <= 2 or _NEGATIVE.search(plain):  # noqa: PLR2004 - low and high
        return Refusal("range")
    if max(ends) > OLDEST:
        return Refusal("range_too_high", {"highest": OLDEST})
    if len(ends) == 2:  # noqa: PLR2004 - low and high
        return NumberRange(min(ends), max(ends), question.unit)
    return _open_range(plain, ends[0], question.unit)


def _open_range(plain: str, years: int, unit: str) -> NumberRange:
    """One number: a single age, an open end ("over 60", "18岁以下") or a decade ("30s", "30多岁")."""
    if _has_word(plain, vocabulary.UNDER):
        return NumberRange(None, max(years - 1, 0), unit)
    if _has_word(plain, vocabulary.UP_TO):
        return NumberRange(None, years, unit)
    if _has_word(plain, vocabulary.OVER):
        return NumberRange(years, None, unit)
    if years % 10 == 0 and any(re.search(rf"{years}{re.escape(word)}", plain) for word in vocabulary.DECADE):
        return NumberRange(years, years + 9, unit)
    return NumberRange(years, years, unit)


def _born(decades: list[int], year: int, unit: str) -> NumberRange:
    """Ages of those born from 90, 95 or 00 on: ten years, or five where the number ends in five."""
    starts = [decade + (2000 if decade <= year % 100 else 1900) for decade in decades]
    lasts = [start + (4 if start % 10 else 9) for start in starts]
    return NumberRange(max(0, year - max(lasts)), year - min(starts), unit)


def _percent(question: Question, text: str) -> Quantity | Refusal:
    plain = numerals.plain(text)
    if _has_word(plain, vocabulary.HALF):
        return Quantity(50.0, question.unit)
    found = numerals.numbers(plain)
    if len(found) != 1 or _NEGATIVE.search(plain):
        return Refusal("percent")
    number = numerals.value(found[0], fraction=True)
    tenths = re.search(r"\d\s*成", plain)
    percent = number * 10 if number is not None and tenths else number
    if percent is None or percent > 100:  # noqa: PLR2004 - percent
        return Refusal("percent_too_high")
    return Quantity(float(percent), question.unit)


def _money(question: Question, text: str) -> Sum | Refusal:
    plain = numerals.plain(text)
    found = numerals.numbers(plain)
    if not found:
        return Refusal("money")
    if _NEGATIVE.search(plain):
        return Refusal("money_negative")
    if len(found) > 1 and not _is_span(plain, found):
        return Refusal("money_two_numbers")
    amount = _middle(plain, *found) if len(found) > 1 else _amount(plain, found[0])
    if amount is None or amount > LARGEST_SUM:
        return Refusal("money_too_large")
    if amount == 0 and not question.zero:
        return Refusal("money_zero")
    return Sum(amount, _currency(plain))


def _is_span(plain: str, found: tuple[str, ...]) -> bool:
    """Two numbers with "to" between them, and perhaps a currency: "$20-25", "300块到400块"."""
    if len(found) != 2:  # noqa: PLR2004 - from and to
        return False
    between = plain.partition(found[0])[2].partition(found[1])[0]
    return _has_word(between, vocabulary.TO)


def _middle(plain: str, first: str, last: str) -> Decimal | None:
    """Half way from the first to the last; "3-5千" is thousands, both of them."""
    _, _, after = plain.partition(first)
    low, high = _amount(plain, first), _amount(after, last)
    if low is None or high is None:
        return None
    if low < high and _factor(after.lstrip()) == 1:
        in_the_same = low * _factor(after.partition(last)[2].lstrip())
        low = in_the_same if in_the_same < high else low
    return (low + high) / 2


def _amount(plain: str, number: str) -> Decimal | None:
    after = plain.partition(number)[2].lstrip()
    factor = _factor(after)
    value = numerals.value(number, fraction=factor > 1)
    return None if value is None else value * factor


def _factor(after: str) -> int:
    return next((factor for word, factor in vocabulary.MULTIPLIERS if _starts_with(after, word)), 1)


def _currency(plain: str) -> str | None:
    """The currency that was named: an ISO code, else the longest sign or word that is found."""
    codes = re.findall(r"(?<![a-z])[a-z]{3}(?![a-z])", plain)
    named = next((code.upper() for code in codes if code.upper() in vocabulary.CURRENCY_CODES), None)
    signs = [(sign, code) for code, signs in vocabulary.CURRENCIES for sign in signs]
    signs.sort(key=lambda pair: len(pair[0]), reverse=True)
    return named or next((code for sign, code in signs if _has_word(plain, (sign,))), None)


def _words(text: str) -> Words | Refusal:
    if len(text) > LONGEST_TEXT:
        return Refusal("text_too_long", {"longest": LONGEST_TEXT, "length": len(text)})
    return Words(text)


def _list(text: str) -> WordList | Refusal:
    items = [_NUMBERING.sub("", item).strip(" .·•*-–—") for item in _BETWEEN_ITEMS.split(text)]
    unique = [item for item in _once(items) if item]
    if not unique:
        return Refusal("no_words")
    if len(unique) > MOST_ITEMS:
        return Refusal("list_too_long", {"most": MOST_ITEMS, "count": len(unique)})
    if max(map(len, unique)) > LONGEST_ITEM:
        return Refusal("item_too_long", {"longest": LONGEST_ITEM})
    return WordList(tuple(unique))


def _once(items: list[str]) -> list[str]:
    """Each item where it first stands, whatever its case."""
    first: dict[str, str] = {}
    for item in items:
        first.setdefault(item.casefold(), item)
    return list(first.values())


def _has_word(plain: str, words: tuple[str, ...]) -> bool:
    return any(re.search(_as_word(word), plain) for word in words)


def _starts_with(plain: str, word: str) -> bool:
    return re.match(rf"{re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word), plain) is not None


def _as_word(word: str) -> str:
    """Latin words stand alone; signs and words of other scripts may touch their neighbours."""
    before = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    after = r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return f"{before}{re.escape(word)}{after}"
