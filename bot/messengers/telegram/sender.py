"""Replies -> messages of the Bot API: text, buttons, pictures, albums, documents."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from itertools import islice
from typing import TypeVar, assert_never

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
from bot.messengers.telegram.gate import Gate
from bot.messengers.telegram.pace import Limits, Pace
from bot.messengers.telegram.text import CAPTION_LIMIT, MESSAGE_LIMIT, as_html, as_plain, pieces

log = logging.getLogger(__name__)

TICK = "✅ "
"""Before the label of a chosen button."""

_PICTURE_COMPLAINTS = ("photo", "image")
"""What is in a refusal of a picture that can still go as a file (too large, too long, unreadable)."""

_PATIENCE_SECONDS = 2.0
"""A longer wait is left to the outbox, which also survives the process."""

_NO_PREVIEW = telegram.LinkPreviewOptions(is_disabled=True)
"""Whoever draws a preview opens the link, and some are made for one visit."""

_Sent = TypeVar("_Sent")
_Step = Callable[[], Awaitable[int | None]]
"""One call, and the message it made or changed."""


class Sender:
    """Sends replies, and changes those that later ones take the place of."""

    def __init__(self, bot: telegram.Bot, assistant: Reception, limits: Limits) -> None:
        self._bot = bot
        self._assistant = assistant
        self._pace = Pace(limits)
        self._gate = Gate(limits.patience)

    async def deliver(self, outgoing: OutgoingReply) -> int | None:
        """Send one reply, maybe in several messages, without those that have arrived before.

        Gives the message that a later reply may have to change.
        """
        chat, message = int(outgoing.conversation.address), None
        with _as_delivery_errors():
            for step in islice(self._steps(outgoing), outgoing.parts_sent, None):
                await _wait(partial(self._pace.seconds_for_chat, chat))  # which holds up no other
                async with self._gate.passing(partial(_wait, self._pace.seconds_for_all)):
                    message = await step()
                    await outgoing.part_sent()
        reply = outgoing.reply
        return message if isinstance(reply, TextReply) and reply.progress_of and _is_one(reply) else None

    def _steps(self, outgoing: OutgoingReply) -> Iterator[_Step]:
        conversation, reply = outgoing.conversation, outgoing.reply
        chat = int(conversation.address)
        match reply:
            case TextReply():
                *parts, last = pieces(reply.text, MESSAGE_LIMIT)
                yield from (partial(self._send_text, chat, part) for part in parts)
                yield partial(self._put, chat, last, reply, _to_change(outgoing))
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

    async def _put(self, chat: int, text: str, reply: TextReply, changed: int | None) -> int:
        """The part with the buttons, where the message stands whose place it takes."""
        keyboard = _keyboard(reply.buttons)
        if changed is not None and await self._edit(chat, changed, text, keyboard):
            return changed
        return await self._send_text(chat, text, keyboard)

    async def _edit(
        self, chat: int, message: int, text: str, keyboard: telegram.InlineKeyboardMarkup | None
    ) -> bool:
        async def edit(mode: ParseMode | None) -> bool:
            async with self._paced(chat, is_edit=True):
                await self._bot.edit_message_text(
                    _marked(text, mode),
                    *(chat, message),
                    parse_mode=mode,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
            return True

        try:
            return await _with_or_without_marks(edit)
        except BadRequest as error:
            # "Not modified" is what a repeated edit gets; any other refusal means the message is gone.
            return "not modified" in error.message

    async def _send_text(
        self, chat: int, text: str, keyboard: telegram.InlineKeyboardMarkup | None = None
    ) -> int:
        async def send(mode: ParseMode | None) -> int:
            async with self._paced(chat):
                sent = await self._bot.send_message(
                    *(chat, _marked(text, mode)),
                    parse_mode=mode,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
            return sent.message_id

        return await _with_or_without_marks(send)

    async def _send_pictures(self, conversation: Conversation, album: tuple[Attachment, ...]) -> None:
        contents = [await self._content(conversation, picture) for picture in album]
        send = partial(self._send_album, int(conversation.address), album, contents)
        try:
            await _with_or_without_marks(send)
        except BadRequest as error:
            if not any(complaint in error.message.lower() for complaint in _PICTURE_COMPLAINTS):
                raise
            for picture in album:
                await self._send_document(conversation, picture)

    async def _send_album(
        self, chat: int, album: tuple[Attachment, ...], contents: list[bytes], mode: ParseMode | None
    ) -> None:
        captions = [_caption(picture, mode) for picture in album]
        async with self._paced(chat, len(album)):
            if len(album) == 1:
                await self._bot.send_photo(chat, contents[0], captions[0], parse_mode=mode)
                return
            media = [
                telegram.InputMediaPhoto(content, caption, parse_mode=mode, filename=picture.name)
                for picture, content, caption in zip(album, contents, captions, strict=True)
            ]
            await self._bot.send_media_group(chat, media)

    async def _send_document(self, conversation: Conversation, document: Attachment) -> None:
        content = await self._content(conversation, document)
        chat = int(conversation.address)

        async def send(mode: ParseMode | None) -> None:
            async with self._paced(chat):
                caption = _caption(document, mode)
                await self._bot.send_document(chat, content, caption, parse_mode=mode, filename=document.name)

        await _with_or_without_marks(send)

    def _caption_rests(self, chat: int, *attachments: Attachment) -> Iterator[_Step]:
        for attachment in attachments:
            for rest in pieces(attachment.caption, CAPTION_LIMIT)[1:]:
                yield partial(self._send_text, chat, rest)

    # ---- pace --------------------------------------------------------------------------------

    @asynccontextmanager
    async def _paced(self, chat: int, messages: int = 1, *, is_edit: bool = False) -> AsyncIterator[None]:
        """Make one call when its turn has come. An edit is no message: it lets nobody wait in its chat."""
        await _wait(lambda now: self._pace.seconds_to_wait(chat, now, messages))
        self._pace.begin(time.monotonic(), messages)
        try:
            yield
        except RetryAfter as error:
            self._slow_down(chat, seconds_to_wait(error), is_edit=is_edit)
            raise
        finally:
            if not is_edit:
                self._pace.end(chat, time.monotonic(), messages)

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


async def _wait(seconds_at: Callable[[float], float]) -> None:
    """Until there is nothing to wait for. DeliveryError: it would take too long."""
    while (seconds := seconds_at(time.monotonic())) > 0:
        if seconds > _PATIENCE_SECONDS:
            raise DeliveryError(seconds)
        await asyncio.sleep(seconds)


def _keyboard(buttons: tuple[tuple[RenderedButton, ...], ...]) -> telegram.InlineKeyboardMarkup | None:
    rows = [
        [
            telegram.InlineKeyboardButton(TICK * button.chosen + button.label, callback_data=button.data)
            for button in row
        ]
        for row in buttons
    ]
    return telegram.InlineKeyboardMarkup(rows) if rows else None


def _to_change(outgoing: OutgoingReply) -> int | None:
    """The message whose place a reply takes, if it takes one and the message is known."""
    reply, message = outgoing.reply, outgoing.message
    if message is None or not isinstance(reply, TextReply) or not _is_one(reply):
        return None
    return int(message) if reply.edits_question or reply.progress_of else None


def _is_one(reply: TextReply) -> bool:
    """Whether it is a single message: only then can it change one, and be changed."""
    return len(pieces(reply.text, MESSAGE_LIMIT)) == 1


async def _with_or_without_marks(send: Callable[[ParseMode | None], Awaitable[_Sent]]) -> _Sent:
    """A text whose marks Telegram cannot read is better plain than lost."""
    try:
        return await send(ParseMode.HTML)
    except BadRequest as error:
        if "parse entities" not in error.message:
            raise
    return await send(None)


def _marked(text: str, mode: ParseMode | None) -> str:
    return as_html(text) if mode else as_plain(text)


def _caption(attachment: Attachment, mode: ParseMode | None) -> str:
    return _marked(pieces(attachment.caption, CAPTION_LIMIT)[0], mode)


@contextmanager
def _as_delivery_errors() -> Iterator[None]:
    try:
        yield
    except RetryAfter as error:
        raise DeliveryError(seconds_to_wait(error)) from error
    except (Forbidden, ChatMigrated) as error:  # blocked, left, deleted
        raise DeliveryError(unreachable=True) from error
    except BadRequest as error:
        # What Telegram does not take once, it never takes; where it knows no chat, it takes nothing at all.
        log.warning("Telegram refused a message: %s", error.message)
        raise DeliveryError(final=True, unreachable="chat not found" in error.message.lower()) from error
    except TelegramError as error:
        raise DeliveryError from error


def seconds_to_wait(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
