"""The web chat: a page, its event stream, and what it posts."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.dialogue.inbound import Command, Commanded, FileRejected, SentFile
from bot.errors import OwnerFixableError
from bot.http_server import serve
from bot.messages import NO_END, Conversation, Incoming, ObservedReception, OutgoingReply, Reply
from bot.messengers.web import sent_files
from bot.messengers.web.entries import entry_json, page_json
from bot.messengers.web.frames import STATIC_FOLDER
from bot.messengers.web.languages import best_language
from bot.messengers.web.page import Page
from bot.messengers.web.paging import page_before
from bot.messengers.web.posts import MalformedPostError, Post, checked_event_id, read_post, whole_number
from bot.messengers.web.sessions import MESSENGER, Sessions
from bot.messengers.web.shield import SecurityHeaders, same_origin
from bot.messengers.web.stream import Doorbells, events, watch
from bot.messengers.web.upload_link import UploadLinkPage
from bot.settings import Settings
from prompts.catalog import Catalog
from storage.errors import StorageUnavailableError

MAX_POST_BYTES = 32 * 1024

RETRY_SECONDS = "5"
NOT_KEPT: Mapping[str, str] = {"Cache-Control": "no-store"}

FILE_SIGN = "📎"
"""Stands before the name of a file in the owner's own bubble; the page draws it as a file."""

BEGINNING = Post("start", Commanded(Command.START), shown=None)

