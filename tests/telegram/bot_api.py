"""A server that speaks Telegram's Bot API over HTTP, for tests and for trying the bot by hand.

    async with bot_api() as telegram:
        ada = telegram.person("Ada")
        ada.say("/start")

`python -m tests.telegram.bot_api` starts it with a chat in the terminal.
"""

import asyncio
import json
import math
import socket
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.http_server import listening
from tests.telegram.calls import Call, Upload
from tests.telegram.cloud import Cloud, RefusalError
from tests.telegram.flood import Flood
from tests.telegram.method_list import MethodList, reference_list
from tests.telegram.methods import Methods
from tests.telegram.person import Person
from tests.telegram.webhooks import WebhookCaller

TOKEN = "12345:a-token-for-tests"


class Trouble(StrEnum):
    TOO_MANY_REQUESTS = "429"
    SERVER_ERROR = "502"
    DONE_BUT_UNANSWERED = "done, but the answer is lost"
    LOST = "not done, and no answer"


@dataclass(frozen=True)
class Fault:
    """What happens to the next call of `method` (any sending method when empty)."""

    trouble: Trouble
    method: str = ""
    retry_after: int = 1
    after: int = 0
    """So many such calls go well before."""
    chat_only: bool = False
    """A flood of one chat; otherwise of the whole bot."""

    def hits(self, method: str) -> bool:
        return method == self.method or (not self.method and method.startswith(("send", "edit")))


class BotApi:
    """`calls` are all that came, `violations` what the published list has against them.

    `early` are those that came before a `retry_after` was over and, when the server is `strict`, those
    over the limits of flood.py; `faults` are still to happen, `weather` is what happens besides.
    """

    def __init__(self, url: str, published: MethodList | None) -> None:
        self.url = url
        self.cloud = Cloud()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.early: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.weather: Callable[[Call], Fault | None] = lambda _: None
        self._published = published
        self.webhook = WebhookCaller(self.cloud)
        self._methods = Methods(self.cloud, self.webhook)
        self.strict = False
        self._flood = Flood()

    def person(self, name: str = "Ada", language_code: str = "en") -> Person:
        return Person(self.cloud, name, language_code)

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self._called, methods=["GET", "POST"]),
                Route("/file/bot{token}/documents/{file_id}", self._downloaded),
            ]
        )

    async def _called(self, request: Request) -> Response:
        if request.path_params["token"] != TOKEN:
            return _refused(RefusalError(401, "Unauthorized"))
        call = await _read(request)
        self.calls.append(call)
        try:
            self._check(call)
            return await self._answered(call)
        except RefusalError as refusal:
            return _refused(refusal)

    def _check(self, call: Call) -> None:
        if self._published is None:
            return
        problems = self._published.problems(call.method, call.parameters, frozenset(call.uploads))
        self.violations += problems
        if problems:
            raise RefusalError(400, f"Bad Request: {problems[0]}")

    async def _answered(self, call: Call) -> Response:
        self._refuse_flood(call)
        fault = self._next_fault(call)
        match fault and fault.trouble:
            case Trouble.LOST:
                return _NoAnswer()
            case Trouble.SERVER_ERROR:
                raise RefusalError(502, "Bad Gateway")
            case Trouble.TOO_MANY_REQUESTS:
                assert fault
                self._flood.close(call, fault.retry_after, chat_only=fault.chat_only)
                raise _too_many(fault.retry_after)
        result = await self._methods.answer(call)
        if fault:
            return _NoAnswer()
        return JSONResponse({"ok": True, "result": result})

    def _next_fault(self, call: Call) -> Fault | None:
        if not self.faults or not self.faults[0].hits(call.method):
            return self.weather(call)
        fault = self.faults.popleft()
        if fault.after:
            self.faults.appendleft(replace(fault, after=fault.after - 1))
            return None
        return fault

    def _refuse_flood(self, call: Call) -> None:
        if not call.method.startswith(("send", "edit")) or call.method == "sendChatAction":
            return
        rest = self._flood.seconds_closed(call)
        if rest > 0:
            if not self._flood.was_under_way(call):
                self.early.append(call)
            raise _too_many(math.ceil(rest))
        if self.strict and self._flood.too_fast(call):
            self.early.append(call)
            raise _too_many(1)

    async def _downloaded(self, request: Request) -> Response:
        file = self.cloud.files.get(request.path_params["file_id"])
        if file is None or request.path_params["token"] != TOKEN:
            return _refused(RefusalError(404, "Not Found"))
        return Response(file.content, media_type="application/octet-stream")


@asynccontextmanager
async def bot_api(port: int = 0) -> AsyncIterator[BotApi]:
    """Serve on a loopback port (a free one when 0) in the running loop."""
    listener = listening("127.0.0.1", port)
    api = BotApi(f"http://127.0.0.1:{listener.getsockname()[1]}", reference_list())
    async with serving(api.app(), listener):
        calling = asyncio.create_task(api.webhook.run())
        try:
            yield api
        finally:
            api.cloud.close()
            await calling


@asynccontextmanager
async def serving(app: Starlette, listener: socket.socket) -> AsyncIterator[None]:
    server = _Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
    task = asyncio.create_task(server.serve([listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """Leaves the signals to the one who started it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _NoAnswer(Response):
    """The connection ends in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})


async def _read(request: Request) -> Call:
    parameters: dict[str, object] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        parameters |= json.loads(await request.body() or b"{}")
    else:
        async with request.form(max_files=20) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or "", await value.read())
                else:
                    parameters[name] = value
    return Call(request.path_params["method"], parameters, uploads, time.monotonic())


def _too_many(seconds: int) -> RefusalError:
    return RefusalError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _refused(refusal: RefusalError) -> JSONResponse:
    body: dict[str, object] = {
        "ok": False,
        "error_code": refusal.code,
        "description": refusal.description,
    }
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return JSONResponse(body, refusal.code)


if __name__ == "__main__":
    from tests.telegram.by_hand import main

    main()
