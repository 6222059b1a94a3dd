"""The kind of goods."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    if content.date > HALF or content.fractional > SOME:
        return 0.0
    return 1.0 if content.values and content.letters > HALF else 0.4


ROLE = Role(
    ColumnRole.CATEGORY,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "category", "product category", "item category", "department", "product type", "product line",
            "category name", "product group", "item type", "commodity group", "merchandise group",
        ),
        "zh": (
            "类别", "分类", "品类", "商品类别", "商品分类", "产品类别", "种类", "類別", "分類", "品類",
            "商品分類", "類型",
        ),
        "ja": ("カテゴリ", "カテゴリー", "分類", "部門", "商品分類"),
        "ko": ("카테고리", "분류", "상품분류", "품목분류"),
        "th": ("หมวดหมู่", "ประเภทสินค้า", "หมวดสินค้า"),
        "lo": ("ປະເພດສິນຄ້າ", "ໝວດໝູ່", "ປະເພດ"),
        "km": ("ប្រភេទទំនិញ", "ប្រភេទផលិតផល", "ប្រភេទ"),
        "ta": ("வகை", "பொருள் வகை"),
        "de": ("kategorie", "warengruppe", "produktgruppe", "artikelgruppe", "sortiment"),
        "fr": ("categorie", "famille", "rayon", "categorie de produit"),
        "es": ("categoria", "familia", "departamento", "categoria de producto"),
        "ar": ("الفئة", "القسم", "التصنيف", "فئة"),
        "ru": ("категория", "группа", "группа товаров", "категория товара"),
    },
    weaker={
        "en": ("sub category", "subcategory", "=vendor", "=brand", "=genre", "product brand"),
        "zh": ("宝贝种类", "品牌"),
    },
    unless={
        "en": ("customer", "age"),
        "zh": ("客户", "会员", "交易类型", "订单类型", "发票"),
        "de": ("kunden",),
    },
    fits=_fits,
)  # fmt: skip
