"""What the customer earns."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    return 1.0 if content.number > HALF and content.date < HALF else 0.0


ROLE = Role(
    ColumnRole.INCOME,
    words={
        "en": (
            "income", "annual income", "salary", "household income", "monthly income", "yearly income",
            "annual salary", "earnings",
        ),
        "zh": ("收入", "年收入", "月收入", "工资", "薪资", "薪水", "薪資", "家庭收入"),
        "ja": ("年収", "収入", "世帯年収", "月収", "所得"),
        "ko": ("소득", "연소득", "월소득", "연봉", "수입"),
        "th": ("รายได้", "เงินเดือน", "รายได้ต่อเดือน", "รายได้ต่อปี"),
        "lo": ("ລາຍຮັບ", "ລາຍໄດ້", "ເງິນເດືອນ"),
        "km": ("ចំណូល", "ប្រាក់ខែ", "ប្រាក់ចំណូល"),
        "ta": ("வருமானம்", "சம்பளம்"),
        "de": ("einkommen", "jahreseinkommen", "gehalt", "haushaltseinkommen"),
        "fr": ("revenu", "revenus", "salaire", "revenu annuel"),
        "es": ("ingresos", "ingreso", "salario", "renta", "ingresos anuales"),
        "ar": ("الدخل", "الراتب", "الدخل السنوي"),
        "ru": ("доход", "зарплата", "годовой доход"),
    },
    fits=_fits,
)  # fmt: skip
