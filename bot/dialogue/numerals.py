"""Numbers as people type them: any script's digits, any separators."""

import re
import unicodedata
from decimal import Decimal

from bot.dialogue import hanzi

_NUMBER = re.compile(r"\d+(?:[.,'’ ]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’ ]\d{2,3})*[.,'’ ]\d{3}")
_MOST_DIGITS = 15


def plain(text: str) -> str:
    """Lower case, one width, ASCII digits and single spaces, whatever script was typed or spoken in."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    ascii_digits = "".join(_ascii_digit(char) for char in narrow)
    return hanzi.in_digits(" ".join(ascii_digits.replace("٫", ".").replace("٬", ",").split()))


def numbers(text: str) -> tuple[str, ...]:
    """The numbers in `plain` text, as they were typed and in order.

    A space joins two groups of digits only where it can part thousands: "1 299" is one, "25 35" two.
    """
    found: list[str] = []
    for match in _NUMBER.finditer(text):
        found += _split_spaces(match.group())
    return tuple(found)


def value(number: str, *, fraction: bool = False) -> Decimal | None:
    """What a typed number means; None when it is too long to be meant.

    A last group of exactly three digits parts thousands ("1,299", "150.000"), any other is the
    fraction, since prices with three decimals are not typed. `fraction` says that the last group is
    one in any case ("1.125万").
    """
    parts = re.split(r"[.,'’ ]", number)
    if sum(map(len, parts)) > _MOST_DIGITS:
        return None
    if _is_grouped(number) and not (fraction and len(parts) == 2):  # noqa: PLR2004 - one separator
        return Decimal("".join(parts))
    if len(parts) == 1:
        return Decimal(parts[0])
    return Decimal(f"{''.join(parts[:-1])}.{parts[-1]}")


def _ascii_digit(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def _split_spaces(number: str) -> list[str]:
    if " " not in number or re.fullmatch(r"\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?", number):
        return [number]
    return number.split(" ")


def _is_grouped(number: str) -> bool:
    return bool(_THOUSANDS.fullmatch(number)) and not number.startswith("0")
