"""A stranger without a cookie cannot keep the server from the others: by length, by slowness, by number."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from bot import http_server
from bot.http_server import MOST_HEAD_BYTES, Server, listening

LONG = b"x" * MOST_HEAD_BYTES


class Application:
    """Takes a body to its end and says how long it was."""

    def __init__(self) -> None:
        self.broken_off = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:
            self.broken_off.set()
            return
        told = str(len(body)).encode()
        headers = [(b"content-length", str(len(told)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": told})


@asynccontextmanager
async def served(application: Application) -> AsyncIterator[int]:
    with listening("127.0.0.1", 0) as door:
        server = Server(application)
        serving = asyncio.create_task(server.serve([door]))
        try:
            yield door.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


async def answer(port: int, *pieces: bytes) -> bytes:
    """All that comes until the server hangs up, which it is waited for."""
    async with asyncio.timeout(30):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.01)  # so that the pieces come one by one
            return await reader.read()
        except ConnectionResetError:
            return b""
        finally:
            writer.close()


def post(*headers: bytes) -> bytes:
    return b"\r\n".join((b"POST / HTTP/1.1", b"host: here", b"connection: close", *headers, b"\r\n"))


@pytest.mark.parametrize(
    "beginning",
    [b"GET /", b"GET / HTTP/1.1\r\nx: ", post(b"transfer-encoding: chunked") + b"0\r\nx: "],
    ids=["address", "header", "trailer"],
)
async def test_a_request_without_an_end_is_ended(beginning: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 1000)
    async with served(Application()) as port:
        assert b" 200 " not in await answer(port, beginning, LONG, LONG, LONG)


async def test_a_long_body_is_no_long_head() -> None:
    async with served(Application()) as port:
        length = b"content-length: %d" % (8 * len(LONG))
        assert (await answer(port, post(length), *[LONG] * 8)).endswith(b"\r\n262144")


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nhost: here\r\n\r\n\r\n"])
async def test_who_does_not_say_what_they_want_is_not_waited_for(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_server, "HEAD_SECONDS", 0.2)
    async with served(Application()) as port:
        await answer(port, said)  # ends only when the server hangs up


async def test_a_body_that_does_not_go_on_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "SILENT_SECONDS", 0.2)
    application = Application()
    async with served(application) as port:
        await answer(port, post(b"content-length: 10"), b"12345")
        async with asyncio.timeout(30):
            await application.broken_off.wait()


async def test_connections_leave_room_for_the_files_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "_most_connections", lambda: 2)
    async with served(Application()) as port:
        first = await asyncio.open_connection("127.0.0.1", port)
        second = await asyncio.open_connection("127.0.0.1", port)
        assert await answer(port, post(b"content-length: 0")) == b""
        for _, writer in (first, second):
            writer.close()
        async with asyncio.timeout(30):
            while not (await answer(port, post(b"content-length: 0"))).endswith(b"\r\n0"):
                pass
