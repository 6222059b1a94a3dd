"""What one piece costs."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 0.0 if content.number < HALF or content.date > HALF else 1 - content.negative


ROLE = Role(
    ColumnRole.UNIT_PRICE,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "unit price", "price", "price per unit", "unit cost price", "lineitem price", "price each",
            "sku unit original price", "selling price", "product price", "sale price", "retail price",
            "list price",
        ),
        "zh": (
            "单价", "价格", "商品单价", "售价", "销售价", "成交单价", "京东价", "商品价格", "單價", "價格",
            "售價", "商品單價",
        ),
        "ja": ("単価", "価格", "作品単価", "販売価格", "商品単価"),
        "ko": ("단가", "가격", "판매가", "상품가격", "판매단가"),
        "th": ("ราคาต่อหน่วย", "ราคา", "ราคาขาย", "ราคาต่อชิ้น"),
        "lo": ("ລາຄາ", "ລາຄາຕໍ່ໜ່ວຍ"),
        "km": ("តម្លៃ", "តម្លៃឯកតា", "ថ្លៃ"),
        "ta": ("விலை", "அலகு விலை"),
        "de": (
            "einzelpreis", "preis", "stuckpreis", "verkaufspreis", "preis pro stuck", "vk preis",
            "vk brutto", "vk netto",
        ),
        "fr": ("prix unitaire", "prix", "prix de vente", "pu"),
        "es": ("precio unitario", "precio", "precio de venta", "precio por unidad"),
        "ar": ("سعر الوحدة", "السعر", "سعر"),
        "ru": ("цена", "цена за единицу", "цена за штуку", "стоимость единицы"),
    },
    weaker={
        "en": ("item price", "item cost"),
    },
    unless={
        "en": (
            "total", "tier", "point", "shipping", "compare", "cost price", "option", "tax",
            "purchase price", "wrap", "range",
        ),
        "zh": ("总价", "成本", "进价", "運費", "运费", "總價", "税"),
        "ja": ("合計", "オプション", "作品価格", "仕入", "配送"),
        "ko": ("총", "배송", "합계"),
        "th": ("รวม", "ทุน", "ส่ง"),
        "de": ("gesamtpreis", "gesamt", "einkaufspreis", "versand"),
        "fr": ("total", "achat", "livraison"),
        "es": ("total", "compra", "envio"),
        "ar": ("إجمالي", "الشحن"),
        "ru": ("общая", "закупочная", "доставки"),
    },
    fits=_fits,
)  # fmt: skip
