"""Telegram: updates come in by long polling or by a webhook, replies go out through the Bot API.

python-telegram-bot only makes calls. An update is confirmed (by the next offset, or by answering the
request that brought it) after the assistant has committed it, so a killed process gets it again.
"""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar, assert_never
from urllib.parse import urlencode

from starlette.routing import Route

# The library's own switch to the type its next major version has; without it every 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

import telegram
from telegram.constants import ChatAction
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.dialogue.inbound import FileRejected, Inbound, SpokenInGroup, Tapped
from bot.intake import typed
from bot.messages import Conversation, Incoming, OutgoingReply, Reception
from bot.messengers.telegram.downloads import Downloads
from bot.messengers.telegram.pace import Limits
from bot.messengers.telegram.polling import pauses, poll
from bot.messengers.telegram.profile import introduce
from bot.messengers.telegram.sender import TICK, Sender, seconds_to_wait
from bot.messengers.telegram.typing_sign import TypingSign
from bot.messengers.telegram.updates import (
    Document,
    MalformedUpdateError,
    Other,
    Picture,
    Talk,
    Tap,
    Text,
    Update,
    read_update,
)
from bot.messengers.telegram.webhook import Webhook
from bot.settings import Settings
from bot.upload_links import UploadLinks
from prompts.catalog import Catalog

log = logging.getLogger(__name__)
for _library in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_library).setLevel(logging.WARNING)  # below it they log addresses, which hold the token

_TELEGRAM = "https://api.telegram.org"
_LONG_POLL_SECONDS = 30
_ANSWER_SECONDS = 15
_KINDS = ["message", "callback_query"]
"""Of updates we ask for."""
_T = TypeVar("_T")


