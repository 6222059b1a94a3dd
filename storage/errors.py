"""What may happen to whoever needs storage, whichever part of it they need."""

from segmentation.errors import BuilderError


class StorageUnavailableError(BuilderError):
    """The database or the store cannot be used now (stopped, locked, full). Trying again later can help."""
