"""The express interview as python-telegram-bot's own ConversationHandler would hold it."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PicklePersistence,
    filters,
)

from bot.dialogue.questions import get
from prompts.values import catalog

OPENING = "mode"
QUESTIONS = ("offer", "age", "sex", "region", "average_order", "problem", "frequency", "own_channels")
WITH_DONE = {"region", "own_channels"}
"""Questions that take several answers, until the owner is done."""
WAYS = ("back", "skip", "help")
"""Buttons under every question."""

Context = ContextTypes.DEFAULT_TYPE


class OfflineBot(ExtBot[None]):
    """Knows itself and sends nothing: not even its requests are put together."""

    __slots__ = ()

    async def initialize(self) -> None:
        """Ask nobody who it is."""

    async def shutdown(self) -> None:
        """Nothing was opened."""

    async def send_message(self, *_: Any, **__: Any) -> Message:
        return _SENT


@dataclass
class Rival:
    application: Application[Any, Any, Any, Any, Any, Any]
    keeps_a_file: bool
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def take(self, owner: int, text: str) -> None:
        """Answer one message; what is kept in a file is in it when this returns."""
        number = next(self._numbers)
        message = Message(number, _NOW, Chat(owner, "private"), User(owner, "Anna", is_bot=False), text=text)
        message.set_bot(self.application.bot)
        await self.application.process_update(Update(number, message))
        if self.keeps_a_file and self.application.persistence:
            await self.application.update_persistence()
            await self.application.persistence.flush()


@asynccontextmanager
async def started(file: Path | None) -> AsyncIterator[Rival]:
    """A rival that remembers in memory, or in a pickle at `file`."""
    builder = ApplicationBuilder().bot(OfflineBot("1:offline"))
    if file is not None:
        builder = builder.persistence(PicklePersistence(file, on_flush=True))
    application = builder.build()
    application.add_handler(_interview(persistent=file is not None))
    async with application:
        yield Rival(application, keeps_a_file=file is not None)


def _interview(*, persistent: bool) -> ConversationHandler[Any]:
    states = {state: [MessageHandler(filters.TEXT, _answered)] for state in (OPENING, *QUESTIONS)}
    entry = [MessageHandler(filters.TEXT, _greeted)]
    return ConversationHandler(entry, states, [], name="interview", persistent=persistent)  # type: ignore[arg-type]


async def _greeted(update: Update, context: Context) -> str | int:
    return await _ask(update, context, OPENING)


async def _answered(update: Update, context: Context) -> str | int:
    """Remember the answer to the question that was open, and ask the next."""
    assert update.message
    assert context.user_data is not None
    open_question, text = context.user_data["open"], update.message.text
    if open_question in WITH_DONE and text != "done":
        context.user_data.setdefault(open_question, []).append(text)
        return await _ask(update, context, open_question)
    if open_question not in WITH_DONE:
        context.user_data[open_question] = text
    return await _ask(update, context, _after(open_question))


async def _ask(update: Update, context: Context, question: str | None) -> str | int:
    assert update.message
    assert context.user_data is not None
    context.user_data["open"] = question
    text, buttons = _question(question) if question in QUESTIONS else (_told("chat.welcome"), None)
    await update.message.reply_text(text, reply_markup=buttons)
    return question or ConversationHandler.END


def _question(question: str) -> tuple[str, InlineKeyboardMarkup]:
    """The same words and buttons as in ours."""
    why = _told("chat.why", why=_told(f"questions.{question}.why"))
    options = [(_told(f"terms.{question}.{option}"), f"a:{option}") for option in get(question).labels]
    ways = [(_told(f"chat.buttons.{way}"), way) for way in WAYS]
    rows = [*(options[start : start + 2] for start in range(0, len(options), 2)), ways]
    keyboard = [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    return f"{_told(f'questions.{question}.ask')}\n\n{why}", InlineKeyboardMarkup(keyboard)


def _told(key: str, **values: object) -> str:
    return catalog().text(key, "en", **values)


def _after(question: str) -> str | None:
    order: Sequence[str | None] = (OPENING, *QUESTIONS, None)
    return order[order.index(question) + 1]


_NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
_SENT = Message(1, _NOW, Chat(1, "private"))
