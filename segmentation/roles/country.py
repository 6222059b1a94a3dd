"""The country the customer lives in."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, MOST, Content
from segmentation.roles.role import Role

_KNOWN = frozenset(
    {
        "united kingdom", "uk", "gb", "us", "usa", "united states", "germany", "de", "france", "fr",
        "china", "cn", "spain", "es", "italy", "it", "netherlands", "nl", "japan", "jp", "australia", "au",
        "canada", "ca", "india", "in", "ireland", "switzerland", "ch", "austria", "at", "belgium", "be",
        "poland", "pl", "singapore", "sg", "thailand", "th", "malaysia", "hong kong", "hk", "taiwan", "tw",
        "中国", "美国", "日本", "英国", "台灣", "香港", "德国", "法国", "deutschland", "schweiz",
        "osterreich", "españa", "méxico", "mexico", "россия", "brazil", "vietnam", "indonesia", "korea",
    }
)  # fmt: skip


_LONGEST, _LONGER_THAN_CODES = 40, 3


def _fits(content: Content) -> float:
    return 1.0 if content.letters > MOST and content.length < _LONGEST and content.date < HALF else 0.0


def _alone(content: Content) -> float:
    """Few values, most of them countries by their full name."""
    known = len(content.values & _KNOWN) / max(1, len(content.values))
    return 0.45 if known > HALF and content.length > _LONGER_THAN_CODES and content.letters > MOST else 0.0


ROLE = Role(ColumnRole.COUNTRY, fits=_fits, alone=_alone)
