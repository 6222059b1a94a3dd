"""Text of a cell to a number, a moment, a customer: the SQL that everyone uses for it.

Each expression tries the plain cast first; DuckDB evaluates the later arguments of COALESCE only for
the rows that are still NULL, so a plain column costs a plain cast.
"""

from segmentation.model.roles import ColumnRole, NumberStyle, Understanding
from segmentation.reading.layout import TOTALS
from segmentation.reading.scan import identifier, literal
from segmentation.roles.calendars import ASCII_DIGITS, FOREIGN_DIGITS, ordinary_sql, split_marks
from segmentation.roles.units import scale_of

ADDRESSES = (ColumnRole.EMAIL, ColumnRole.PHONE)
"""By what people can be known from one row to another and from one file to the next."""
CUSTOMER_KEYS = (ColumnRole.CUSTOMER_ID, *ADDRESSES, ColumnRole.NAME)
"""What can tell one customer from another, the best first."""
IDENTITY = "identity of ours \x1f"
"""The column of made-up rows that says who the customer is; a name that no column of a file has."""

NOBODY = (
    *TOTALS, "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#error!",
    "0000-00-00", "0000-00-00 00:00:00",
    "", "-", "--", "n/a", "na", "nan", "none", "null", "nil", "unknown", "guest", "anonymous",
    "walk-in", "walk-in customer", "walk in", "cash customer", "guest customer",
    "guest checkout", "零售客户", "散客", "游客", "匿名", "匿名用户", "無", "无", "ゲスト", "비회원",
)  # fmt: skip
"""What tills, shops and broken formulas write for nobody, in totals too; compared in lower case."""
GUEST = "0"
"""The account of all guests in lists of orders; in a list of customers it may well be somebody."""

EXCEL_SERIAL = "excel"
"""A date written as days since 1899-12-30, the way spreadsheets count."""
EPOCH_SECONDS = "epoch"
EPOCH_MILLISECONDS = "epoch_ms"

_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %H:%M:%S.%f")
_FOREIGN = FOREIGN_DIGITS + "．，٫٬－−（）"
_ASCII = ASCII_DIGITS + ".,.,--()"
_MONEY, _FINE = "DECIMAL(18,4)", "DECIMAL(28,10)"
"""What is counted in, and what is cut off nothing of before it is multiplied."""
_SPACES = " \t\n\r\v\f\u00a0\u2007\u2009\u202f\u3000\ufeff\u200b\u200e\u200f\u202a\u202b\u202c"
_ABROAD = r"^(?:\+|00)(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)"
"""How to dial a country from abroad (ITU-T E.164): codes of one and two digits, the others have three."""
_AT_HOME = r"^(?:86(1\d{10})|[78](9\d{9}))$"
"""Mobile numbers of China and Russia are often written with the country's digits, but without the plus."""
MAGNITUDES = {"万萬만": 4, "亿億억": 8}
"""Powers of ten that are written behind a number."""
_CURRENCY = (
    r"(?i)^[x×]\s*|\s*(?:[x×]|pcs\.?|szt\.?|stk\.?|шт\.?|件|个|個|개|ชิ้น)$|US\$|R\$|HK\$|NT\$|A\$|C\$|S\$|RMB|VND|IDR|PHP|MYR|CNY|USD|EUR|GBP|JPY|CHF|RUB|THB|LAK|KHR|INR|KRW|TWD|HKD|BRL|MXN"
    r"|SAR|AED|ARS|TRY|PLN|CZK|SEK|NOK|DKK|ILS|AUD|CAD|SGD|₺|\bTL\b|Rs\.?|Rp\.?|RM|kr\.?|Kč|đồng|đ|zł|руб\.?|р\.|บาท|元|円|圓|원|ກີບ|៛|﷼|د\.إ|ر\.س|%|['’\s\p{Z}\p{Cf}]|\p{Sc}"
)