class TelegramMessenger:
    """One bot, private chats only. A conversation's address is its chat id."""

    name = "telegram"

    def __init__(
        self, assistant: Reception, catalog: Catalog, settings: Settings, limits: Limits | None = None
    ) -> None:
        self._assistant = assistant
        self._catalog = catalog
        server = settings.telegram_api_url or _TELEGRAM
        self._polling = HTTPXRequest(connection_pool_size=1, pool_timeout=15)
        self._bot = telegram.Bot(
            settings.telegram_token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=HTTPXRequest(connection_pool_size=64, read_timeout=_ANSWER_SECONDS, pool_timeout=15),
            get_updates_request=self._polling,
        )
        self._asides: set[asyncio.Task[None]] = set()
        self._sender = Sender(self._bot, assistant, limits or _limits(settings))
        self._downloads = Downloads(self._bot, assistant, UploadLinks(settings))
        self._typing = TypingSign(self._bot, assistant)
        self._updates_url = f"{server}/bot{settings.telegram_token}/getUpdates"
        self._public_url = settings.telegram_webhook_url.rstrip("/")
        self._webhook = Webhook(settings.session_secret, settings.telegram_token, self._notice, self._accept)

    @property
    def routes(self) -> tuple[Route, ...]:
        """Where the web server has to let Telegram in."""
        return self._webhook.routes if self._public_url else ()

    async def run(self) -> None:
        """Take updates until cancelled. Returns, with an error in the log, when the token is refused."""
        try:
            await _patiently(self._bot.initialize)
            async with asyncio.TaskGroup() as group:
                group.create_task(introduce(self._bot, self._catalog, _patiently))
                group.create_task(self._be_called() if self._public_url else self._poll())
        except* InvalidToken:
            log.error("Telegram refuses the token; the bot is off")  # noqa: TRY400 - the traceback holds it
        finally:
            self._typing.stop()
            await self._polling.shutdown()

    async def deliver(self, outgoing: OutgoingReply) -> str | None:
        """Also works when `run` has ended: the last replies may still have to go."""
        message = await self._sender.deliver(outgoing)
        if message is None:
            return None
        self._typing.show(outgoing.conversation)  # a message takes the sign away, but the work goes on
        return str(message)

    async def close(self) -> None:
        """Give up all connections; nothing can be delivered any more."""
        self._typing.stop()
        await self._bot.shutdown()

    async def _be_called(self) -> None:
        url = f"{self._public_url}{self._webhook.path}"
        secret = self._webhook.secret
        await _patiently(partial(self._bot.set_webhook, url, allowed_updates=_KINDS, secret_token=secret))
        await asyncio.Event().wait()

    async def _poll(self) -> None:
        await _patiently(self._bot.delete_webhook)
        await poll(self._updates, self._notice, self._accept, lambda update: update.chat)

    async def _updates(self, offset: int, wait: bool) -> tuple[Update, ...]:  # noqa: FBT001 - poll's
        """The library's own call fails for all updates, and logs them, when it cannot read one."""
        seconds = _LONG_POLL_SECONDS if wait else 0
        query = urlencode({"offset": offset, "timeout": seconds, "allowed_updates": json.dumps(_KINDS)})
        fetch = partial(
            self._polling.retrieve, f"{self._updates_url}?{query}", read_timeout=seconds + _ANSWER_SECONDS
        )
        answer = BaseRequest.parse_json_payload(await _patiently(fetch))
        return tuple(_readable(answer.get("result", ())))

    def _notice(self, update: Update) -> None:
        """A tap is answered as soon as it is seen: its button must not wait for a long download before it."""
        if update.talk is not None and isinstance(update.talk.content, Tap):
            self._aside(self._bot.answer_callback_query(update.talk.content.query_id))

    async def _accept(self, update: Update) -> None:
        if update.talk is None:
            return
        talk, conversation = update.talk, Conversation(self.name, str(update.talk.chat))
        if not talk.is_private:
            # One event for a group, however much is written there: it is answered once, and never again.
            news = SpokenInGroup(self._bot.name)
            await self._assistant.accept(
                Incoming(conversation, f"group:{talk.chat}", news, language_hint=talk.language_code)
            )
            return
        inbound, shown = await self._translate(talk, conversation)
        message = str(talk.content.message_id) if isinstance(talk.content, Tap) else None
        await self._assistant.accept(
            Incoming(conversation, str(update.update_id), inbound, shown, talk.language_code, message)
        )
        self._typing.show(conversation)

    async def _translate(self, talk: Talk, conversation: Conversation) -> tuple[Inbound, str | None]:
        match talk.content:
            case Text(text):
                return typed(text), text
            case Tap() as tap:
                return Tapped(tap.data), _label(tap)
            case Document() as document:
                self._aside(self._bot.send_chat_action(talk.chat, ChatAction.TYPING))
                return await self._downloads.receive(document, conversation), document.name or None
            case Picture():
                return FileRejected("file_is_picture"), None
            case Other():
                return FileRejected("not_understood_kind"), None
            case _:
                assert_never(talk.content)

    def _aside(self, call: Awaitable[object]) -> None:
        """Make a call nobody waits for and whose failure changes nothing."""
        task = asyncio.ensure_future(_try(call))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)


def _limits(settings: Settings) -> Limits:
    return Limits(
        overall=1 / max(settings.telegram_messages_per_second, 1),
        patience=settings.telegram_patience_ms / 1000,
    )


# ---- small translations ------------------------------------------------------------------------


def _readable(updates: Iterable[object]) -> Iterator[Update]:
    """What is none is left out; the next one confirms it."""
    for raw in updates:
        try:
            yield read_update(raw)
        except MalformedUpdateError:
            log.warning("an update cannot be read")


def _label(tap: Tap) -> str | None:
    """The label of the tapped button, as far as Telegram still shows it to us."""
    labels = (label.removeprefix(TICK) for label, data in tap.buttons if data == tap.data)
    return next(labels, None)


# ---- the network ---------------------------------------------------------------------------------


async def _patiently(call: Callable[[], Awaitable[_T]]) -> _T:
    """Repeat a call through outages, floods and a second poller; a refused token is raised."""
    for pause in pauses():
        try:
            return await call()
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds_to_wait(error))
        except TelegramError as error:
            log.warning("Telegram: %s; again in %.1f s", type(error).__name__, pause)
            await asyncio.sleep(pause)
    raise AssertionError  # pauses never end


async def _try(call: Awaitable[object]) -> None:
    try:
        await call
    except TelegramError as error:
        log.info("a call aside failed: %s", type(error).__name__)
