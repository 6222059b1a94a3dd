"""The shop's own number or account name of a customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, NEARLY_ALL, SOME, Content
from segmentation.roles.role import Role

_LONGEST, _SHORTEST_CODE = 60, 3
_WORDS_OF_A_CODE = 1.3
_COMES_AGAIN = (0.01, 0.95)
"""Distinct values per row, where buyers buy more than once."""


def _fits(content: Content) -> float:
    """Codes, whole numbers or account names; many rows may have none."""
    if (
        content.filled < HARDLY_ANY
        or content.fractional > SOME
        or content.date > HALF
        or content.length > _LONGEST
    ):
        return 0.0
    full_names = content.digits < SOME and content.words > _WORDS_OF_A_CODE
    return 0.8 if full_names else 1.0


def _alone(content: Content) -> float:
    """In a table without headings, whole numbers or codes that come again."""
    codes = content.whole > NEARLY_ALL and content.length >= _SHORTEST_CODE and content.date < HALF
    again = _COMES_AGAIN[0] < content.distinct < _COMES_AGAIN[1]
    return 0.45 if not content.headed and codes and again else 0.0


ROLE = Role(
    ColumnRole.CUSTOMER_ID,
    words={
        "en": (
            "customer id", "customer number", "customer no", "customer code", "customer key", "cust id",
            "cust no", "client id", "client number", "client no", "client code", "buyer id",
            "buyer username", "buyer user id", "user id", "username", "user name", "member id",
            "member number", "member no", "membership number", "shopper id", "household key", "account id",
            "loyalty id", "loyalty card", "loyalty number", "card id", "visitor id", "patient id",
            "guest id", "subscriber id", "contact id",
        ),
        "zh": (
            "客户编号", "客户id", "客户号", "客户代码", "客户编码", "会员编号", "会员号", "会员id",
            "会员卡号", "会员名", "会员昵称", "买家会员名", "买家id", "买家昵称", "买家账号", "用户id",
            "用户编号", "用户名", "用户账号", "顾客编号", "顾客id", "卡号", "下单帐号", "下单账号",
            "客戶編號", "客戶代號", "會員編號", "會員號", "會員帳號", "會員卡號", "買家帳號", "用戶編號",
            "用戶名", "顧客編號", "=账号", "=帳號",
        ),
        "ja": (
            "顧客id", "顧客番号", "顧客コード", "会員id", "会員番号", "お客様番号", "お客様id",
            "ユーザーid", "ユーザー名", "購入者id", "取引相手",
        ),
        "ko": (
            "고객번호", "고객id", "고객코드", "회원번호", "회원id", "구매자id", "구매자아이디", "아이디",
            "주문자id",
        ),
        "th": ("รหัสลูกค้า", "หมายเลขลูกค้า", "เลขที่ลูกค้า", "ชื่อผู้ใช้", "รหัสสมาชิก", "หมายเลขสมาชิก", "ลูกค้า number"),
        "lo": ("ລະຫັດລູກຄ້າ", "ເລກທີລູກຄ້າ", "ໝາຍເລກລູກຄ້າ", "ລູກຄ້າ ຈໍານວນ", "ລະຫັດສະມາຊິກ"),
        "km": ("លេខអតិថិជន", "លេខសម្គាល់អតិថិជន", "កូដអតិថិជន", "អតិថិជន ចំនួន", "លេខសមាជិក"),
        "ta": ("வாடிக்கையாளர் எண்", "வாடிக்கையாளர் ஐடி", "வாடிக்கையாளர் குறியீடு", "உறுப்பினர் எண்"),
        "de": (
            "kundennummer", "kunden nr", "kundennr", "kunden id", "kundenid", "kd nr", "mitgliedsnummer",
            "debitor",
        ),
        "fr": (
            "numero client", "numero de client", "id client", "code client", "no client",
            "identifiant client", "n client",
        ),
        "es": (
            "id cliente", "id de cliente", "numero de cliente", "codigo cliente", "codigo de cliente",
            "n cliente", "cliente id",
        ),
        "ar": ("رقم العميل", "معرف العميل", "كود العميل", "رقم الزبون", "رقم المشتري", "اسم المستخدم"),
        "ru": (
            "id клиента", "номер клиента", "код клиента", "id покупателя", "номер карты", "id пользователя",
        ),
    },
    weaker={
        "en": (
            "=customer", "=client", "=buyer", "=user", "=member", "=account", "=shopper",
            "customer reference id", "=cust",
        ),
        "zh": (
            "=客户", "=会员", "=买家", "=用户", "=顾客", "=客戶", "=會員", "=買家", "=顧客",
            "买家支付宝账号",
        ),
        "ja": ("=顧客", "=お客様"),
        "ko": ("=고객", "=회원"),
        "th": ("=ลูกค้า",),
        "lo": ("=ລູກຄ້າ",),
        "km": ("=អតិថិជន",),
        "ta": ("=வாடிக்கையாளர்",),
        "de": ("=kunde", "=kunden"),
        "fr": ("=client",),
        "es": ("=cliente",),
        "ar": ("=العميل", "=الزبون"),
        "ru": ("=клиент", "=покупатель"),
    },
    weaker_of_people={"en": ("=id", "=number", "=code"), "zh": ("=编号", "=編號", "=序号")},
    unless={
        "en": ("staff", "employee", "seller", "cashier", "vendor", "merchant"),
        "zh": ("卖家", "店铺", "商家", "銀行", "银行"),
    },
    fits=_fits,
    alone=_alone,
)  # fmt: skip
