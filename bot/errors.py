"""Errors of the transport side, and how errors are logged; the tree's root is segmentation.errors."""

import traceback

from segmentation.errors import BuilderError, DefectError, OwnerFixableError, is_no_space

__all__ = ["BuilderError", "DefectError", "DeliveryError", "OwnerFixableError", "is_no_space", "trace"]


class DeliveryError(BuilderError):
    """A reply was not taken. `retry_after` is the messenger's own wish in seconds, if it gave one.

    `final` means trying again cannot help; `unreachable` that nothing else will be taken for this owner
    either (blocked bot, deleted chat) until they write again.
    """

    def __init__(
        self, retry_after: float | None = None, *, final: bool = False, unreachable: bool = False
    ) -> None:
        super().__init__("delivery")
        self.retry_after = retry_after
        self.final = final or unreachable
        self.unreachable = unreachable


def trace(error: BaseException) -> str:
    """A traceback for the log: where and what kind, causes first.

    Messages of foreign exceptions are left out: they quote cells of the owner's files and addresses
    with tokens. Our own hold codes and keys.
    """
    cause = error.__cause__ or error.__context__
    before = f"{trace(cause)}\n" if cause is not None else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    told = f": {error}" if isinstance(error, BuilderError) else ""
    return f"{before}{frames}{type(error).__name__}{told}"
