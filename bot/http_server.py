"""The HTTP server around what owners or operators come to: its door, and how it ends."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import uvicorn
from starlette.types import ASGIApp

from bot.errors import OwnerFixableError

SHUTDOWN_SECONDS = 5
"""How long requests under way may take once the process is asked to stop."""
LOOK_SECONDS = 0.05
BACKLOG = 2048
"""Connections that may wait to be taken."""

log = logging.getLogger(__name__)


async def serve(app: ASGIApp, host: str, port: int, at_the_end: Callable[[], None] = lambda: None) -> None:
    """Until cancelled; then `at_the_end` is called, and requests under way may finish.

    Raises OwnerFixableError: port_taken, cannot_listen.
    """
    with listening(host, port) as door:
        log.info("listening on http://%s:%s", host, port)
        server = Server(app)
        serving = asyncio.create_task(server.serve([door]))
        try:
            await asyncio.shield(serving)
        finally:
            at_the_end()
            server.should_exit = True
            await serving


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises OwnerFixableError: port_taken, cannot_listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        host.encode("idna")  # else the socket is made, and left open, before the name is found to be none
        door = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError, UnicodeError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        raise OwnerFixableError(
            "port_taken" if taken else "cannot_listen", {"host": host, "port": port}
        ) from error
    # Connections have it from their door: else the second piece of an answer waits 40 ms for the other side.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        closing = asyncio.create_task(self._close_late_comers())
        try:
            await super().shutdown(sockets)
        finally:
            closing.cancel()

    async def _close_late_comers(self) -> None:
        """A connection that is just being taken when the end begins would hold it up until the limit."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for connection in tuple(self.server_state.connections):
                if not connection.transport.is_closing():
                    connection.shutdown()
