"""The HTTP server around what owners or operators come to: its door, and how it ends."""

import asyncio
import errno
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.errors import OwnerFixableError

SHUTDOWN_SECONDS = 5
"""How long requests under way may take once the process is asked to stop."""
LOOK_SECONDS = 0.05
BACKLOG = 2048
"""Connections that may wait to be taken."""
FILES_BESIDE = 256
"""That the process can have open beside its connections."""
MOST_HEAD_BYTES = 32 * 1024
"""What a request may say before its body begins, or between two pieces of it, beside the last bytes read."""
HEAD_SECONDS = 20.0
"""In which a connection that was opened, or has begun a request, must have said what it wants."""
SILENT_SECONDS = 60.0
"""How long nothing of a body may come while we wait for it."""
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"

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
                http=GuardedConnection,
                ws="none",
                limit_concurrency=_most_connections(),
                log_config=None,
                log_level="error",  # what strangers send, broken as it may be, must not fill the log
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


class GuardedConnection(HttpToolsProtocol):
    """Closed when a request is endless or comes drop by drop: the parser has no bounds of its own.

    It joins a long header piece by piece, which takes the square of the time, with everybody else waiting.
    """

    _unread = 0
    """Bytes since the parser last came to something: a piece of a body, the end of a head or of a request."""
    _heard_at = 0.0
    """When something of a body last came."""
    _timer: asyncio.TimerHandle | None = None
    """Runs while the other side owes us something."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()
        if self.limit_concurrency is not None and len(self.connections) > self.limit_concurrency:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._await_nothing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        is_between_requests = self.cycle is not None and self.cycle.response_complete and self._timer is None
        if is_between_requests:
            self._await_head()
        self._unread += len(data)
        super().data_received(data)
        if self._unread > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._unread, self._heard_at = 0, self.loop.time()
        self._await_nothing()
        super().on_headers_complete()
        self._await_body()

    def on_body(self, body: bytes) -> None:
        self._unread, self._heard_at = 0, self.loop.time()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unread = 0
        self._await_nothing()
        super().on_message_complete()

    def _await_head(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _await_body(self) -> None:
        """As long as we read nothing, because what came is not kept yet, nobody can be called silent."""
        if self.flow.read_paused:
            self._heard_at = self.loop.time()
        left = self._heard_at + SILENT_SECONDS - self.loop.time()
        if left > 0:
            self._timer = self.loop.call_later(left, self._await_body)
        else:
            self.transport.abort()

    def _await_nothing(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _most_connections() -> int | None:
    """So many that files, the database and children can still be opened beside them."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - absent on Windows

    most_open, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if most_open == resource.RLIM_INFINITY else max(most_open - FILES_BESIDE, most_open // 2)
