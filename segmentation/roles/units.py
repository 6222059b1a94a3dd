"""Units that a heading gives to all numbers of its column: `金额(万元)`, `Umsatz (Tsd. €)`."""

import re

_EACH = (
    r"元|圆|円|원|€|\$|£|¥|￥|₽|₹|฿|đ|đồng|rp|eur|euro|euros|usd|gbp|cny|rmb|jpy|krw|rub|thb|vnd|idr|inr|brl"
    r"|r\$|руб\.?|р\.|бат|บาท|ກີບ|៛|ریال|ريال|درهم|人民币|美元|日元|港元|港币|台币|新台币"
)
_SCALES = (
    (1_000, r"千|仟|천|k|tsd\.?|thousands?|thous\.?|in thousands|milliers|тыс\.?|พัน|ribu|nghìn"),
    (10_000, r"万|萬|만"),
    (100_000, r"lakhs?|लाख"),
    (1_000_000, r"百万|百萬|백만|mn|mio\.?|millions?|in millions|millones|млн\.?|ล้าน|juta|triệu"),
    (10_000_000, r"千万|千萬|천만|crores?|करोड़"),
    (100_000_000, r"亿|億|억"),
)
_UNIT_OF = r"(?:单位[:：]?|單位[:：]?|in)?\s*"


def _bracketed(unit: str) -> str:
    return rf"[(（\[【]\s*{_UNIT_OF}{unit}\s*[)）\]】]"


def _scaled(words: str) -> re.Pattern[str]:
    """In brackets, with or without the currency; bare behind a comma or a stroke, only with it."""
    inside = _bracketed(rf"(?:(?:{_EACH})\s*)?(?:{words})\s*(?:{_EACH})?")
    return re.compile(rf"{inside}|[,，/]\s*(?:{words})\s*(?:{_EACH})\s*$", re.IGNORECASE)


_SCALED = tuple((scale, _scaled(words)) for scale, words in _SCALES)
_PLAIN = re.compile(_bracketed(rf"(?:{_EACH})"), re.IGNORECASE)


def scale_of(heading: str) -> int:
    """How many of the unit of account one of the column's counts for; 1 where the heading names none."""
    return next((scale for scale, pattern in _SCALED if pattern.search(heading)), 1)


def without_unit(heading: str) -> str:
    """`金额(万元)` as `金额`."""
    for _, pattern in (*_SCALED, (1, _PLAIN)):
        heading = pattern.sub(" ", heading)
    return heading
