"""Which shop, branch or till sold."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.content import HALF, HARDLY_ANY, SOME, Content
from segmentation.roles.role import Role


def _fits(content: Content) -> float:
    """Names or codes that come again."""
    if content.filled < HARDLY_ANY:
        return 0.5
    return 0.0 if content.date > HALF or content.fractional > SOME or content.email > SOME else 1.0


ROLE = Role(ColumnRole.STORE, fits=_fits, shared=True)
