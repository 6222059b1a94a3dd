"""The town the customer lives in."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.letters > HALF and content.email < SOME and content.date < HALF else 0.0


ROLE = Role(
    ColumnRole.CITY,
    words={
        "en": (
            "city", "town", "billing city", "customer city", "default address city", "home city",
            "residence", "hometown", "bill to city", "municipality",
        ),
        "zh": ("城市", "所在城市", "市", "客户城市", "地市", "縣市", "居住地", "居住城市"),
        "ja": ("市区町村", "都市", "市町村", "都道府県 請求先", "都道府県"),
        "ko": ("도시", "시군구", "거주지", "시"),
        "th": ("เมือง", "อำเภอ", "จังหวัด", "ลูกค้า อำเภอ", "เขต"),
        "lo": ("ເມືອງ", "ແຂວງ", "ລູກຄ້າ ເມືອງ"),
        "km": ("ទីក្រុង", "ខេត្ត", "អតិថិជន ទីក្រុង", "ក្រុង"),
        "ta": ("நகரம்", "ஊர்", "மாவட்டம்"),
        "de": ("ort", "stadt", "wohnort", "rechnungsort"),
        "fr": ("ville", "commune", "localite"),
        "es": ("ciudad", "localidad", "poblacion", "municipio"),
        "ar": ("المدينة", "مدينة"),
        "ru": ("город", "населенный пункт"),
    },
    weaker={
        "en": (
            "ship city", "shipping city", "post to city", "ship to city", "delivery city", "=region",
            "=state", "=province", "state province", "billing province",
        ),
        "zh": ("收货城市", "省份", "省", "地区", "收貨城市", "地區"),
        "ja": ("都道府県 配送先",),
        "de": ("lieferort", "bundesland"),
        "fr": ("region", "departement"),
        "es": ("provincia",),
        "ar": ("المنطقة",),
        "ru": ("регион", "область"),
    },
    unless={
        "en": ("store", "warehouse", "capacity", "zip", "code"),
        "zh": ("店", "门店", "邮", "超市", "市场"),
    },
    fits=_fits,
)  # fmt: skip
