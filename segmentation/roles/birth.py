"""When the customer was born: a date or a year."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, MOST, Content
from segmentation.roles.role import Role

_YEARS = (range(1900, 2026), range(2443, 2571))
"""Of our time, and the same of the Buddhist calendar."""


def _fits(content: Content) -> float:
    """Dates, years of our time or the Buddhist one, or a column that is mostly empty."""
    year = content.whole > MOST and any(int(content.middle) in years for years in _YEARS)
    return 1.0 if content.date > HALF or year or content.filled < HARDLY_ANY else 0.0


ROLE = Role(ColumnRole.BIRTH, fits=_fits)
