"""What a customer is called."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, MOST, NEARLY_ALL, SOME, Content
from segmentation.roles.role import Role

_OF_CODES = 0.4


def _fits(content: Content) -> float:
    """Words without digits; codes of banks or branches are a poor name."""
    if content.letters < HALF or content.email > SOME or content.date > HALF or content.digits > MOST:
        return 0.0
    return (1 - content.digits) * (_OF_CODES if content.codes > NEARLY_ALL else 1)


def _alone(content: Content) -> float:
    """Reports are grouped by customer where they tell nobody else of them."""
    return 0.42 * _fits(content) if content.of_groups else 0.0


ROLE = Role(ColumnRole.NAME, fits=_fits, alone=_alone)
