"""Telegram calls us: updates come as POST requests, acknowledged after they are committed."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.errors import trace
from bot.messengers.telegram.updates import MalformedUpdateError, Update, read_update

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY_BYTES = 2**20
"""Far more than the longest message with the largest keyboard."""
TAKEN, MALFORMED, FORBIDDEN, TRY_AGAIN = 200, 400, 403, 503

log = logging.getLogger(__name__)


class Webhook:
    """Takes the updates that Telegram posts; anything but 2xx makes it post again, later and later.

    Its path and its secret follow from the secret of the installation and the bot's token.
    """

    def __init__(
        self,
        secret: str,
        token: str,
        notice: Callable[[Update], None],
        take: Callable[[Update], Awaitable[None]],
    ) -> None:
        """`notice` gets an update when first seen, `take` when those of its chat before it are taken."""
        self.path = f"/telegram/{_derived(secret, 'path', token)[:32]}"
        self.secret = _derived(secret, "secret", token)
        self.routes = (Route(self.path, self._posted, methods=["POST"], max_body_size=MAX_BODY_BYTES),)
        self._notice = notice
        self._take = take
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def _posted(self, request: Request) -> Response:
        told = request.headers.get(HEADER, "")
        if not hmac.compare_digest(told.encode(), self.secret.encode()):
            return Response(status_code=FORBIDDEN)
        try:
            update = read_update(json.loads(await request.body()))
        except (MalformedUpdateError, ValueError, RecursionError):
            return Response(status_code=MALFORMED)
        try:
            await asyncio.shield(self._taking(update))
        except Exception as error:  # noqa: BLE001  (whatever it was: what was not taken must come again)
            log.error("update %d was not taken\n%s", update.update_id, trace(error))  # noqa: TRY400
            return Response(status_code=TRY_AGAIN)
        return Response(status_code=TAKEN)

    def _taking(self, update: Update) -> "asyncio.Task[None]":
        """An update that comes again while it is still being taken (a long download) is taken once."""
        taking = self._under_way.get(update.update_id)
        if taking is None:
            self._notice(update)
            taking = asyncio.create_task(self._in_turn(update))
            self._under_way[update.update_id] = taking
            taking.add_done_callback(lambda _: self._under_way.pop(update.update_id))
        return taking

    async def _in_turn(self, update: Update) -> None:
        """Telegram posts side by side; what comes from one chat is taken in the order it came."""
        async with self._turns.setdefault(update.chat, asyncio.Lock()):
            await self._take(update)


def _derived(secret: str, purpose: str, token: str) -> str:
    message = f"personabot telegram webhook {purpose} {token}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
