"""Where processes of a test listen."""

import secrets
import socket
import time
from contextlib import suppress

import httpx

UP_SECONDS = 90
PORTS = range(20_000, 32_000)
"""Below those that Linux gives to connections: else one could take a port while its process starts anew."""


def free_port() -> int:
    while True:
        port = secrets.choice(PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def wait_until_up(url: str) -> None:
    """Until `url` answers well. Raises TimeoutError."""
    until = time.monotonic() + UP_SECONDS
    while time.monotonic() < until:
        try:
            httpx.get(url).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)
