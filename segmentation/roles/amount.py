"""What was paid for a line or an order."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, NEARLY_ALL, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 0.0 if content.number < HALF or content.date > HALF else 1.0


def _alone(content: Content) -> float:
    money = content.number > NEARLY_ALL and content.fractional > SOME and content.date < HALF
    return 0.42 if not content.headed and money else 0.0


ROLE = Role(
    ColumnRole.AMOUNT,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "amount", "total", "order total", "line total", "total amount", "revenue", "sales", "net sales",
            "total price", "order amount", "grand total", "grand total purchased", "order value",
            "total paid", "total collected", "item total", "sales amount", "amount paid", "net amount",
            "gross amount", "gross", "turnover", "net", "transaction amount", "line amount",
            "sku subtotal after discount", "total sales", "total value", "value", "extended price", "spend",
            "payment amount", "invoice amount", "item price",
        ),
        "zh": (
            "金额", "总金额", "订单金额", "实付金额", "支付金额", "实付款", "买家实际支付金额", "应付金额",
            "订单应付金额", "结算金额", "付款金额", "销售额", "销售金额", "消费金额", "交易金额",
            "成交金额", "总价", "总计", "合计", "金额 元", "订单总额", "金額", "總金額", "訂單金額",
            "實付金額", "應付金額", "發票 金額", "銷售額", "總價", "總計", "合計", "消費金額", "付款金額",
        ),
        "ja": (
            "合計金額", "ご注文金額", "注文金額", "金額", "売上", "売上金額", "合計", "支払金額",
            "作品合計", "小計", "お支払い金額",
        ),
        "ko": (
            "금액", "결제금액", "주문금액", "총금액", "총액", "합계", "매출", "매출액", "판매금액",
            "총 결제금액",
        ),
        "th": ("ยอดรวม", "จำนวนเงิน", "ยอดขาย", "ยอดสุทธิ", "ราคารวม", "จำนวนเงินทั้งหมด", "ราคาสุทธิ", "รวมเงิน"),
        "lo": ("ຈຳນວນເງິນ", "ຈໍານວນເງິນ", "ຍອດລວມ", "ລວມ", "ຍອດຂາຍ", "ລາຄາລວມ"),
        "km": ("ចំនួនទឹកប្រាក់", "សរុប", "ទឹកប្រាក់", "តម្លៃសរុប", "ទឹកប្រាក់សរុប"),
        "ta": ("தொகை", "மொத்தம்", "மொத்த தொகை", "மொத்த விலை", "விற்பனை"),
        "de": (
            "betrag", "summe", "gesamtbetrag", "gesamtsumme", "gesamtpreis", "umsatz", "bestellwert",
            "rechnungsbetrag", "bestellsumme", "gesamt", "endbetrag", "zahlbetrag", "auftragswert",
            "=brutto", "=netto", "warenwert",
        ),
        "fr": (
            "montant", "total", "montant total", "chiffre d affaires", "ca", "montant ttc", "prix total",
            "total ttc",
        ),
        "es": (
            "importe", "total", "importe total", "monto", "monto total", "ventas", "factura cantidad",
            "precio total", "valor",
        ),
        "ar": (
            "المبلغ", "الإجمالي", "الاجمالي", "المبلغ الإجمالي", "المجموع", "الفاتورة القيمة", "القيمة",
            "المبيعات", "إجمالي",
        ),
        "ru": (
            "сумма", "сумма заказа", "итого", "стоимость", "выручка", "общая сумма", "оплачено", "всего",
        ),
    },
    weaker={
        "en": ("subtotal", "gross sales", "amount due", "paid", "dollar value", "price", "item price"),
        "zh": ("买家应付货款", "小计", "小計", "原价", "發票 已付"),
        "ja": ("作品価格",),
        "es": ("factura pagado", "subtotal", "pagado"),
        "ar": ("دفعت",),
        "de": ("zwischensumme",),
        "fr": ("sous total",),
    },
    unless={
        "en": (
            "tax", "taxes", "shipping", "discount", "discounts", "refund", "refunded", "fee", "fees", "tip",
            "cost", "profit", "unit", "orders", "balance", "gift", "cash", "customer", "spent", "lineitem",
            "opens", "clicks", "recipients", "promotion", "channel", "net total", "commission", "rate",
            "id", "quantity", "outstanding", "number", "dispute", "due date", "compare", "option", "tier",
            "currency", "vat",
        ),
        "zh": (
            "税", "运费", "优惠", "折扣", "退款", "服务费", "邮费", "成本", "运輸", "運費", "承担", "余额",
            "积分", "差額", "利润", "数量",
        ),
        "ja": ("送料", "税", "手数料", "クーポン", "単価", "調整", "オプション", "配送", "割引"),
        "ko": ("배송", "할인", "환불", "수수료", "수량"),
        "th": ("ส่วนลด", "ค่าส่ง", "ภาษี", "คงเหลือ", "ชำระแล้ว"),
        "lo": ("ສ່ວນຫຼຸດ", "ພາສີ", "ຍອດເງິນ"),
        "km": ("បញ្ចុះតម្លៃ", "ពន្ធ", "តុល្យភាព"),
        "de": ("rabatt", "steuer", "mwst", "versand", "gebuhr", "einzel", "anzahl", "menge"),
        "fr": ("remise", "tva", "livraison", "frais", "unitaire"),
        "es": ("descuento", "impuesto", "iva", "envio", "saldo", "unitario", "unidades"),
        "ar": ("خصم", "ضريبة", "الشحن", "الرصيد", "الوحدة"),
        "ru": ("скидка", "налог", "ндс", "доставка", "доставки", "единицы"),
    },
    fits=_fits,
    alone=_alone,
)  # fmt: skip
