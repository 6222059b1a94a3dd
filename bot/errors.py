"""Errors of the transport side; the tree's root is segmentation.errors."""

from segmentation.errors import BuilderError, DefectError, OwnerFixableError

__all__ = ["BuilderError", "DefectError", "DeliveryError", "OwnerFixableError"]


class DeliveryError(BuilderError):
    """A reply was not taken. `retry_after` is the messenger's own wish in seconds, if it gave one.

    `final` means trying again cannot help (blocked bot, deleted chat).
    """

    def __init__(self, retry_after: float | None = None, *, final: bool = False) -> None:
        super().__init__("delivery")
        self.retry_after = retry_after
        self.final = final
