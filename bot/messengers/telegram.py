"""Telegram: updates come in by long polling, replies go out through the Bot API.

python-telegram-bot only reads updates and makes calls. An update is confirmed (by the next offset)
after the assistant has committed it, so a killed process gets it again.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import httpx

# The library's own switch to the type its next major version has; without it every 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

import telegram
from telegram.constants import ChatAction, ChatType, FileSizeLimit
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.dialogue.model import Command, Commanded, FileRejected, Inbound, Said, SentFile, Tapped
from bot.errors import OwnerFixableError
from bot.messages import Conversation, Incoming, OutgoingReply, Reception
from bot.messengers.telegram_pace import Limits
from bot.messengers.telegram_polling import pauses, poll
from bot.messengers.telegram_sender import TICK, Sender, seconds_to_wait
from bot.settings import Settings
from prompts.catalog import Catalog

log = logging.getLogger(__name__)
for _library in ("httpx", "httpcore", "telegram"):
    logging.getLogger(_library).setLevel(logging.WARNING)  # below it they log addresses, which hold the token

_TELEGRAM = "https://api.telegram.org"
_LONG_POLL = timedelta(seconds=30)
_PAUSES_OF_DOWNLOAD = (0, 0.5, 2)
"""Seconds before each attempt."""

_LIMITS = Limits()

_T = TypeVar("_T")


class TelegramMessenger:
    """One bot, private chats only. A conversation's address is its chat id."""

    name = "telegram"

    def __init__(
        self, assistant: Reception, catalog: Catalog, settings: Settings, limits: Limits = _LIMITS
    ) -> None:
        self._assistant = assistant
        self._catalog = catalog
        server = settings.telegram_api_url or _TELEGRAM
        self._polling = HTTPXRequest(connection_pool_size=1, pool_timeout=15)
        self._bot = telegram.Bot(
            settings.telegram_token,
            base_url=f"{server}/bot",
            base_file_url=f"{server}/file/bot",
            request=HTTPXRequest(connection_pool_size=64, read_timeout=15, pool_timeout=15),
            get_updates_request=self._polling,
        )
        self._asides: set[asyncio.Task[None]] = set()
        self._refused_groups: set[int] = set()
        self._sender = Sender(self._bot, assistant, limits)

    async def run(self) -> None:
        """Poll until cancelled. Returns at once, with an error in the log, when the token is refused."""
        try:
            await _patiently(self._bot.initialize)
            await self._describe_commands()
            await poll(self._updates, self._accept, _chat_of)
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

    async def _updates(self, offset: int, wait: bool) -> tuple[telegram.Update, ...]:  # noqa: FBT001 - poll's
        return await _patiently(
            partial(
                self._bot.get_updates,
                offset=offset,
                timeout=_LONG_POLL if wait else timedelta(0),
                allowed_updates=["message", "callback_query"],
            )
        )

    async def _accept(self, update: telegram.Update) -> None:
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None:
            return
        if chat.type != ChatType.PRIVATE:
            await self._refuse_group(chat.id, user.language_code)
            return
        conversation = Conversation(self.name, str(chat.id))
        inbound, shown = await self._translate(update, conversation)
        await self._assistant.accept(
            Incoming(conversation, str(update.update_id), inbound, shown, user.language_code)
        )
        if update.callback_query is not None:
            self._aside(self._bot.answer_callback_query(update.callback_query.id))

    async def _translate(
        self, update: telegram.Update, conversation: Conversation
    ) -> tuple[Inbound, str | None]:
        query, message = update.callback_query, update.message
        if query is not None:
            if isinstance(query.message, telegram.Message):
                self._sender.saw(query.message)
            return Tapped(query.data or ""), _label(query)
        if message is None:
            return FileRejected("not_understood_kind"), None
        if message.text is not None:
            return _said(message.text), message.text
        if message.document is not None:
            return await self._received(message.document, conversation), message.document.file_name
        if message.photo:
            return FileRejected("file_is_picture"), None
        return FileRejected("not_understood_kind"), None

    async def _received(self, document: telegram.Document, conversation: Conversation) -> Inbound:
        limit = int(FileSizeLimit.FILESIZE_DOWNLOAD)
        if (document.file_size or 0) > limit:
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

    async def _keep(self, document: telegram.Document, conversation: Conversation) -> SentFile:
        file = await self._bot.get_file(document.file_id)
        name = document.file_name or document.file_unique_id
        return await self._assistant.keep_file(conversation, name, _download(file.file_path or ""))

    async def _refuse_group(self, chat: int, language_code: str | None) -> None:
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


# ---- small translations ------------------------------------------------------------------------


def _chat_of(update: telegram.Update) -> int:
    return update.effective_chat.id if update.effective_chat else 0


def _said(text: str) -> Inbound:
    """`/start payload` and the like are commands; one we do not know asks for help."""
    if not text.startswith("/"):
        return Said(text)
    word, _, argument = text[1:].partition(" ")
    name = word.split("@")[0].lower()
    if name not in set(Command):
        return Commanded(Command.HELP)
    return Commanded(Command(name), argument.strip())


def _label(query: telegram.CallbackQuery) -> str | None:
    """The label of the tapped button, as far as Telegram still shows it to us."""
    message = query.message
    markup = message.reply_markup if isinstance(message, telegram.Message) else None
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            if button.callback_data == query.data:
                return button.text.removeprefix(TICK)
    return None


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
