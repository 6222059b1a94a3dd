"""Where processes of a test listen."""

import socket
import time

import httpx

UP_SECONDS = 90


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
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
