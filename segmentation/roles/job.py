"""The customer's occupation, company or trade."""

from segmentation.model.roles import ColumnRole
from segmentation.roles.looks import is_words
from segmentation.roles.role import Role

ROLE = Role(ColumnRole.JOB, fits=is_words, shared=True)
