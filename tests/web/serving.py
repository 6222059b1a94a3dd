"""A real HTTP server for the tests, in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    """Says when it has begun to listen, and where its loop is."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.ready.set()


class Serving:
    """Serves `app` on a free port of this machine from `start` to `stop`; both may happen again and again."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            self._app, port=self.port, lifespan="off", log_config=None, timeout_graceful_shutdown=0
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        self._server.ready.wait()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()

    def call(self, function: Callable[[], object]) -> None:
        """Call `function` where the server runs."""
        self._server.loop.call_soon_threadsafe(function)
