"""Files that people send: fetched from Telegram into the store, or refused with a reason."""

import asyncio
import logging
from collections.abc import AsyncIterator

import httpx
import telegram
from telegram.constants import FileSizeLimit
from telegram.error import TelegramError

from bot.dialogue.inbound import FileRejected, SentFile
from bot.errors import OwnerFixableError
from bot.messages import Conversation, Reception
from bot.messengers.telegram.updates import Document
from bot.upload_links import UploadLinks

log = logging.getLogger(__name__)

_LIMIT_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
_PAUSES = (0, 0.5, 2)
"""Seconds before each attempt."""


class Downloads:
    """Telegram hands bots no file over its limit; larger ones come by a link, if there can be one."""

    def __init__(self, bot: telegram.Bot, assistant: Reception, links: UploadLinks) -> None:
        self._bot = bot
        self._assistant = assistant
        self._links = links

    async def receive(self, document: Document, conversation: Conversation) -> SentFile | FileRejected:
        """What has become of a file that was sent."""
        if document.size > _LIMIT_BYTES:
            details: dict[str, str | int | float] = {
                "limit_mb": _LIMIT_BYTES // 1_000_000,
                "link": self._links.make(conversation),
            }
            return FileRejected("file_too_large_for_telegram", details)
        for pause in _PAUSES:
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
        return await self._assistant.keep_file(conversation, name, _content(file.file_path or ""))


async def _content(url: str) -> AsyncIterator[bytes]:
    async with httpx.AsyncClient(timeout=30) as client, client.stream("GET", url) as response:
        response.raise_for_status()
        async for chunk in response.aiter_bytes():
            yield chunk
