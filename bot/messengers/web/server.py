"""The HTTP server around the application: its door, and how it ends."""

import errno
import socket
from contextlib import AbstractContextManager, nullcontext

import uvicorn
from starlette.types import ASGIApp

from bot.errors import OwnerFixableError

SHUTDOWN_SECONDS = 5
"""How long requests under way may take once the process is asked to stop."""
BACKLOG = 2048
"""Connections that may wait to be taken."""


class Server(uvicorn.Server):
    """Signals are the business of whoever runs all messengers, not of this one."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            )
        )

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]
        return nullcontext()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises OwnerFixableError: port_taken, cannot_listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        raise OwnerFixableError(
            "port_taken" if taken else "cannot_listen", {"host": host, "port": port}
        ) from error
