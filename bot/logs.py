"""What the processes write for their operator, without the words of foreign exceptions."""

import json
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from bot.errors import trace
from bot.settings import LogForm

TALKATIVE = ("httpx", "httpcore", "alembic")
"""They write addresses with tokens, and plans of every migration."""

_Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def log_to_stderr(level: int, form: LogForm = LogForm.TEXT) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form is LogForm.JSON else TextLines())
    logging.basicConfig(level=level, handlers=[handler])
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)


class TextLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: _Raised) -> str:  # noqa: N802  (the library's name)
        """Libraries log exceptions too, whose messages quote cells and addresses."""
        return trace(ei[1]) if ei[1] is not None else ""


class JsonLines(TextLines):
    """`at` (UTC), `level`, `room`, `message`, and `trace` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        message, _, traced = record.getMessage().partition("\n")
        if record.exc_info:
            traced = self.formatException(record.exc_info)
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "room": record.name,
            "message": message,
            **({"trace": traced} if traced else {}),
        }
        return json.dumps(line, ensure_ascii=False)
