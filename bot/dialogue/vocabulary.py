"""Words people type around their numbers and instead of an answer, in the languages of our owners.

Only for reading what was typed; nothing of it is ever shown.
"""

UNDER = (
    "under", "below", "less than", "younger than", "младше", "менее", "моложе", "未满", "不到", "小于",
    "低于", "menos de", "moins de", "unter", "dưới", "ต่ำกว่า", "ក្រោម", "ຕ່ຳກວ່າ", "di bawah", "أقل من",
    "تحت", "未満", "미만", "<",
)  # fmt: skip

UP_TO = ("up to", "at most", "no more than", "до", "以内", "以下", "hasta", "jusqu'à", "bis", "max", "≤")

OVER = (
    "over", "above", "more than", "older", "at least", "and up", "or more", "plus", "from", "старше",
    "свыше", "более", "больше", "от", "以上", "超过", "大于", "高于", "más de", "plus de", "über", "ab",
    "trên", "มากกว่า", "លើស", "ຫຼາຍກວ່າ", "di atas", "أكثر من", "فوق", "이상", "+", ">", "≥",
)  # fmt: skip

DECADE = ("'s", "s", "-е", "多岁", "几岁", "来岁", "多")
"""After a round number: thirties, 30多岁."""

TO = ("-", "–", "—", "~", "to", "and", "до", "bis", "a", "à", "到", "至", "まで", "đến", "ถึง", "إلى")
"""Between the ends of a span of amounts."""

HALF = ("一半", "半数", "half", "половина", "la mitad", "la moitié", "die hälfte")

MULTIPLIERS = (
    ("亿", 100_000_000), ("億", 100_000_000), ("crore", 10_000_000), ("million", 1_000_000),
    ("mln", 1_000_000), ("млн", 1_000_000), ("mio", 1_000_000), ("lakh", 100_000), ("万", 10_000),
    ("萬", 10_000), ("만", 10_000), ("千", 1_000), ("thousand", 1_000), ("тыс", 1_000), ("k", 1_000),
    ("百", 100),
)  # fmt: skip

# The longer sign first: HK$ holds $.
CURRENCIES = (
    ("HKD", ("hk$", "港币", "港元", "港幣")),
    ("TWD", ("nt$", "新台币", "新臺幣", "台币", "台幣")),
    ("SGD", ("s$", "新币", "新加坡元")),
    ("AUD", ("a$", "au$", "澳元")),
    ("CAD", ("c$", "ca$", "加元")),
    ("BRL", ("r$", "reais", "real")),
    ("MXN", ("mx$",)),
    ("USD", ("us$", "美元", "美金", "dollars", "dollar", "bucks", "доллар", "долл", "$")),
    ("EUR", ("€", "euros", "euro", "евро", "欧元", "歐元")),
    ("GBP", ("£", "pounds", "pound", "quid", "英镑", "фунт")),
    ("JPY", ("日元", "日圆", "円", "yen", "jp¥")),
    ("CNY", ("人民币", "人民幣", "rmb", "cn¥", "块钱", "元", "块", "圆", "¥", "yuan", "юан")),
    ("RUB", ("₽", "рублей", "рубля", "рубль", "руб", "卢布", "rubles")),
    ("UAH", ("₴", "грн", "гривен", "гривн")),
    ("KZT", ("₸", "тенге")),
    ("INR", ("₹", "rupees", "rupee", "rs", "卢比")),
    ("THB", ("฿", "บาท", "baht", "泰铢")),
    ("VND", ("₫", "đồng", "dong", "越南盾", "đ")),
    ("KHR", ("៛", "រៀល", "riel")),
    ("LAK", ("₭", "ກີບ", "kip")),
    ("IDR", ("rupiah", "rp", "印尼盾")),
    ("MYR", ("ringgit", "rm", "马币", "令吉")),
    ("PHP", ("₱", "piso", "peso ng pilipinas")),
    ("KRW", ("₩", "원", "won", "韩元")),
    ("TRY", ("₺", "lira")),
    ("ILS", ("₪", "shekel")),
    ("PLN", ("zł", "zloty")),
    ("AED", ("درهم", "dirham", "迪拉姆")),
    ("SAR", ("ريال", "riyal")),
    ("EGP", ("جنيه",)),
    ("CHF", ("fr.", "franken", "francs")),
)

CURRENCY_CODES = frozenset(
    (
        "AED", "AMD", "ARS", "AUD", "AZN", "BDT", "BGN", "BRL", "BYN", "CAD", "CHF", "CLP", "CNY", "COP",
        "CZK", "DKK", "EGP", "EUR", "GBP", "GEL", "GHS", "HKD", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
        "JOD", "JPY", "KES", "KGS", "KHR", "KRW", "KWD", "KZT", "LAK", "LKR", "MAD", "MDL", "MMK", "MNT",
        "MOP", "MXN", "MYR", "NGN", "NOK", "NPR", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON",
        "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "TZS", "UAH", "UGX", "USD", "UZS",
        "VND", "XAF", "XOF", "ZAR",
    )
)  # fmt: skip

NO_ANSWER = frozenset(
    (
        "-", "—", "?", "none", "no", "nothing", "n/a", "na", "nope", "idk", "don't know", "dont know",
        "do not know", "i don't know", "i dont know", "not sure", "no idea", "skip", "нет", "не знаю",
        "ничего", "无", "無", "没有", "沒有", "没", "不知道", "不清楚", "不确定", "暂无", "跳过", "no sé",
        "nada", "je ne sais pas", "weiß nicht", "không", "không biết", "ไม่มี", "ไม่รู้", "គ្មាន",
        "ບໍ່ມີ", "لا", "لا أعرف",
    )
)  # fmt: skip
"""Instead of an answer, in full; taken as a skip."""