def number_sql(column: str, numbers: NumberStyle) -> str:
    """The cell as DECIMAL(18,4); NULL where it is empty or no number.

    Understands foreign digits, currency signs, thousands separators, `1.3万`, and `(5)` and `5-` for
    −5. A separator that cannot be one of thousands is a decimal one. Where the column's name says so, as in
    `金额(万元)`, the cells count in ten thousands.
    """
    cell = identifier(column)
    digits = f"translate({cell}, '{_FOREIGN}', '{_ASCII}')"
    bare = f"regexp_replace({digits}, {literal(_CURRENCY)}, '', 'g')"
    signed = rf"regexp_replace({bare}, '^\((.+)\)$|^(.+)-$', '-\1\2')"
    counted, scale = _in_full(_ungrouped(signed, numbers)), scale_of(column)
    exact = _MONEY if scale == 1 else _FINE
    number = f"coalesce(try_cast({_plain(cell, numbers)} AS {exact}), try_cast({counted} AS {exact}))"
    return number if scale == 1 else f"try_cast({number} * {scale} AS {_MONEY})"


def date_sql(column: str, date_format: str) -> str:
    """The cell as TIMESTAMP in the shop's own time (an offset is dropped); NULL where it is none.

    `date_format` is a strptime format, with the marks of `calendars` before it if there are any, or one of
    EXCEL_SERIAL, EPOCH_SECONDS, EPOCH_MILLISECONDS. The same date may stand with another time of day, or
    with none. Years before 1900 and after 2199 are slips.
    """
    return credible_sql(moment_sql(column, date_format))


def credible_sql(moment: str) -> str:
    """A moment of our times, else NULL; its SQL is repeated, so a costly one is made a column beforehand."""
    ours = f"{moment} >= TIMESTAMP '1900-01-01' AND {moment} < TIMESTAMP '2200-01-01'"
    return f"CASE WHEN {ours} THEN {moment} END"


def moment_sql(column: str, date_format: str) -> str:
    """As `date_sql`, with the slips."""
    cell = identifier(column)
    if date_format == EXCEL_SERIAL:
        days = f"CAST(try_cast({cell} AS DECIMAL(15,9)) AS DOUBLE)"
        return f"(TIMESTAMP '1899-12-30' + to_seconds(CAST(round({days} * 86400) AS BIGINT)))"
    if date_format in (EPOCH_SECONDS, EPOCH_MILLISECONDS):
        number, scale = ("DECIMAL(15,0)", 1) if date_format == EPOCH_MILLISECONDS else ("DECIMAL(15,3)", 1000)
        return f"make_timestamp_ms(CAST(CAST(try_cast({cell} AS {number}) AS DOUBLE) * {scale} AS BIGINT))"
    marks, written = split_marks(date_format)
    if marks:
        return _written(ordinary_sql(trimmed_sql(cell), marks), written)
    return f"coalesce({_written(cell, written)}, {_written(trimmed_sql(cell), written)})"


def trimmed_sql(text: str) -> str:
    """Without white space around it of any script, nor marks that cannot be seen."""
    return f"trim({text}, '{_SPACES}')"


def key_sql(column: str) -> str:
    """An id as text: trimmed, `17850.0` as `17850`; NULL where it names nobody."""
    text = rf"regexp_replace({trimmed_sql(identifier(column))}, '^(\d+)\.0+$', '\1')"
    return _somebody(text)


def customer_key(understanding: Understanding) -> tuple[ColumnRole, str] | None:
    """By which role and column the file tells its customers apart; None where nothing does."""
    columns = ((role, understanding.column(role)) for role in CUSTOMER_KEYS)
    return next(((role, column) for role, column in columns if column is not None), None)


def further_keys(understanding: Understanding) -> dict[ColumnRole, str]:
    """What else tells a customer in rows that lack the key, with its column; the best first."""
    found = customer_key(understanding)
    if found is None:
        return {}
    later = CUSTOMER_KEYS[CUSTOMER_KEYS.index(found[0]) + 1 :]
    return {role: column for role in later if (column := understanding.column(role))}


def customer_column(understanding: Understanding) -> str | None:
    """Where the rows of a file say who their customer is: in a column of it, or made up for it."""
    if understanding.completed or understanding.each_row:
        return IDENTITY
    found = customer_key(understanding)
    return found and found[1]


def customer_key_sql(understanding: Understanding) -> str:
    """Who bought, as VARCHAR: by id, else e-mail, else phone, else name; NULL where it is nobody."""
    key = customer_word_sql(understanding)
    return f"nullif({key}, '{GUEST}')" if understanding.kind.lists_purchases else key


