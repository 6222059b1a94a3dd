"""What keeps other sites out: response headers and the check of where a request comes from."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


STAY_WITH_HTTPS: Mapping[str, str] = {"Strict-Transport-Security": "max-age=31536000"}
"""For a year. Of this name alone: others under the same domain are not ours to decide on."""


class SecurityHeaders:
    """Puts HEADERS on every response, error pages included: it wraps the whole application.

    What a response says of itself stays, such as a page whose own address is to be told to nobody.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        """`is_https` when owners reach it so, by whatever stands in front."""
        self._app = app
        self._headers = {**HEADERS, **(STAY_WITH_HTTPS if is_https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    own.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def same_origin(request: Request) -> bool:
    """Whether our own page sent this. Browsers put Origin on every POST, so its absence is a no.

    Compared with the Host header, so the installation needs to know none of its own names.
    """
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")
