"""What a customer is called."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, MOST, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Words without digits."""
    if content.letters < HALF or content.email > SOME or content.date > HALF or content.digits > MOST:
        return 0.0
    return 1 - content.digits


ROLE = Role(
    ColumnRole.NAME,
    words={
        "en": (
            "customer name", "client name", "buyer name", "full name", "member name", "contact name",
            "=name", "donor name", "user full name", "guest name", "account name",
        ),
        "zh": (
            "客户姓名", "客户名称", "会员姓名", "买家姓名", "用户姓名", "顾客姓名", "姓名", "客户名",
            "客戶姓名", "客戶名稱", "會員姓名", "買家姓名", "顧客姓名", "用戶 姓名",
        ),
        "ja": ("氏名", "顧客名", "お名前", "会員名", "購入者名", "注文者名", "お客様名", "=名前"),
        "ko": ("고객명", "고객 이름", "회원명", "구매자명", "주문자명", "성명", "=이름"),
        "th": ("ชื่อลูกค้า", "ลูกค้า ชื่อ", "ชื่อ นามสกุล", "ชื่อสมาชิก", "=ชื่อ"),
        "lo": ("ຊື່ລູກຄ້າ", "ລູກຄ້າ ຊື່", "ຊື່ ແລະ ນາມສະກຸນ", "=ຊື່"),
        "km": ("ឈ្មោះអតិថិជន", "អតិថិជន ឈ្មោះ", "ឈ្មោះពេញ", "=ឈ្មោះ"),
        "ta": ("வாடிக்கையாளர் பெயர்", "முழு பெயர்", "=பெயர்"),
        "de": ("kundenname", "name des kunden", "vollstandiger name", "rechnungsname"),
        "fr": ("nom du client", "nom client", "nom complet", "nom et prenom", "=nom"),
        "es": (
            "nombre del cliente", "nombre cliente", "cliente nombre", "nombre completo",
            "nombre y apellidos", "comprador", "nombre del comprador", "=nombre",
        ),
        "ar": ("اسم العميل", "العميل الاسم", "اسم الزبون", "الاسم الكامل", "=الاسم"),
        "ru": ("имя клиента", "фио", "ф и о", "имя покупателя", "=имя", "наименование клиента"),
    },
    weaker={
        "en": (
            "billing name", "bill to name", "last name", "first name", "surname", "family name",
            "given name", "ship name", "shipping name", "recipient", "recipient name", "ship to name",
            "post to name", "=buyer", "=customer", "=client", "donor last name",
        ),
        "zh": (
            "收货人", "收件人", "收货人姓名", "交易对方", "收貨人", "收件者", "聯絡人", "联系人", "=客户",
            "=客戶",
        ),
        "ja": ("氏 請求先", "名 請求先", "配送先氏名", "届け先名", "=氏", "=姓", "取引先"),
        "ko": ("수취인명", "수취인", "받는사람", "받는분"),
        "th": ("ชื่อผู้รับ", "ผู้รับ", "ผู้ติดต่อ ชื่อ", "นามสกุล"),
        "lo": ("ຊື່ຜູ້ຮັບ", "ຕິດຕໍ່ ຊື່", "ນາມສະກຸນ"),
        "km": ("ឈ្មោះអ្នកទទួល", "នាមត្រកូល"),
        "ta": ("பெறுநர்",),
        "de": ("nachname", "vorname", "empfanger", "name", "kunde"),
        "fr": ("nom de famille", "prenom", "destinataire"),
        "es": ("apellidos", "apellido", "destinatario", "nombre"),
        "ar": ("اسم المستلم", "المستلم", "اللقب"),
        "ru": ("фамилия", "получатель", "клиент"),
    },
    unless={
        "en": (
            "product", "item", "lineitem", "company", "file", "campaign", "option", "device", "store",
            "shop", "staff", "employee", "cashier", "seller", "vendor", "category", "program", "tax",
            "user name", "username", "city", "country", "location", "event", "price point", "list",
            "pickup", "brand",
        ),
        "zh": ("商品", "产品", "店铺", "公司", "物流", "店舗", "品名", "商家"),
        "ja": ("商品", "店舗", "作品", "会社"),
        "ko": ("상품", "매장", "회사"),
        "th": ("สินค้า", "ร้าน", "ผู้ใช้", "ตัวเลือก", "บริษัท"),
        "lo": ("ສິນຄ້າ", "ຮ້ານ"),
        "km": ("ផលិតផល", "ទំនិញ", "ហាង"),
        "de": ("artikel", "produkt", "firma", "filial"),
        "fr": ("produit", "article", "entreprise", "magasin", "societe"),
        "es": ("producto", "articulo", "empresa", "tienda"),
        "ar": ("المنتج", "الشركة", "المتجر"),
        "ru": ("товара", "продукта", "компании", "магазина"),
    },
    fits=_fits,
)  # fmt: skip