def customer_word_sql(understanding: Understanding) -> str:
    """The same, all guests of a list of orders among them."""
    if understanding.completed or understanding.each_row:
        return identifier(IDENTITY)
    found = customer_key(understanding)
    return customer_part_sql(found[1], found[0]) if found else "CAST(NULL AS VARCHAR)"


def own_key_sql(understanding: Understanding, column: str, role: ColumnRole) -> str:
    """Who the row itself says bought: as `customer_part_sql`, NULL for a guest of a list of orders."""
    key = customer_part_sql(column, role)
    return f"nullif({key}, '{GUEST}')" if understanding.kind.lists_purchases else f"({key})"


def customer_part_sql(column: str, role: ColumnRole) -> str:
    """One of the CUSTOMER_KEYS as VARCHAR, in the form in which it can be compared."""
    cell = identifier(column)
    if role is ColumnRole.EMAIL:
        return f"CASE WHEN contains({cell}, '@') THEN lower({trimmed_sql(cell)}) END"
    if role is ColumnRole.PHONE:
        return _phone(cell)
    if role is ColumnRole.NAME:
        return _somebody(rf"regexp_replace({trimmed_sql(cell)}, '[\s\p{{Z}}]+', ' ', 'g')")
    return key_sql(column)


def _phone(cell: str) -> str:
    """The digits of a number as they are dialled within its country, without the zero before them."""
    digits = f"translate({cell}, '{FOREIGN_DIGITS}', '{ASCII_DIGITS}')"
    for pattern, kept in (
        (r"\.0+$", ""),
        (r"[^\d+]", ""),
        (_ABROAD, ""),
        (_AT_HOME, r"\1\2"),
        (r"\D|^0+", ""),
    ):
        digits = f"regexp_replace({digits}, {literal(pattern)}, {literal(kept)}, 'g')"
    return f"nullif({digits}, '')"


def _written(text: str, date_format: str) -> str:
    if date_format.startswith(("%Y-%m-%d", "%Y/%m/%d")):
        return f"try_cast({text} AS TIMESTAMP)"
    # A day that begins with its year is that day whatever the others look like.
    return f"coalesce(try_strptime({text}, {_formats(date_format)}), try_cast({text} AS TIMESTAMP))"


def _plain(cell: str, numbers: NumberStyle) -> str:
    if numbers.decimal == ",":
        return f"CASE WHEN NOT contains({cell}, '.') THEN replace({cell}, ',', '.') END"
    return cell


def _ungrouped(text: str, numbers: NumberStyle) -> str:
    """Thousands separators away (India's groups of two, too), the decimal one a point.

    No part is written twice: DuckDB would compute it beforehand, for every row.
    """
    if numbers.decimal == ",":
        return rf"replace(regexp_replace({text}, '\.(\d{{3}})\b', '\1', 'g'), ',', '.')"
    for _ in range(2):
        text = rf"regexp_replace({text}, ',(\d\d),', '\1,', 'g')"
    return rf"replace(regexp_replace({text}, ',(\d{{3}})\b', '\1', 'g'), ',', '.')"


def _in_full(text: str) -> str:
    """East Asia's ten thousands and hundred millions as exponents: 1.3万 is 1.3e4."""
    for marks, exponent in MAGNITUDES.items():
        text = f"regexp_replace({text}, '[{marks}]$', 'e{exponent}')"
    return text


def _formats(date_format: str) -> str:
    day, time = _split_time(date_format)
    times = (time, *(other for other in _TIMES if other != time))
    return "[" + ", ".join(f"'{day}{known}'" for known in times) + "]"


def _split_time(date_format: str) -> tuple[str, str]:
    at = min((date_format.find(mark) for mark in ("%H", "%I") if mark in date_format), default=-1)
    return (date_format, "") if at < 0 else (date_format[: at - 1], date_format[at - 1 :])


def _somebody(text: str) -> str:
    nobody = ", ".join(f"'{word}'" for word in NOBODY)
    return f"CASE WHEN lower({text}) NOT IN ({nobody}) THEN {text} END"
