"""State, province or county of the customer."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_words
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.REGION, fits=is_words, shared=True)
