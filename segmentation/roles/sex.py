"""Whether the customer is a woman or a man."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, Content
from segmentation.roles.role import Role

_TELLING = frozenset(
    {
        "female", "male", "woman", "man", "women", "men", "f", "m", "w", "d", "girl", "boy", "mr", "mrs",
        "ms", "miss", "女", "男", "女性", "男性", "女士", "先生", "小姐", "여", "남", "여성", "남성",
        "여자", "남자", "หญิง", "ชาย", "ຍິງ", "ຊາຍ", "ស្រី", "ប្រុស", "பெண்", "ஆண்", "weiblich", "männlich",
        "maennlich", "divers", "frau", "herr", "femme", "homme", "femenino", "masculino", "mujer", "hombre",
        "h", "أنثى", "ذكر", "ж", "м", "женский", "мужской", "жен", "муж",
    }
)  # fmt: skip
_MOST_VALUES = 12


def _fits(content: Content) -> float:
    if not content.values or len(content.values) > _MOST_VALUES or content.date > HALF:
        return 0.0
    return 1.0 if content.values & _TELLING else 0.5


def _alone(content: Content) -> float:
    telling = len(content.values & _TELLING)
    letters = all(len(value) == 1 and value.isascii() for value in content.values)
    return 0.45 if 1 < telling == len(content.values) and not letters else 0.0


ROLE = Role(ColumnRole.SEX, fits=_fits, alone=_alone)
