"""Telegram: updates come in by long polling or by a webhook, replies go out through the Bot API.

python-telegram-bot only makes calls. An update is confirmed (by the next offset, or by answering the
request that brought it) after the assistant has committed it, so a killed process gets it again.
"""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar, assert_never
from urllib.parse import urlencode

import httpx
from starlette.routing import Route

# The library's own switch to the type its next major version has; without it every 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

import telegram
from telegram.constants import ChatAction, FileSizeLimit
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.dialogue.model import Command, Commanded, FileRejected, Inbound, Said, SentFile, Tapped
from bot.errors import OwnerFixableError
from bot.messages import Conversation, Incoming, OutgoingReply, Reception
from bot.messengers.telegram.pace import Limits
from bot.messengers.telegram.polling import pauses, poll
from bot.messengers.telegram.sender import TICK, Sender, seconds_to_wait
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
from prompts.catalog import Catalog

log = logging.getLogger(__name__)
for _library in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_library).setLevel(logging.WARNING)  # below it they log addresses, which hold the token

_TELEGRAM = "https://api.telegram.org"
_LONG_POLL_SECONDS = 30
_ANSWER_SECONDS = 15
_KINDS = ["message", "callback_query"]
"""Of updates we ask for."""
_PAUSES_OF_DOWNLOAD = (0, 0.5, 2)
"""Seconds before each attempt."""

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
        self._refused_groups: set[int] = set()
        self._sender = Sender(self._bot, assistant, limits or _limits(settings))
        self._updates_url = f"{server}/bot{settings.telegram_token}/getUpdates"
        self._public_url = settings.telegram_webhook_url.rstrip("/")
        self._webhook = Webhook(settings.session_secret, settings.telegram_token, self._accept)

    @property
    def routes(self) -> tuple[Route, ...]:
        """Where the web server has to let Telegram in."""
        return self._webhook.routes if self._public_url else ()

    async def run(self) -> None:
        """Take updates until cancelled. Returns, with an error in the log, when the token is refused."""
        try:
            await _patiently(self._bot.initialize)
            await self._describe_commands()
            await (self._be_called() if self._public_url else self._poll())
        except* InvalidToken:
            log.error("Telegram refuses the token; the bot is off")  # noqa: TRY400 - the traceback holds it
        finally:
            await self._polling.shutdown()

    async def deliver(self, outgoing: OutgoingReply) -> None:
        """Also works when `run` has ended: the last replies may still have to go."""
        await self._sender.deliver(outgoing)

    async def close(self) -> None:
        """Give up all connections; nothing can be delivered any more."""
        await self._bot.shutdown()

    async def _describe_commands(self) -> None:
        for language in self._catalog.languages:
            commands = [
                telegram.BotCommand(command, self._catalog.text(f"chat.commands.{command}", language))
                for command in Command
            ]
            if language == "en":  # what people of all other languages see
                await _patiently(partial(self._bot.set_my_commands, commands))
            await _patiently(partial(self._bot.set_my_commands, commands, language_code=language))

    async def _be_called(self) -> None:
        url = f"{self._public_url}{self._webhook.path}"
        secret = self._webhook.secret
        await _patiently(partial(self._bot.set_webhook, url, allowed_updates=_KINDS, secret_token=secret))
        await asyncio.Event().wait()

    async def _poll(self) -> None:
        await _patiently(self._bot.delete_webhook)
        await poll(self._updates, self._accept, lambda update: update.chat)

    async def _updates(self, offset: int, wait: bool) -> tuple[Update, ...]:  # noqa: FBT001 - poll's
        """The library's own call fails for all updates, and logs them, when it cannot read one."""
        seconds = _LONG_POLL_SECONDS if wait else 0
        query = urlencode({"offset": offset, "timeout": seconds, "allowed_updates": json.dumps(_KINDS)})
        fetch = partial(
            self._polling.retrieve, f"{self._updates_url}?{query}", read_timeout=seconds + _ANSWER_SECONDS
        )
        answer = BaseRequest.parse_json_payload(await _patiently(fetch))
        return tuple(_readable(answer.get("result", ())))

    async def _accept(self, update: Update) -> None:
        talk = update.talk
        if talk is None:
            return
        if not talk.is_private:
            self._refuse_group(talk.chat, talk.language_code)
            return
        conversation = Conversation(self.name, str(talk.chat))
        inbound, shown = await self._translate(talk, conversation)
        await self._assistant.accept(
            Incoming(conversation, str(update.update_id), inbound, shown, talk.language_code)
        )
        if isinstance(talk.content, Tap):
            self._aside(self._bot.answer_callback_query(talk.content.query_id))

    async def _translate(self, talk: Talk, conversation: Conversation) -> tuple[Inbound, str | None]:
        match talk.content:
            case Text(text):
                return _said(text), text
            case Tap() as tap:
                data = frozenset(data for _, data in tap.buttons)
                self._sender.saw(talk.chat, tap.message_id, data)
                return Tapped(tap.data), _label(tap)
            case Document() as document:
                return await self._received(document, conversation), document.name or None
            case Picture():
                return FileRejected("file_is_picture"), None
            case Other():
                return FileRejected("not_understood_kind"), None
            case _:
                assert_never(talk.content)

    async def _received(self, document: Document, conversation: Conversation) -> Inbound:
        limit = int(FileSizeLimit.FILESIZE_DOWNLOAD)
        if document.size > limit:
            return FileRejected("file_too_large_for_telegram", {"limit_mb": limit // 1_000_000})
        self._aside(self._bot.send_chat_action(conversation.address, ChatAction.TYPING))
        for pause in _PAUSES_OF_DOWNLOAD:
            await asyncio.sleep(pause)
            try:
                return await self._keep(document, conversation)
            except OwnerFixableError as error:
                return FileRejected(error.code, error.details)
            except (TelegramError, httpx.HTTPError) as error:
                log.warning("a file could not be fetched: %s", type(error).__name__)
        return FileRejected("file_not_fetched")

    async def _keep(self, document: Document, conversation: Conversation) -> SentFile:
        file = await self._bot.get_file(document.file_id)
        name = document.name or file.file_unique_id
        return await self._assistant.keep_file(conversation, name, _download(file.file_path or ""))

    def _refuse_group(self, chat: int, language_code: str | None) -> None:
        if chat in self._refused_groups:
            return
        self._refused_groups.add(chat)
        spoken = (language_code or "").split("-")[0]
        language = spoken if spoken in self._catalog.languages else "en"
        self._aside(self._sender.say(chat, self._catalog.text("chat.only_private", language)))

    def _aside(self, call: Awaitable[object]) -> None:
        """Make a call nobody waits for and whose failure changes nothing."""
        task = asyncio.ensure_future(_try(call))
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)


def _limits(settings: Settings) -> Limits:
    return Limits(overall=1 / max(settings.telegram_messages_per_second, 1))


# ---- small translations ------------------------------------------------------------------------


def _readable(updates: Iterable[object]) -> Iterator[Update]:
    """What is none is left out; the next one confirms it."""
    for raw in updates:
        try:
            yield read_update(raw)
        except MalformedUpdateError:
            log.warning("an update cannot be read")


def _said(text: str) -> Inbound:
    """`/start payload` and the like are commands; one we do not know asks for help."""
    if not text.startswith("/"):
        return Said(text)
    word, _, argument = text[1:].partition(" ")
    name = word.split("@")[0].lower()
    if name not in set(Command):
        return Commanded(Command.HELP)
    return Commanded(Command(name), argument.strip())


def _label(tap: Tap) -> str | None:
    """The label of the tapped button, as far as Telegram still shows it to us."""
    labels = (label.removeprefix(TICK) for label, data in tap.buttons if data == tap.data)
    return next(labels, None)


# ---- the network ---------------------------------------------------------------------------------


async def _download(url: str) -> AsyncIterator[bytes]:
    async with httpx.AsyncClient(timeout=30) as client, client.stream("GET", url) as response:
        response.raise_for_status()
        async for chunk in response.aiter_bytes():
            yield chunk


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
