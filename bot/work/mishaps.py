"""What went wrong with a piece of work: what its owner is told, and what the log."""

import logging
from collections.abc import Mapping

from bot.dialogue.inbound import AnalysisFailed, FileRefused
from bot.errors import OwnerFixableError, is_no_space, trace
from bot.settings import Settings
from bot.work.child import ChildDiedError, ChildTimeoutError
from storage.analyses import StoredAnalysis
from storage.errors import StorageUnavailableError
from storage.uploads import Upload

log = logging.getLogger(__name__)

Work = Upload | StoredAnalysis
Details = Mapping[str, str | int | float]


def mishap(work: Work, error: Exception, settings: Settings) -> FileRefused | AnalysisFailed:
    """The event that tells it.

    Raises StorageUnavailableError again: then nothing is wrong with the work, and later it will do.
    """
    if is_no_space(error):
        log.warning("no room is left on a disk for what %s needs", work.id)
        return failed(work, "no_space")
    match error:
        case StorageUnavailableError():
            raise error
        case OwnerFixableError(code=code, details=details, columns=columns):
            return failed(work, code, details, columns)
        case ChildTimeoutError():
            return _late(work, settings)
        case ChildDiedError():
            log.warning("the child process was lost")
            return failed(work, "unreadable" if isinstance(work, Upload) else "internal")
        case _:
            log.error("%s failed\n%s", work.id, trace(error))  # no foreign messages
            return failed(work, "internal")


def failed(
    work: Work, code: str, details: Details | None = None, columns: tuple[tuple[str, str], ...] = ()
) -> FileRefused | AnalysisFailed:
    """`columns` as in FileRefused."""
    if isinstance(work, Upload):
        return FileRefused(work.id, code, details or {}, columns)
    return AnalysisFailed(work.id, code, details or {})


def _late(work: Work, settings: Settings) -> FileRefused | AnalysisFailed:
    if isinstance(work, Upload):
        return failed(work, "reading_took_too_long", {"limit_seconds": settings.reading_limit_seconds})
    return failed(work, "analysis_took_too_long")
