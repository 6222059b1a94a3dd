"""What holds the lines of one purchase together."""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.content import HALF, HARDLY_ANY, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    if (
        content.fractional > HARDLY_ANY
        or content.date > HALF
        or content.digits < HALF
        or content.filled < SOME
    ):
        return 0.0
    return (1 + content.filled) / 2 if content.distinct > HARDLY_ANY else 0.3


ROLE = Role(
    ColumnRole.ORDER_ID,
    kinds=frozenset({TableKind.ORDER_LINES}),
    words={
        "en": (
            "order id", "order number", "order no", "order nr", "=order", "order reference", "order code",
            "invoice no", "invoice number", "invoice id", "=invoice", "receipt number", "receipt no",
            "receipt id", "sales order", "bill no", "bill number", "check number", "basket id",
            "amazon order id", "ticket number", "sale id", "sales record number", "purchase id",
            "document number",
        ),
        "zh": (
            "订单编号", "订单号", "订单id", "主订单编号", "主订单号", "单号", "单据号", "单据编号",
            "小票号", "发票号", "发票号码", "流水号", "销售单号", "交易号", "交易单号", "交易编号",
            "订单序号", "訂單編號", "訂單號", "訂單號碼", "單號", "發票號碼", "交易編號",
        ),
        "ja": (
            "注文id", "注文番号", "受注番号", "オーダーid", "注文no", "伝票番号", "取引id", "取引番号",
            "レシート番号", "請求書番号",
        ),
        "ko": ("주문번호", "주문id", "주문 번호", "영수증번호", "거래번호", "송장 주문번호", "전표번호"),
        "th": (
            "หมายเลขคำสั่งซื้อ", "เลขที่คำสั่งซื้อ", "รหัสคำสั่งซื้อ", "เลขที่ใบเสร็จ", "เลขที่ใบแจ้งหนี้", "เลขที่เอกสาร", "เลขที่บิล",
        ),
        "lo": ("ເລກທີສັ່ງຊື້", "ເລກທີໃບບິນ", "ລະຫັດສັ່ງຊື້", "ເລກໃບແຈ້ງໜີ້", "ເລກທີການສັ່ງຊື້"),
        "km": ("លេខបញ្ជាទិញ", "លេខវិក្កយបត្រ", "លេខកម្មង់", "=វិក័យប័ត្រ", "=វិក្កយបត្រ"),
        "ta": ("ஆர்டர் எண்", "ஆணை எண்", "விலைப்பட்டியல் எண்", "ரசீது எண்"),
        "de": (
            "bestellnummer", "bestell nr", "bestellnr", "auftragsnummer", "auftrags nr", "rechnungsnummer",
            "rechnungs nr", "belegnummer", "beleg nr", "bonnummer", "bon nr", "bestellung",
            "vorgangsnummer",
        ),
        "fr": (
            "numero de commande", "numero commande", "n commande", "id commande", "reference commande",
            "commande", "numero de facture", "numero facture", "n facture", "facture", "ticket",
        ),
        "es": (
            "numero de pedido", "id de pedido", "id pedido", "pedido", "n pedido", "numero de factura",
            "factura numero", "numero factura", "n factura", "=factura", "ticket",
        ),
        "ar": ("رقم الطلب", "رقم الفاتورة", "رقم الطلبية", "معرف الطلب", "رقم العملية"),
        "ru": ("номер заказа", "id заказа", "заказ", "номер чека", "номер счета", "чек", "накладная"),
    },
    weaker={
        "en": (
            "=id", "=name", "transaction id", "transaction no", "transaction number", "payment id",
            "=number", "=reference", "sales record",
        ),
        "zh": ("商户单号", "商家订单号", "子订单编号", "子訂單編號", "=编号", "=編號"),
        "ko": ("상품주문번호",),
    },
    unless={
        "en": (
            "date", "customer", "client", "status", "type", "line", "row", "product", "item", "tracking",
            "attendee", "time", "channel", "total", "amount", "shipping", "value", "merchant", "tax",
            "count", "quantity",
        ),
        "zh": (
            "状态", "物流", "时间", "金额", "备注", "类型", "来源", "渠道", "商品id", "快递", "原因",
            "狀態", "時間", "金額", "付款日期",
        ),
        "ja": ("日", "メモ", "金額", "追跡"),
        "ko": ("수량", "일", "금액", "상태"),
        "th": ("สถานะ", "เวลา", "วันที่"),
        "de": ("datum", "status", "betrag", "summe", "position", "kunden"),
        "fr": ("date", "statut", "montant", "client", "ligne", "total"),
        "es": (
            "fecha", "estado", "importe", "cantidad", "saldo", "pagado", "descuento", "cliente", "total",
        ),
        "ar": ("تاريخ", "حالة", "مبلغ", "القيمة", "الرصيد", "خصم", "دفعت"),
        "ru": ("дата", "статус", "сумма", "клиент"),
    },
    fits=_fits,
)  # fmt: skip
