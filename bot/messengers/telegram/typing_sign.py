"""The sign that somebody is typing, for as long as an answer is in the making or a file is worked on."""

import asyncio
from contextlib import suppress
from time import monotonic

import telegram
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.messages import Conversation, Reception
from storage.errors import StorageUnavailableError

_SOON_SECONDS = 0.5
"""An answer that comes sooner needs no sign."""
_AGAIN_SECONDS = 4.5
"""Telegram takes the sign away after five."""
_APART_SECONDS = 0.1
"""Between any two signs: when many wait, showing that they do must not make them wait longer."""
_MOST_CHATS = 100
"""That are looked after at a time; with more of them no sign would come in time."""
_MOST_SIGNS = 150
"""Some eleven minutes; by then something has gone wrong."""


class TypingSign:
    """One per bot; a chat that shows the sign already does not show it twice."""

    def __init__(self, bot: telegram.Bot, assistant: Reception) -> None:
        self._bot = bot
        self._assistant = assistant
        self._shown: dict[str, asyncio.Task[None]] = {}
        self._sent_at = 0.0

    def show(self, conversation: Conversation) -> None:
        """From soon on, until there is nothing left to do for this conversation."""
        chat = conversation.address
        if chat not in self._shown and len(self._shown) < _MOST_CHATS:
            self._shown[chat] = asyncio.create_task(self._keep_showing(conversation))
            self._shown[chat].add_done_callback(lambda _: self._shown.pop(chat))

    def stop(self) -> None:
        for task in self._shown.values():
            task.cancel()

    async def _keep_showing(self, conversation: Conversation) -> None:
        await asyncio.sleep(_SOON_SECONDS)
        with suppress(TelegramError, StorageUnavailableError):
            for _ in range(_MOST_SIGNS):
                if not (await self._assistant.standing(conversation)).is_working:
                    return
                if monotonic() - self._sent_at >= _APART_SECONDS:
                    self._sent_at = monotonic()
                    await self._bot.send_chat_action(conversation.address, ChatAction.TYPING)
                await asyncio.sleep(_AGAIN_SECONDS)
