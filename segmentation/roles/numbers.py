"""How numbers are written in a file."""

import re
import unicodedata

from segmentation.model.dataset import Dataset
from segmentation.model.roles import NumberStyle
from segmentation.roles.calendars import ASCII_DIGITS, FOREIGN_DIGITS
from segmentation.roles.parse import MAGNITUDES

_NUMERIC = re.compile(
    r"[-+(]?\s?[^\w\s]{0,2}[A-Za-z]{0,3}[$.]?\s?-?[\d., '’\u00a0\u202f]*\d\s?[^\W\d]{0,3}[^\w\s]{0,2}"
)
_LONGEST = 24
_POINT = re.compile(r"(?:^|\D)\d{1,3}(?:,\d{3})+\.\d+(?!\d*[.,])|^\D*\d+\.(?:\d{1,2}|\d{4,})\D*$")
_COMMA = re.compile(r"(?:^|\D)\d{1,3}(?:\.\d{3})+,\d+(?!\d*[.,])|^\D*\d+,(?:\d{1,2}|\d{4,})\D*$")
_GROUPED = {
    ",": re.compile(r"^\D*\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?\D*$"),
    ".": re.compile(r"^\D*\d{1,3}(?:\.\d{3})+(?:,\d*)?\D*$"),
}
_LARGE = {
    ".": re.compile(r"^\D*\d{1,3}(?:,\d{3}){2,}\D*$"),
    ",": re.compile(r"^\D*\d{1,3}(?:\.\d{3}){2}\D*$"),
}
"""Two separators of one kind can only be those of thousands; addresses of computers have three."""
_FOREIGN = str.maketrans(FOREIGN_DIGITS + "٫٬−", ASCII_DIGITS + ".,-")
_CURRENCY = re.compile(
    r"^[x×]\s*|\s*(?:[x×]|pcs\.?|szt\.?|[Ss]tk\.?|шт\.?|件|个|個|개|ชิ้น)$|ر\.س|د\.إ|р\.|(?:US|HK|NT|R|A|C|S)\$|[A-Z]{3}\b|\b[A-Z]{3}|Rs\.?|Rp\.?|kr\.?|Kč|đồng|đ|zł|руб\.?|บาท|元|円|圓|원|[%'’\s\u00a0\u202f\u2009]|[$€£¥￥₹₽₩฿₫₺₴₪₱﷼៛₭]"
)


def number_style(dataset: Dataset) -> NumberStyle:
    """Decimal comma or point, told by all numeric cells of the sample; a point when nothing tells."""
    cells = [
        cell
        for row in dataset.sample
        for cell in row
        if cell and len(cell) < _LONGEST and _NUMERIC.fullmatch(cell.strip())
    ]
    points = sum(bool(_POINT.search(cell) or _LARGE["."].match(cell)) for cell in cells)
    commas = sum(bool(_COMMA.search(cell) or _LARGE[","].match(cell)) for cell in cells)
    return NumberStyle("," if commas > points else ".")


def number_of(cell: str, numbers: NumberStyle) -> float | None:
    """The number a cell of the sample holds; for looking only: what counts is read by `number_sql`."""
    text = _CURRENCY.sub("", unicodedata.normalize("NFKC", cell).strip().translate(_FOREIGN))
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if text.endswith("-"):
        text = "-" + text[:-1]
    thousands = "," if numbers.decimal == "." else "."
    if _GROUPED[thousands].match(text):
        text = text.replace(thousands, "")
    for marks, exponent in MAGNITUDES.items():
        text = re.sub(f"[{marks}]$", f"e{exponent}", text)
    try:
        return float(text.replace(",", ".")) if any(map(str.isdigit, text)) else None
    except ValueError:
        return None
