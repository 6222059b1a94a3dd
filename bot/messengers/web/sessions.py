"""Who is visiting: a signed cookie holds the unguessable address of one conversation."""

import hashlib
import secrets

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

from bot.messages import Conversation

MESSENGER = "web"
COOKIE = "personabot_session"
COOKIE_ON_HTTPS = "__Host-personabot_session"
"""Browsers take it from this very host only: no neighbour under the same domain can plant one."""

ADDRESS_BYTES = 24
COOKIE_SECONDS = 365 * 24 * 60 * 60


class Sessions:
    """Opens conversations and recognises them again; a cookie not signed by `secret` counts as none."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(
            secret, salt="personabot.web.session", key_derivation="hmac", digest_method=hashlib.sha256
        )

    def find(self, request: Request) -> Conversation | None:
        try:
            address = self._signer.unsign(request.cookies.get(_cookie(request), "")).decode()
        except BadSignature:
            return None
        return Conversation(MESSENGER, address)

    def open(self) -> Conversation:
        return Conversation(MESSENGER, secrets.token_urlsafe(ADDRESS_BYTES))

    def remember(self, conversation: Conversation, request: Request, response: Response) -> None:
        """Set the cookie; Secure only over HTTPS, or it would never come back on a plain local address."""
        response.set_cookie(
            _cookie(request),
            self._signer.sign(conversation.address).decode(),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=_is_https(request),
        )


def _cookie(request: Request) -> str:
    return COOKIE_ON_HTTPS if _is_https(request) else COOKIE


def _is_https(request: Request) -> bool:
    return request.url.scheme == "https"