IMAGE_SIGNATURES: Mapping[bytes, str] = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class WebMessenger:
    """The messenger of browsers: `app` serves the chat to whoever asks, without an account."""

    name = MESSENGER

    def __init__(
        self,
        reception: ObservedReception,
        catalog: Catalog,
        settings: Settings,
        more_routes: Sequence[Route] = (),
    ) -> None:
        """`more_routes` let others in that need a web server."""
        self._reception = reception
        self._catalog = catalog
        self._settings = settings
        self._page = Page(catalog, settings.max_upload_bytes)
        self._upload_link_page = UploadLinkPage(reception, catalog, settings)
        self._sessions = Sessions(settings.session_secret)
        self._doorbells = Doorbells()
        handlers = {MalformedPostError: _malformed, StorageUnavailableError: self._unavailable}
        self.app = SecurityHeaders(
            Starlette(routes=[*self._routes(), *more_routes], exception_handlers=handlers),
            is_https=settings.public_address.startswith("https://"),
        )

    async def deliver(self, outgoing: OutgoingReply) -> None:
        """Only wakes the page: it reads what it has not got from the history."""
        self._doorbells.ring(outgoing.conversation.address)

    async def run(self) -> None:
        """Serve until cancelled, then let requests under way finish.

        Raises OwnerFixableError: port_taken, cannot_listen.
        """
        watching = asyncio.create_task(watch(self._reception, self._doorbells, self.name))
        try:
            await serve(self.app, self._settings.web_host, self._settings.web_port, self._doorbells.close)
        finally:
            watching.cancel()

    def _routes(self) -> list[Route | Mount]:
        return [
            Route("/", self._open_page),
            Route("/api/history", self._history),
            Route("/api/stream", self._stream),
            Route("/api/messages", self._take_message, methods=["POST"], max_body_size=MAX_POST_BYTES),
            Route("/api/files", self._take_file, methods=["POST"]),
            Route("/files/{blob:path}", self._give_file),
            Route("/healthz", _healthy),
            Mount("/static", StaticFiles(directory=STATIC_FOLDER)),
            *self._upload_link_page.routes,
        ]

    # ---- reading ---------------------------------------------------------------------------

    async def _open_page(self, request: Request) -> Response:
        """The page. Looking at it leaves nothing behind but a cookie: who acts begins a conversation."""
        conversation = self._sessions.find(request) or self._sessions.open()
        standing = await self._reception.standing(conversation)
        page = self._page.html(standing.language or self._wanted_language(request))
        response = HTMLResponse(page, headers=NOT_KEPT)
        self._sessions.remember(conversation, request, response)
        return response

    async def _history(self, request: Request) -> Response:
        """What came `after` a number; or the last page, or the one `before` a number."""
        conversation, asked = self._visitor(request), request.query_params
        if "after" in asked:
            entries = await self._reception.history(conversation, _after(request))
            return JSONResponse({"entries": [entry_json(entry) for entry in entries]}, headers=NOT_KEPT)
        before = whole_number(asked.get("before", "")) or NO_END
        page = await page_before(self._reception, conversation, before)
        greeting = () if page.entries else await self._greeting(request, conversation)
        return JSONResponse(page_json(page, greeting), headers=NOT_KEPT)

    async def _greeting(self, request: Request, conversation: Conversation) -> tuple[Reply, ...]:
        """What stands there before anybody has said anything."""
        standing = await self._reception.standing(conversation)
        if standing.language is not None:
            return ()
        return await self._reception.greeting(self._wanted_language(request))

    async def _stream(self, request: Request) -> Response:
        conversation = self._visitor(request)
        standing = await self._reception.standing(conversation)  # when that fails, there is no stream
        return StreamingResponse(
            events(self._reception, self._doorbells, conversation, _after(request), standing),
            media_type="text/event-stream",
            headers={**NOT_KEPT, "X-Accel-Buffering": "no"},
        )

    async def _give_file(self, request: Request) -> Response:
        content = await self._reception.attachment(self._visitor(request), request.path_params["blob"])
        if content is None:
            raise HTTPException(404)
        return _file_response(content)

    # ---- taking ----------------------------------------------------------------------------

    async def _take_message(self, request: Request) -> Response:
        conversation = self._sender(request)
        post = read_post(await request.body())
        await self._begin(request, conversation)
        return _taken(new=await self._accept(request, conversation, post))

    async def _take_file(self, request: Request) -> Response:
        conversation = self._sender(request)
        event_id = checked_event_id(request.headers.get("x-event-id", ""))
        await self._begin(request, conversation)
        try:
            inbound = await self._keep(conversation, request)
        except ClientDisconnect:
            return Response(status_code=499)
        post = Post(event_id, inbound, f"{FILE_SIGN} {sent_files.name_of(request)}")
        new = await self._accept(request, conversation, post)
        if not new and isinstance(inbound, SentFile):  # it had arrived, but the answer had not
            await self._reception.discard_file(conversation, inbound)
        return _taken(new=new)

    async def _keep(self, conversation: Conversation, request: Request) -> SentFile | FileRejected:
        limit = self._settings.max_upload_bytes
        try:
            return await sent_files.keep(self._reception, conversation, request, limit)
        except OwnerFixableError as refusal:
            return FileRejected(refusal.code, refusal.details)

    async def _begin(self, request: Request, conversation: Conversation) -> None:
        """With the first act, the greeting that was on the page becomes the beginning of a conversation."""
        standing = await self._reception.standing(conversation)
        if standing.language is None:
            await self._accept(request, conversation, BEGINNING)

    async def _accept(self, request: Request, conversation: Conversation, post: Post) -> bool:
        """Pages make their own event ids, so an id counts within its conversation only."""
        unique_id = f"{hashlib.sha256(conversation.address.encode()).hexdigest()}:{post.event_id}"
        hint = self._wanted_language(request)
        incoming = Incoming(conversation, unique_id, post.inbound, post.shown, hint)
        new = await self._reception.accept(incoming)
        self._doorbells.ring(conversation.address)
        return new

    # ---- who is asking ---------------------------------------------------------------------

    def _visitor(self, request: Request) -> Conversation:
        conversation = self._sessions.find(request)
        if conversation is None:
            raise HTTPException(401)
        return conversation

    def _wanted_language(self, request: Request) -> str:
        return best_language(request.headers.get("accept-language", ""), self._catalog.languages)

    def _sender(self, request: Request) -> Conversation:
        if not same_origin(request):
            raise HTTPException(403)
        return self._visitor(request)

    # ---- when that fails -------------------------------------------------------------------

    async def _unavailable(self, request: Request, _error: Exception) -> Response:
        """The database is away: the page says so and tries again by itself."""
        language, headers = self._wanted_language(request), {**NOT_KEPT, "Retry-After": RETRY_SECONDS}
        if request.url.path == "/":
            page = self._page.html(language, available=False)
            return HTMLResponse(page, status_code=503, headers=headers)
        message = self._page.words(language)["unavailable"]
        return JSONResponse({"message": message}, status_code=503, headers=headers)


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _malformed(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("malformed", status_code=400)


def _after(request: Request) -> int:
    """The cursor: what the browser itself remembers wins over the address it began with."""
    return whole_number(request.headers.get("last-event-id") or request.query_params.get("after", ""))


def _taken(*, new: bool) -> Response:
    return JSONResponse({"new": new}, status_code=202)


def _file_response(content: bytes) -> Response:
    """Pictures are shown, everything else is saved, once; the page names the file."""
    signatures = (kind for signature, kind in IMAGE_SIGNATURES.items() if content.startswith(signature))
    image = next(signatures, None)
    return Response(
        content,
        media_type=image or "application/octet-stream",
        headers={
            "Cache-Control": "private, max-age=31536000, immutable" if image else "no-store",
            "Content-Disposition": "inline" if image else "attachment",
        },
    )
