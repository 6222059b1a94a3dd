"""Numbers in Chinese characters, as they are spoken: 三百, 两千五, 十二, 三万二."""

import re

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_GREAT = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}

_DIGIT, _ZERO = "一二两兩三四五六七八九", "零〇"
_RUN = re.compile(rf"[{_DIGIT}十][{_DIGIT}{_ZERO}{''.join(_UNITS)}{''.join(_GREAT)}]*")
_ROUGH = re.compile(rf"[{_DIGIT}]{{2}}")
_COUNTS = re.compile(r"$|\s|[,.，。、元块塊圆岁歲成到至~%-]")
"""What follows a single character that is a number, and not a part of a word as in 统一."""


def in_digits(text: str) -> str:
    """The same with ASCII digits; "八九百", which is no one number, and words stay as they are."""
    return _RUN.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    run, after = match.group(), match.string[match.end() :]
    if len(run) == 1 and not _COUNTS.match(after):
        return run
    if all(char in _DIGITS for char in run) and (len(run) == 1 or any(char in _ZERO for char in run)):
        return "".join(str(_DIGITS[char]) for char in run)  # one by one, as in 九零
    return run if _ROUGH.search(run) else str(_value(run))


def _value(run: str) -> int:
    """A last digit counts in tenths of the unit before it, unless a zero stands between: 两百六, 两百零六."""
    total = section = digit = 0
    unit = 1
    for char in run:
        if char in _DIGITS:
            digit, unit = _DIGITS[char], unit if _DIGITS[char] else 1
        elif char in _UNITS:
            unit = _UNITS[char]
            section, digit = section + (digit or 1) * unit, 0
        else:
            unit = _GREAT[char]
            total, section, digit = total + (section + digit) * unit, 0, 0
    return total + section + digit * max(unit // 10, 1)
