"""What was bought."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, MOST, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Names rather than numbers; article numbers if there is nothing better."""
    if content.date > HALF or content.email > SOME or content.fractional > SOME:
        return 0.0
    return 1.0 if content.letters > MOST else 0.4


ROLE = Role(
    ColumnRole.PRODUCT,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "product name", "product", "item name", "item", "lineitem name", "product title", "item title",
            "item description", "article", "goods", "product description", "title", "listing title",
            "ticket type", "program name", "service",
        ),
        "zh": (
            "商品名称", "产品名称", "商品", "产品", "宝贝标题", "选购商品", "商品标题", "品名", "货品名称",
            "商品名稱", "產品名稱", "品項", "產品", "商品名",
        ),
        "ja": ("商品名", "作品タイトル", "品名", "商品", "アイテム名", "製品名"),
        "ko": ("상품명", "제품명", "상품", "품목", "품명", "상품 이름"),
        "th": ("ชื่อสินค้า", "สินค้า", "รายการสินค้า", "รายการ"),
        "lo": ("ຊື່ສິນຄ້າ", "ສິນຄ້າ", "ລາຍການ"),
        "km": ("ឈ្មោះទំនិញ", "ឈ្មោះផលិតផល", "ផលិតផល", "ទំនិញ", "មុខទំនិញ"),
        "ta": ("பொருள்", "தயாரிப்பு", "பொருளின் பெயர்", "தயாரிப்பு பெயர்"),
        "de": (
            "artikel", "produkt", "artikelname", "produktname", "bezeichnung", "artikelbezeichnung", "ware",
            "titel",
        ),
        "fr": ("produit", "article", "nom du produit", "designation", "libelle"),
        "es": ("producto", "articulo", "nombre del producto", "descripcion", "nombre producto"),
        "ar": ("المنتج", "اسم المنتج", "السلعة", "الصنف", "الوصف"),
        "ru": (
            "товар", "наименование", "название товара", "наименование товара", "продукт", "номенклатура",
        ),
    },
    weaker={
        "en": (
            "description", "details", "stock code", "product id", "sku", "product code", "product sku",
            "item id", "lineitem sku", "item code", "seller sku", "asin", "=subject",
        ),
        "zh": ("商品id", "商品编号", "货号", "商家编码", "宝贝种类", "商品編號", "貨號"),
        "ja": ("商品id", "商品コード"),
        "ko": ("상품코드", "상품번호"),
        "th": ("รหัสสินค้า",),
        "de": ("artikelnummer", "artikel nr", "beschreibung"),
        "fr": ("reference", "code article", "description"),
        "es": ("codigo de producto", "referencia"),
        "ar": ("رقم المنتج",),
        "ru": ("артикул", "код товара", "описание"),
    },
    unless={
        "en": (
            "category", "quantity", "price", "total", "status", "tax", "discount", "shipping", "type name",
            "count", "weight", "fulfillment", "promotion", "date", "job", "net", "amount",
        ),
        "zh": (
            "数量", "类别", "分类", "价格", "规格", "单价", "金额", "数", "類別", "數量", "發票", "发票",
        ),
        "ja": ("数", "価格", "単価", "金額", "合計", "カテゴリ"),
        "ko": ("수량", "가격", "금액", "분류", "주문번호"),
        "th": ("จำนวน", "ราคา", "หมวด", "ประเภท"),
        "lo": ("ຈຳນວນ", "ລາຄາ", "ປະເພດ"),
        "km": ("ចំនួន", "តម្លៃ", "ប្រភេទ"),
        "ta": ("விலை", "வகை"),
        "de": ("menge", "preis", "gruppe", "kategorie", "anzahl"),
        "fr": ("prix", "quantite", "categorie", "famille"),
        "es": ("precio", "cantidad", "categoria"),
        "ar": ("سعر", "كمية", "فئة"),
        "ru": ("цена", "количество", "категория", "группа"),
    },
    fits=_fits,
)  # fmt: skip
