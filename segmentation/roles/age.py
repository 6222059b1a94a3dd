"""How old the customer is, in years or as a band such as 25-34."""

import re

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import MOST, Content
from segmentation.roles.role import Role

_BAND = re.compile(
    r"\D{0,8}\d{1,2}\s*[-–~至到]\s*\d{1,2}\D{0,4}|\D{0,8}\d{1,2}\s*(\+|岁以上|以上|and over)\D{0,4}"
)
_YOUNGEST_MEAN, _OLDEST_MEAN, _OLDEST = 5, 95, 240
"""Years; mistyped ages are forgiven up to twice a life."""


def _fits(content: Content) -> float:
    if content.number > MOST:
        return (
            1.0
            if content.low >= 0
            and _YOUNGEST_MEAN <= content.middle <= _OLDEST_MEAN
            and content.high <= _OLDEST
            else 0.0
        )
    bands = sum(bool(_BAND.fullmatch(value)) for value in content.values)
    return 1.0 if bands > len(content.values) / 2 else 0.0


ROLE = Role(ColumnRole.AGE, fits=_fits)
