"""Replies -> messages of the Bot API: text, buttons, pictures, albums, documents."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import assert_never

import telegram
from telegram.constants import MediaGroupLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.errors import DeliveryError
from bot.messages import (
    Attachment,
    Conversation,
    DocumentReply,
    OutgoingReply,
    PicturesReply,
    Reception,
    RenderedButton,
    TextReply,
)
from bot.messengers.telegram.keyboards import Keyboards
from bot.messengers.telegram.pace import Limits, Pace
from bot.messengers.telegram.text import CAPTION_LIMIT, MESSAGE_LIMIT, as_html, as_plain, pieces

log = logging.getLogger(__name__)

TICK = "✅ "
"""Before the label of a chosen button."""

_PICTURE_COMPLAINTS = ("photo", "image")
"""What is in a refusal of a picture that can still go as a file (too large, too long, unreadable)."""

_PATIENCE_SECONDS = 2.0
"""A longer wait is left to the outbox, which also survives the process."""

_Step = Callable[[], Awaitable[object]]


class Sender:
    """Sends replies; remembers which message shows which question."""

    def __init__(self, bot: telegram.Bot, assistant: Reception, limits: Limits) -> None:
        self._bot = bot
        self._assistant = assistant
        self._pace = Pace(limits)
        self._keyboards = Keyboards()
        self._delivered: dict[tuple[str, int], int] = {}
        """Messages already sent of replies that failed half-way."""

    async def deliver(self, outgoing: OutgoingReply) -> None:
        """Send one reply, maybe in several messages; a repeated call goes on after the last one sent."""
        number = (outgoing.conversation.address, outgoing.number)
        with _as_delivery_errors():
            for done, step in enumerate(self._steps(outgoing)):
                if done < self._delivered.get(number, 0):
                    continue
                await step()
                self._delivered[number] = done + 1
        self._delivered.pop(number, None)

    async def say(self, chat: int, text: str) -> None:
        """A text that is no reply of a conversation; nobody tries again when it fails."""
        with suppress(DeliveryError), _as_delivery_errors():
            await self._send_text(chat, text)

    def saw(self, chat: int, message: int, data: frozenset[str]) -> None:
        """Learn from a tapped message which buttons it has; after a restart this is all we know."""
        self._keyboards.remember(chat, message, data)

    def _steps(self, outgoing: OutgoingReply) -> Iterator[_Step]:
        conversation, reply = outgoing.conversation, outgoing.reply
        chat = int(conversation.address)
        match reply:
            case TextReply():
                *parts, last = pieces(reply.text, MESSAGE_LIMIT)
                yield from (partial(self._send_text, chat, part) for part in parts)
                yield partial(self._send_last, chat, last, reply)
            case PicturesReply():
                most = int(MediaGroupLimit.MAX_MEDIA_LENGTH)
                for start in range(0, len(reply.pictures), most):
                    album = reply.pictures[start : start + most]
                    yield partial(self._send_pictures, conversation, album)
                yield from self._caption_rests(chat, *reply.pictures)
            case DocumentReply():
                yield partial(self._send_document, conversation, reply.document)
                yield from self._caption_rests(chat, reply.document)
            case _:
                assert_never(reply)

    async def _send_last(self, chat: int, text: str, reply: TextReply) -> None:
        """The part with the buttons; the same question again edits the message it stands in."""
        keyboard = _keyboard(reply.buttons)
        data = _data_of(keyboard)
        shown = self._keyboards.message_with(chat, data) if reply.edits_question else None
        if shown is not None and await self._edit(chat, shown, text, keyboard):
            self._keyboards.remember(chat, shown, data)
            return
        sent = await self._send_text(chat, text, keyboard)
        self._keyboards.remember(chat, sent.message_id, data)

    async def _edit(
        self, chat: int, message: int, text: str, keyboard: telegram.InlineKeyboardMarkup | None
    ) -> bool:
        try:
            async with self._paced(chat, is_edit=True):
                await self._bot.edit_message_text(
                    as_html(text), chat, message, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
        except BadRequest as error:
            # "Not modified" is what a repeated edit gets; any other refusal means the message is gone.
            return "not modified" in error.message
        return True

    async def _send_text(
        self, chat: int, text: str, keyboard: telegram.InlineKeyboardMarkup | None = None
    ) -> telegram.Message:
        try:
            async with self._paced(chat):
                return await self._bot.send_message(
                    chat, as_html(text), parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
        except BadRequest as error:
            if "parse entities" not in error.message:
                raise
            async with self._paced(chat):
                return await self._bot.send_message(chat, as_plain(text), reply_markup=keyboard)

    async def _send_pictures(self, conversation: Conversation, album: tuple[Attachment, ...]) -> None:
        chat = int(conversation.address)
        media = [await self._photo(conversation, picture) for picture in album]
        try:
            async with self._paced(chat, len(media)):
                if len(media) == 1:
                    photo, caption = media[0].media, media[0].caption
                    await self._bot.send_photo(chat, photo, caption, parse_mode=ParseMode.HTML)
                else:
                    await self._bot.send_media_group(chat, media)
        except BadRequest as error:
            if not any(complaint in error.message.lower() for complaint in _PICTURE_COMPLAINTS):
                raise
            for picture in album:
                await self._send_document(conversation, picture)

    async def _photo(self, conversation: Conversation, picture: Attachment) -> telegram.InputMediaPhoto:
        content = await self._content(conversation, picture)
        caption = as_html(pieces(picture.caption, CAPTION_LIMIT)[0])
        return telegram.InputMediaPhoto(content, caption, parse_mode=ParseMode.HTML, filename=picture.name)

    async def _send_document(self, conversation: Conversation, document: Attachment) -> None:
        content = await self._content(conversation, document)
        caption = as_html(pieces(document.caption, CAPTION_LIMIT)[0])
        chat = int(conversation.address)
        async with self._paced(chat):
            await self._bot.send_document(
                chat, content, caption, parse_mode=ParseMode.HTML, filename=document.name
            )

    def _caption_rests(self, chat: int, *attachments: Attachment) -> Iterator[_Step]:
        for attachment in attachments:
            for rest in pieces(attachment.caption, CAPTION_LIMIT)[1:]:
                yield partial(self._send_text, chat, rest)

    # ---- pace --------------------------------------------------------------------------------

    @asynccontextmanager
    async def _paced(self, chat: int, messages: int = 1, *, is_edit: bool = False) -> AsyncIterator[None]:
        """Make one call when its turn has come. An edit is no message: it lets nobody wait in its chat."""
        await self._turn(chat, messages)
        self._pace.begin(time.monotonic(), messages)
        try:
            yield
        except RetryAfter as error:
            self._slow_down(chat, seconds_to_wait(error), is_edit=is_edit)
            raise
        finally:
            if not is_edit:
                self._pace.end(chat, time.monotonic(), messages)

    async def _turn(self, chat: int, messages: int) -> None:
        while (seconds := self._pace.seconds_to_wait(chat, time.monotonic(), messages)) > 0:
            if seconds > _PATIENCE_SECONDS:
                raise DeliveryError(seconds)
            await asyncio.sleep(seconds)

    def _slow_down(self, chat: int, seconds: float, *, is_edit: bool) -> None:
        # Telegram does not say whom it means. For edits and groups it has limits that we can only guess;
        # a private chat's own we keep, so a complaint about a message in one is about all we send.
        if is_edit or chat < 0:
            self._pace.close_chat(chat, time.monotonic(), seconds)
        else:
            self._pace.close_all(time.monotonic(), seconds)

    async def _content(self, conversation: Conversation, attachment: Attachment) -> bytes:
        content = await self._assistant.attachment(conversation, attachment.blob)
        if content is None:  # forgotten in the meantime
            raise DeliveryError(final=True)
        return content


def _keyboard(buttons: tuple[tuple[RenderedButton, ...], ...]) -> telegram.InlineKeyboardMarkup | None:
    rows = [
        [
            telegram.InlineKeyboardButton(TICK * button.chosen + button.label, callback_data=button.data)
            for button in row
        ]
        for row in buttons
    ]
    return telegram.InlineKeyboardMarkup(rows) if rows else None


def _data_of(keyboard: telegram.InlineKeyboardMarkup | None) -> frozenset[str]:
    rows = keyboard.inline_keyboard if keyboard else ()
    data = (button.callback_data for row in rows for button in row)
    return frozenset(one for one in data if isinstance(one, str))


@contextmanager
def _as_delivery_errors() -> Iterator[None]:
    try:
        yield
    except RetryAfter as error:
        raise DeliveryError(seconds_to_wait(error)) from error
    except (Forbidden, BadRequest, ChatMigrated) as error:
        # Blocked, deleted, or a message Telegram will never take: the same call again cannot help.
        log.warning("Telegram refused a message: %s", error.message)
        raise DeliveryError(final=True) from error
    except TelegramError as error:
        raise DeliveryError from error


def seconds_to_wait(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
