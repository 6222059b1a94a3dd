"""The page behind an upload link: one file for one owner, who hears of it where they chat."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.errors import OwnerFixableError
from bot.messages import Incoming, Reception
from bot.messengers.web import sent_files
from bot.messengers.web.frames import frame, json_inside_html
from bot.messengers.web.languages import best_language
from bot.messengers.web.shield import same_origin
from bot.settings import Settings
from bot.upload_links import PATH, LinkRefusedError, UploadLinks, UploadPass
from prompts.catalog import Catalog

WORDS = ("title", "lead", "choose", "or_drop", "sending", "cancel", "arrived", "go_back", "failed", "again")
"""What stands on the page, beside reasons for refusals."""
STATUS: Mapping[str, HTTPStatus] = {
    "broken": HTTPStatus.NOT_FOUND,
    "expired": HTTPStatus.GONE,
    "used": HTTPStatus.GONE,
}
NOT_KEPT: Mapping[str, str] = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""The address is the key: it goes neither into a cache nor to another site."""


class UploadLinkPage:
    """Looking at the page uses nothing up: messengers open links by themselves to draw a preview."""

    def __init__(self, reception: Reception, catalog: Catalog, settings: Settings) -> None:
        self._reception = reception
        self._catalog = catalog
        self._links = UploadLinks(settings)
        self._max_upload_bytes = settings.max_upload_bytes
        self._template = frame("upload.html")

    @property
    def routes(self) -> tuple[Route, ...]:
        return (
            Route(f"{PATH}/{{token}}", self._show, methods=["GET"]),
            Route(f"{PATH}/{{token}}", self._take, methods=["POST"]),
        )

    # ---- the two requests --------------------------------------------------------------------

    async def _show(self, request: Request) -> Response:
        try:
            allowed = await self._allowed(request)
        except LinkRefusedError as error:
            return self._page(self._wanted_language(request), error.reason)
        return self._page(await self._language(request, allowed))

    async def _take(self, request: Request) -> Response:
        if not same_origin(request):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        try:
            allowed = await self._allowed(request)
            await self._keep(request, allowed)
        except LinkRefusedError as error:
            return self._refused(self._wanted_language(request), f"upload_link.{error.reason}")
        except OwnerFixableError as error:
            language = await self._language(request, allowed)
            return self._refused(language, f"errors.{error.code}", error.details)
        except ClientDisconnect:
            return Response(status_code=499)
        return JSONResponse({}, HTTPStatus.CREATED, headers=NOT_KEPT)

    async def _allowed(self, request: Request) -> UploadPass:
        """What the link allows. Raises LinkRefusedError: broken, expired, used."""
        allowed = self._links.read(request.path_params["token"])
        if not await self._reception.is_awaited(allowed.conversation, allowed.event_id, allowed.made_at):
            raise LinkRefusedError("used")
        return allowed

    async def _keep(self, request: Request, allowed: UploadPass) -> None:
        """As if it had come from the chat; of two files at once, the first to arrive counts."""
        there, name = allowed.conversation, sent_files.name_of(request)
        file = await sent_files.keep(self._reception, there, request, self._max_upload_bytes)
        if not await self._reception.accept(Incoming(there, allowed.event_id, file, name)):
            await self._reception.discard_file(there, file)
            raise LinkRefusedError("used")

    # ---- words -------------------------------------------------------------------------------

    def _page(self, language: str, refusal: str = "") -> Response:
        words = {word: self._text(f"upload_link.{word}", language) for word in WORDS}
        data = {"language": language, "words": words, "max_upload_bytes": self._max_upload_bytes}
        html = self._template.render(
            language=language,
            words=words,
            refusal=self._text(f"upload_link.{refusal}", language) if refusal else "",
            data=json_inside_html(data),
        )
        return HTMLResponse(html, STATUS.get(refusal, HTTPStatus.OK), headers=NOT_KEPT)

    def _refused(self, language: str, key: str, details: Mapping[str, object] | None = None) -> Response:
        told = self._text(key, language, **(details or {}))
        return JSONResponse({"refusal": told}, HTTPStatus.UNPROCESSABLE_ENTITY, headers=NOT_KEPT)

    def _text(self, key: str, language: str, **values: object) -> str:
        return self._catalog.text(key, language, **values)

    async def _language(self, request: Request, allowed: UploadPass) -> str:
        """The owner's, as in their chat."""
        standing = await self._reception.standing(allowed.conversation)
        return standing.language or self._wanted_language(request)

    def _wanted_language(self, request: Request) -> str:
        return best_language(request.headers.get("accept-language", ""), self._catalog.languages)
