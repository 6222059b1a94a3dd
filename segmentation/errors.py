"""The one tree of errors: what an owner can mend, and what only we can."""

import errno
import os
from collections.abc import Mapping

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class BuilderError(Exception):
    """Anything this product raises on purpose."""


class OwnerFixableError(BuilderError):
    """Something the owner can put right; `code` names the sentence that says how.

    `details` fill the placeholders of that sentence. They may hold file names, column names,
    counts and limits, never a customer's cell. `columns`, each with its role key, are given where the
    owner could put it right by saying what a column is; who tells it joins their names as the language does.
    """

    def __init__(
        self,
        code: str,
        details: Mapping[str, str | int | float] | None = None,
        columns: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, str | int | float] = dict(details or {})
        self.columns = columns


class DefectError(BuilderError):
    """A promise inside the product was broken; the owner reads an apology, the log the traceback."""


def is_no_space(error: BaseException) -> bool:
    """Whether a full disk is behind it. Libraries that are not Python's tell it in their message only."""
    if isinstance(error, OSError) and error.errno in _NO_SPACE:
        return True
    if any(os.strerror(number) in str(error) for number in _NO_SPACE):
        return True
    cause = error.__cause__ or error.__context__
    return cause is not None and is_no_space(cause)
